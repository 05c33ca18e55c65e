"""What a failed write leaves in the state, and that the next run goes on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import up
from tests.engine_provider import programs
from tests.engine_provider.programs import DISK_API, disk_id

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import EngineProject
    from harness.local_azure import LocalAzure

GROUP = "failing"


def disk(name: str, extra: str = "") -> str:
    return (
        f"compute.Disk('{name}', resource_group_name='{GROUP}', disk_name='{name}', location='westus2', "
        f"disk_size_gb=8, creation_data=dict(create_option='Empty'), {extra})\n"
    )


@pytest.fixture
def project(azure: LocalAzure, tmp_path: Path) -> EngineProject:
    azure.make_group(GROUP, "westus2")
    return programs.project(tmp_path, azure, "")


def in_state(project: EngineProject) -> list[str]:
    return [str(each["urn"]).rsplit("::", 1)[-1] for each in project.resources() if "Disk::" in str(each["urn"])]


def test_an_accepted_write_that_fails_is_in_the_state_and_repaired(project: EngineProject, azure: LocalAzure) -> None:
    azure.add_fault(
        {
            "match": {"method": "PUT", "id": disk_id(azure, GROUP, "half"), "times": 1},
            "failOperation": {"code": "InternalExecutionError", "message": "The disk could not be made."},
        }
    )
    programs.rewrite(project, disk("half"))
    failed = up(project)
    assert failed.failed
    assert 'Code="InternalExecutionError" Message="The disk could not be made."' in failed.text
    assert in_state(project) == ["half"]
    repaired = up(project)
    assert repaired.changes == [("update", "half")], repaired.text
    half = azure.get(disk_id(azure, GROUP, "half"), api_version=DISK_API).json()
    assert half["properties"]["provisioningState"] == "Succeeded"


def test_a_refused_write_leaves_nothing(project: EngineProject, azure: LocalAzure) -> None:
    azure.add_fault(
        {
            "match": {"method": "PUT", "id": disk_id(azure, GROUP, "refused"), "times": 1},
            "refuse": {"status": 409, "code": "Conflict", "message": "Not now."},
        }
    )
    programs.rewrite(project, disk("refused") + disk("other"))
    failed = up(project, "--continue-on-error")
    assert failed.failed
    assert 'Status=409 Code="Conflict" Message="Not now."' in failed.text
    assert in_state(project) == ["other"]
    assert up(project).changes == [("create", "refused")]


@pytest.mark.exhaustive
def test_a_lost_answer_is_asked_for_again(project: EngineProject, azure: LocalAzure) -> None:
    """The write took effect; the same write once more is the same resource."""
    lost = disk_id(azure, GROUP, "lost")
    azure.add_fault({"match": {"method": "PUT", "id": lost, "times": 1}, "loseResponse": True})
    azure.forget_requests()
    programs.rewrite(project, disk("lost"))
    assert up(project).changes == [("create", "lost")]
    assert len([each for each in azure.requests(method="PUT") if each["path"] == lost]) == 2


def test_what_somebody_else_made_is_not_written_over(project: EngineProject, azure: LocalAzure) -> None:
    taken = disk_id(azure, GROUP, "taken")
    azure.seed(f"disks: [{{resourceGroup: {GROUP}, name: taken, location: westus2}}]")
    programs.rewrite(project, disk("taken"))
    refused = up(project)
    assert refused.failed
    assert f"cannot create already existing resource '{taken}'" in refused.text
    assert in_state(project) == []


@pytest.mark.exhaustive
def test_missing_inputs_and_limits_are_told_before_anything_is_written(
    project: EngineProject, azure: LocalAzure
) -> None:
    programs.rewrite(
        project,
        "compute.Gallery('short', resource_group_name='', gallery_name='g', location='westus2')\n" + disk("fine"),
    )
    refused = up(project)
    assert refused.failed
    assert (
        "azure-native:compute:Gallery resource 'short' has a problem: 'resourceGroupName' is too short" in refused.text
    )


@pytest.mark.exhaustive
def test_an_operation_that_takes_too_long_is_given_up(project: EngineProject, azure: LocalAzure) -> None:
    azure.add_fault(
        {"match": {"method": "PUT", "id": disk_id(azure, GROUP, "slow"), "times": 1}, "holdOperation": True}
    )
    programs.rewrite(project, disk("slow", "opts=Options(custom_timeouts=pulumi.CustomTimeouts(create='1s'))"))
    given_up = up(project)
    assert given_up.failed
    assert "timed out" in given_up.text
    assert in_state(project) == ["slow"]
