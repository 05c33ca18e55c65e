"""Adoption: an exact match, inputs that differ, an id that is not there, and the same id in other letters.

Each of the last is a surprise that the migration has to guard against (docs/stages.md#three-belts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import Outcome, preview, up
from tests.engine_provider import programs
from tests.engine_provider.programs import disk_id, exists

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import EngineProject
    from harness.local_azure import LocalAzure

GROUP = "adoption"
SEED = """
resourceGroups: {adoption: {location: westus2}}
disks: [{resourceGroup: adoption, name: disk}]
"""


@pytest.fixture
def seeded(azure: LocalAzure) -> LocalAzure:
    azure.seed(SEED)
    return azure


@pytest.fixture
def project(seeded: LocalAzure, tmp_path: Path) -> EngineProject:
    return programs.project(tmp_path, seeded, "")


def adopting(disk: str, *options: str, **inputs: str) -> str:
    """A program that adopts a disk as it was seeded, but for `inputs`."""
    said = {"location": "'westus2'", "disk_size_gb": "30", "creation_data": "dict(create_option='Empty')", **inputs}
    arguments = [f"resource_group_name='{GROUP}'", f"disk_name='{disk.rsplit('/', 1)[-1].lower()}'"]
    arguments += [f"{name}={value}" for name, value in said.items()]
    listed = ", ".join([f"import_='{disk}'", *options])
    return f"compute.Disk('disk', {', '.join(arguments)}, opts=Options({listed}))\n"


def run_with(project: EngineProject, program: str) -> Outcome:
    programs.rewrite(project, program)
    return up(project)


def test_an_exact_match_is_imported_and_never_written(project: EngineProject, seeded: LocalAzure) -> None:
    group = seeded.make_group("adopted-as-it-is", "westus2")
    program = f"""
    resources.ResourceGroup(
        "group", resource_group_name="adopted-as-it-is", location="westus2", opts=Options(import_="{group}")
    )
    """
    seeded.forget_requests()
    imported = run_with(project, program)
    assert imported.changes == [("import", "group")], imported.text
    assert preview(project, "--expect-no-changes").status == 0
    assert [each for each in seeded.requests(method="PUT") if each["path"] == group] == []


def test_another_spelling_of_the_id_deletes_the_protected_disk(project: EngineProject, seeded: LocalAzure) -> None:
    """The engine compares ids literally and protect does not stop a replacement:
    docs/reference/pulumi-engine.md#import-replacement.
    """
    disk = disk_id(seeded, GROUP, "disk")
    assert run_with(project, adopting(disk, "protect=True")).changes[0] == ("import", "disk")
    respelled = disk.replace("resourceGroups", "resourcegroups")
    replaced = run_with(project, adopting(respelled, "protect=True"))
    assert ("import-replacement", "disk") in replaced.changes
    assert ("delete-replaced", "disk") in replaced.changes
    assert not exists(seeded, disk)


@pytest.mark.exhaustive
def test_retain_in_the_state_saves_it(project: EngineProject, seeded: LocalAzure) -> None:
    disk = disk_id(seeded, GROUP, "disk")
    assert run_with(project, adopting(disk, "retain_on_delete=True")).status == 0
    respelled = disk.replace("resourceGroups", "resourcegroups")
    replaced = run_with(project, adopting(respelled, "retain_on_delete=True"))
    assert ("import-replacement", "disk") in replaced.changes
    assert exists(seeded, disk)


@pytest.mark.exhaustive
def test_inputs_that_differ_change_the_adopted_resource_in_the_same_run(
    project: EngineProject, seeded: LocalAzure
) -> None:
    disk = disk_id(seeded, GROUP, "disk")
    program = adopting(disk, tags="{'by': 'import'}")
    assert run_with(project, program).changes == [("import", "disk"), ("update", "disk")]
    assert seeded.get(disk, api_version=programs.DISK_API).json()["tags"] == {"by": "import"}


def test_a_difference_that_needs_a_replacement_fails_only_the_update(
    project: EngineProject, seeded: LocalAzure
) -> None:
    """The preview warns and succeeds: docs/reference/pulumi-engine.md#import-of-what-differs."""
    disk = disk_id(seeded, GROUP, "disk")
    programs.rewrite(project, adopting(disk, location="'eastus'"))
    planned = preview(project)
    assert planned.status == 0
    assert "may not be replaced" in planned.text
    refused = up(project)
    assert refused.failed
    assert exists(seeded, disk)


def test_what_is_not_there_cannot_be_imported(project: EngineProject, seeded: LocalAzure) -> None:
    programs.rewrite(project, adopting(disk_id(seeded, GROUP, "missing")))
    refused = preview(project)
    assert refused.failed
    assert f"resource '{disk_id(seeded, GROUP, 'missing')}' does not exist" in refused.text


@pytest.mark.exhaustive
def test_an_id_of_another_type_is_refused(project: EngineProject, seeded: LocalAzure) -> None:
    programs.rewrite(project, adopting(programs.image_id(seeded, GROUP, "kept")))
    refused = preview(project)
    assert refused.failed
    assert "failed to parse '" in refused.text
