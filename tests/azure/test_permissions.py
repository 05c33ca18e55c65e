from __future__ import annotations

from managed_image_to_gallery.azure.permissions import missing_actions, permission


def test_wildcards_grant_and_not_actions_take_back_from_their_own_role_only() -> None:
    contributor = permission({"actions": ["*"], "notActions": ["Microsoft.Compute/images/delete"]})
    reader = permission({"actions": ["*/read"], "notActions": []})
    actions = ["Microsoft.Compute/images/READ", "Microsoft.Compute/images/delete"]
    assert missing_actions([reader], actions) == ["Microsoft.Compute/images/delete"]
    assert missing_actions([contributor], actions) == ["Microsoft.Compute/images/delete"]
    assert missing_actions([contributor, permission({"actions": ["Microsoft.Compute/images/*"]})], actions) == []


def test_without_roles_everything_is_missing() -> None:
    assert missing_actions([], ["a/read"]) == ["a/read"]
