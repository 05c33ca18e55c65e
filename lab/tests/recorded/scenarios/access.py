"""Locks, roles, identities and image templates."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from tests.recorded.replay import Replay

LOCKS = "providers/Microsoft.Authorization/locks"


def cli_lock(replay: Replay) -> None:
    """The list shows locks of others, too; the flow's own was changed by a PUT that was not recorded."""
    replay.arrange_group("westus")
    for number, notes in enumerate(("", "", None, "auto-created", "for somebody")):
        _lock_elsewhere(replay, number, notes)
    own = f"{replay.group_id()}/providers/Microsoft.Network/virtualNetworks/cli.lock.rsrc000002/{LOCKS}"

    def change_and_add() -> None:
        changed: Json = {"properties": {"level": "ReadOnly", "notes": "why"}}
        replay.arrange(f"{own}/cli-test-lock000003", changed, "2016-09-01")
        _lock_elsewhere(replay, 5, None)

    replay.before[4] = change_and_add


def _lock_elsewhere(replay: Replay, number: int, notes: str | None) -> None:
    group = f"{replay.group_id().rsplit('/', 1)[0]}/other-{number}"
    replay.arrange(group, {"location": "westus"}, "2024-11-01")
    level: Json = {"level": "CanNotDelete", **({} if notes is None else {"notes": notes})}
    replay.arrange(f"{group}/{LOCKS}/lock", {"properties": level}, "2016-09-01")


def cli_identity(replay: Replay) -> None:
    replay.arrange_group("westus")


def cli_role_assignment(replay: Replay) -> None:
    replay.arrange_group("westus")


def cli_custom_role(_: Replay) -> None:
    """Nothing has to be there."""


def cli_template(replay: Replay) -> None:
    replay.arrange_group("westus")
    identity = f"{replay.group_id()}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ide1"
    replay.arrange(identity, {"location": "westus"}, "2018-11-30")


def spec_templates(replay: Replay) -> None:
    root = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups"
    for group, name in (("myResourceGroup", "myImageTemplate"), ("myOtherResourceGroup", "mySecondImageTemplate")):
        replay.arrange(f"{root}/{group}", {"location": "westus"}, "2024-11-01")
        replay.arrange(
            f"{root}/{group}/providers/Microsoft.VirtualMachineImages/imageTemplates/{name}",
            _template(root),
            "2022-02-14",
        )


def _template(root: str) -> Json:
    image = f"{root}/rg1/providers/Microsoft.Compute/images"
    target: Json = {"type": "ManagedImage", "location": "westus", "runOutputName": "o", "imageId": f"{image}/out"}
    identity = f"{root}/rg1/providers/Microsoft.ManagedIdentity/userAssignedIdentities/identity_1"
    return {
        "location": "westus",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}},
        "properties": {
            "source": {"type": "ManagedImage", "imageId": f"{image}/in"},
            "customize": [{"type": "Shell", "name": "shell", "scriptUri": "https://example.com/script.sh"}],
            "distribute": [target],
            "vmProfile": {"vmSize": "Standard_D2s_v3", "osDiskSizeGB": 64},
        },
    }


SCENARIOS = {
    "cli_2016-09-01_vnet_and_lock": cli_lock,
    "cli_2020-04-01-preview_identity_role_assignment": cli_identity,
    "cli_2022-04-01_role_assignment": cli_role_assignment,
    "cli_2022-05-01-preview_custom_role_definition": cli_custom_role,
    "cli_2020-02-14_image_template_from_managed_image": cli_template,
    "spec_2022-02-14_image_templates_list": spec_templates,
}
