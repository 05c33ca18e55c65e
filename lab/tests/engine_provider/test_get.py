"""Reading what the stack does not own: `.get` and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import UNKNOWN, preview, up
from tests.engine_provider import programs
from tests.engine_provider.programs import disk_id, exists

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

SEED = """
resourceGroups: {reading: {location: westus2}}
disks: [{resourceGroup: reading, name: disk}]
"""
PROGRAM = """
found = compute.Disk.get("found", "{disk}")
pulumi.export("size", found.disk_size_gb)
later = compute.get_disk_output(resource_group_name="reading", disk_name=found.name)
pulumi.export("location", later.location)
"""


def test_get_reads_in_preview_and_update_and_owns_nothing(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    disk = disk_id(azure, "reading", "disk")
    project = programs.project(tmp_path, azure, PROGRAM.format(disk=disk))
    read = {"size": 30, "location": "westus2"}
    planned = preview(project)
    assert planned.outputs == read, planned.text
    done = up(project)
    assert (done.changes, done.outputs) == ([("read", "found")], read)
    programs.rewrite(project, "")
    assert up(project).changes == [("discard", "found")]
    assert exists(azure, disk)


def test_get_of_what_is_not_there_fails_the_preview(azure: LocalAzure, tmp_path: Path) -> None:
    disk = disk_id(azure, "reading", "missing")
    project = programs.project(tmp_path, azure, PROGRAM.format(disk=disk))
    refused = preview(project)
    assert refused.failed
    assert f"resource '{disk}' does not exist" in refused.text


@pytest.mark.exhaustive
def test_a_function_of_something_unknown_waits_for_the_update(azure: LocalAzure, tmp_path: Path) -> None:
    project = programs.project(
        tmp_path,
        azure,
        """
        group = resources.ResourceGroup("reading-later", location="westus2")
        read = resources.get_resource_group_output(resource_group_name=group.name)
        pulumi.export("location", read.location)
        """,
    )
    assert preview(project).outputs == {"location": UNKNOWN}
    assert up(project).outputs == {"location": "westus2"}
