"""An identity with too few rights is refused before anything is made, with what it lacks."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.permissions import Permission
from managed_image_to_gallery.cli.doctor.azure import STAGES
from managed_image_to_gallery.cli.main import app
from managed_image_to_gallery.cli.selftest.journal import Journal
from managed_image_to_gallery.cli.selftest.rights import MayNot, actions_of, require_rights
from tests.cli.selftest.test_wanted import WANTED

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

__all__ = ["azure", "server"]

SECRET = "not the owner's"
REGIONS = ("--region", "southcentralus", "--region", "westus2")


@pytest.fixture
def somebody(azure: LocalAzure, monkeypatch: pytest.MonkeyPatch) -> LocalAzure:
    """Local Azure, in the environment of an identity that has no role yet."""
    azure.seed(f'principals: [{{name: tester, clientId: {CLIENT}, objectId: {OBJECT}, secret: "{SECRET}"}}]')
    monkeypatch.setenv("ARM_CLIENT_ID", CLIENT)
    monkeypatch.setenv("ARM_CLIENT_SECRET", SECRET)
    return azure


CLIENT, OBJECT, ROLE, ASSIGNED = (str(uuid.uuid5(uuid.NAMESPACE_URL, name)) for name in ("c", "o", "r", "a"))


def may(azure: LocalAzure, actions: list[str]) -> None:
    """The identity has a role with these actions at the subscription."""
    scope = f"/subscriptions/{azure.subscription}"
    at = f"{scope}/providers/Microsoft.Authorization"
    permissions = [{"actions": actions, "notActions": []}]
    role = {"roleName": "tester", "permissions": permissions, "assignableScopes": [scope]}
    assigned = {"roleDefinitionId": f"{at}/roleDefinitions/{ROLE}", "principalId": OBJECT}
    for path, properties in ((f"roleDefinitions/{ROLE}", role), (f"roleAssignments/{ASSIGNED}", assigned)):
        azure.put(f"{at}/{path}", {"properties": properties}, api_version="2022-04-01").raise_for_status()


def selftest(azure: LocalAzure, folder: Path, *words: str) -> tuple[int, str]:
    command = ["selftest", "--subscription", azure.subscription, "--folder", str(folder / "run"), *REGIONS, *words]
    done = CliRunner().invoke(app, command)
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    "lacking",
    [*(actions[0] for actions in STAGES.values()), "Microsoft.Authorization/locks/write"],
)
def test_whoever_lacks_a_right_is_refused_before_anything_is_made(
    somebody: LocalAzure, tmp_path: Path, lacking: str
) -> None:
    may(somebody, [action for action in actions_of(WANTED) if action != lacking])
    somebody.forget_requests()

    status, output = selftest(somebody, tmp_path, "--yes")

    assert status == 1, output
    assert f"this identity may not do what the self test does: {lacking}. " in output
    assert "Nothing was made." in output
    assert somebody.writes() == []
    assert Journal.read(tmp_path / "run") is None


def test_whoever_has_exactly_these_rights_is_asked(somebody: LocalAzure, tmp_path: Path) -> None:
    may(somebody, list(actions_of(WANTED)))

    assert "cost less than US$" in selftest(somebody, tmp_path)[1]


@pytest.mark.parametrize("stage", STAGES)
def test_a_role_for_one_kind_of_run_is_not_enough(stage: str) -> None:
    with pytest.raises(MayNot) as refused:
        require_rights(WANTED, [Permission((*STAGES["preview"], *STAGES[stage]), ())])

    assert "Microsoft.Resources/subscriptions/resourceGroups/write" in refused.value.actions


def test_a_machine_takes_more() -> None:
    granted = [Permission(actions_of(WANTED), ())]

    require_rights(WANTED, granted)
    with pytest.raises(MayNot, match="virtualMachines/write"):
        require_rights(replace(WANTED, with_vm=True), granted)
