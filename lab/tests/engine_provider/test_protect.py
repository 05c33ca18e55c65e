"""Protect and retain: what they stop, when, and what a run with them leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.outcomes import destroy, preview, up
from tests.engine_provider import programs
from tests.engine_provider.programs import disk_id, exists

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure


def disk(group: str, name: str, options: str) -> str:
    return (
        f"compute.Disk('{name}', resource_group_name='{group}', disk_name='{name}', location='westus2', "
        f"disk_size_gb=8, creation_data=dict(create_option='Empty'), opts=Options({options}))\n"
    )


def test_protect_refuses_a_plain_delete_and_lets_the_others_go(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group("protecting", "westus2")
    kept, gone = disk("protecting", "kept", "protect=True"), disk("protecting", "gone", "")
    project = programs.project(tmp_path, azure, kept + gone)
    assert up(project).status == 0
    programs.rewrite(project, "")
    planned = preview(project)
    assert planned.failed
    assert "cannot be deleted" in planned.text
    assert up(project).failed
    assert exists(azure, disk_id(azure, "protecting", "kept"))
    assert not exists(azure, disk_id(azure, "protecting", "gone"))
    programs.rewrite(project, disk("protecting", "kept", "protect=False"))
    assert up(project).status == 0, "taken off while it is still declared"
    programs.rewrite(project, "")
    assert up(project).changes == [("delete", "kept")]


def test_retain_leaves_it_in_azure_only_when_the_state_says_so(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group("retaining", "westus2")
    first = disk("retaining", "retained", "retain_on_delete=True") + disk("retaining", "late", "")
    project = programs.project(tmp_path, azure, first)
    assert up(project).status == 0
    destroyed = destroy(project)
    assert sorted(destroyed.changes) == [("delete", "late"), ("delete", "retained")]
    assert exists(azure, disk_id(azure, "retaining", "retained"))
    assert not exists(azure, disk_id(azure, "retaining", "late"))
