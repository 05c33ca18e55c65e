from __future__ import annotations

from harness.local_azure import InProcessAzure

PERMISSIONS = "providers/Microsoft.Authorization/permissions"
SEED = """
resourceGroups: {rg: {location: eastus}, other: {location: eastus}}
images: [{resourceGroup: rg, name: web}]
principals:
  - name: reader
    clientId: 11111111-0000-4000-8000-000000000001
    objectId: 11111111-0000-4000-8000-000000000002
    secret: a secret
    roles: [{role: Reader, scope: rg}]
"""


def _asked(azure: InProcessAzure, scope: str, *, owner: bool = False) -> tuple[int, list[dict[str, object]]]:
    headers = {}
    if not owner:
        principal = next(each for each in azure.instance.identities if each.client_id.startswith("1111"))
        headers["Authorization"] = f"Bearer {azure.application.tokens.issue(principal, azure.base_url)}"
    answer = azure.get(f"{scope}/{PERMISSIONS}", api_version="2022-04-01", headers=headers)
    return answer.status_code, answer.json().get("value", [])


def test_the_owner_may_do_everything_everywhere() -> None:
    azure = InProcessAzure(seed=SEED)
    image = f"{azure.group_id('rg')}/providers/Microsoft.Compute/images/web"
    everything = {"actions": ["*"], "notActions": [], "dataActions": [], "notDataActions": []}
    for scope in (f"/subscriptions/{azure.subscription}", azure.group_id("rg"), image):
        assert _asked(azure, scope, owner=True) == (200, [everything])


def test_a_role_on_a_group_is_seen_there_and_below_and_nowhere_else() -> None:
    azure = InProcessAzure(seed=SEED)
    group = azure.group_id("rg")
    for scope in (group, f"{group}/providers/Microsoft.Compute/images/web"):
        status, (entry,) = _asked(azure, scope)
        assert (status, entry["actions"]) == (200, ["*/read"])
    for scope in (f"/subscriptions/{azure.subscription}", azure.group_id("other")):
        assert _asked(azure, scope) == (403, [])


def test_nothing_can_be_put_there() -> None:
    azure = InProcessAzure(seed=SEED)
    answer = azure.put(f"{azure.group_id('rg')}/{PERMISSIONS}/x", {}, api_version="2022-04-01")
    assert answer.status_code == 405
