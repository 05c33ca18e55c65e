"""How a self test ends when Azure has nothing to give for one of its steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from harness.local_azure import GROUP_API, LocalAzure
from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.selftest import running
from managed_image_to_gallery.cli.selftest.journal import Journal
from managed_image_to_gallery.cli.selftest.project import Outcome, Project
from managed_image_to_gallery.cli.selftest.running import NotAllTried, SelfTest, forget
from managed_image_to_gallery.cli.selftest.scratch import AzureRefused, Scratch
from managed_image_to_gallery.cli.selftest.steps import STEPS, NotTried, Run, Step
from managed_image_to_gallery.cli.selftest.wanted import PREFIX
from tests.cli.selftest.test_wanted import WANTED

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.selftest.wanted import Wanted

__all__ = ["azure", "server"]

(MACHINE,) = [step for step in STEPS if step.name == "refused-machine"]
(SOURCES,) = [step for step in STEPS if step.name == "sources"]
MACHINES = "Microsoft.Compute/virtualMachines"


def refuse_machines(azure: LocalAzure, code: str) -> None:
    azure.add_fault({"match": {"type": MACHINES, "method": "PUT"}, "refuse": {"status": 409, "code": code}})


@pytest.fixture
def wanted(azure: LocalAzure) -> Wanted:
    return replace(WANTED, subscription_id=azure.subscription, with_vm=True)


@pytest.fixture
def run(azure: LocalAzure, wanted: Wanted) -> Run:
    """After the sources were made; a step that runs a command fails."""
    scratch = Scratch(wanted, AzureSettings.read({}, azure.env))
    run = Run(wanted, cast("Project", None), scratch, say=print)
    SOURCES.run(run, False)
    return run


@pytest.mark.parametrize("code", ["SkuNotAvailable", "QuotaExceeded", "OperationNotAllowed"])
def test_a_machine_that_azure_has_not_is_not_tried_and_its_network_is_deleted(
    azure: LocalAzure, run: Run, code: str
) -> None:
    refuse_machines(azure, code)

    with pytest.raises(NotTried, match=rf"Azure gives no Standard_D2s_v5 in South Central US \({code}\)"):
        MACHINE.run(run, False)
    azure.clear_faults()

    left = azure.get(f"{azure.group_id(PREFIX)}/resources", api_version="2022-09-01").json()["value"]
    assert {str(each["type"]) for each in left} == {"Microsoft.Compute/images"}


def test_another_refusal_of_a_machine_is_one_of_azures(azure: LocalAzure, run: Run) -> None:
    refuse_machines(azure, "InvalidParameter")

    with pytest.raises(AzureRefused, match="Azure refused"):
        MACHINE.run(run, False)
    azure.clear_faults()


def test_the_rest_is_proven_cleaned_up_and_said(
    azure: LocalAzure, wanted: Wanted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lay_out(_project: Project, _wanted: Wanted) -> Outcome:
        return Outcome(("pulumi",), 0, "", tmp_path)

    def steps_of(_wanted: Wanted) -> list[Step]:
        return [SOURCES, MACHINE]

    monkeypatch.setattr(Project, "lay_out", lay_out)
    monkeypatch.setattr(running, "steps_of", steps_of)
    refuse_machines(azure, "SkuNotAvailable")
    said: list[str] = []
    (tmp_path / "state").mkdir()

    with pytest.raises(NotAllTried, match="1 of 2 steps are proven, in .*; not tried is refused-machine") as ended:
        SelfTest(Journal.begin(tmp_path, wanted), AzureSettings.read({}, azure.env), said.append).run()
    azure.clear_faults()

    assert ended.value.status == 5
    assert said[1].startswith(" 2/2 not tried: Azure gives no Standard_D2s_v5")
    assert azure.get(azure.group_id(PREFIX), api_version=GROUP_API).status_code == 404
    assert Journal.read(tmp_path) is None


def test_of_a_finished_run_the_logs_of_its_commands_stay_alone(tmp_path: Path) -> None:
    """What the provider logged is there after a kill in the middle of a command."""
    for name in ("logs/001.log", "state/.pulumi/meta.yaml", "provider-log/pulumi.log.INFO", "selftest.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("told")

    forget(tmp_path)

    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["001.log"]
