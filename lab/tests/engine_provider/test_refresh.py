"""Drift: somebody changes, adds to or deletes what the stack owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.outcomes import preview, refresh, up
from tests.engine_provider import programs
from tests.engine_provider.programs import DISK_API, disk_id

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

PROGRAM = """
for name in ("changed", "deleted"):
    compute.Disk(
        name, resource_group_name="drifting", disk_name=name, location="West US 2", disk_size_gb=8,
        creation_data=dict(create_option="Empty"), tags=dict(owner="stack"),
    )
"""


def test_refresh_sees_drift_and_the_next_update_mends_it(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group("drifting", "westus2")
    project = programs.project(tmp_path, azure, PROGRAM)
    assert up(project).status == 0
    assert refresh(project, "--expect-no-changes").status == 0, "what was written is what is read"
    changed, deleted = disk_id(azure, "drifting", "changed"), disk_id(azure, "drifting", "deleted")
    azure.change(changed, {"tags": {"owner": "somebody"}})
    azure.remove(deleted)
    assert preview(project, "--expect-no-changes").status == 0, "a diff compares inputs, so it sees nothing"
    seen = refresh(project)
    assert sorted(seen.changes) == [("refresh", "changed"), ("refresh", "deleted")]
    assert [str(each["urn"]).rsplit("::", 1)[-1] for each in project.resources() if each.get("custom")][-1:] == [
        "changed"
    ]
    mended = up(project)
    assert sorted(mended.changes) == [("create", "deleted"), ("update", "changed")]
    assert azure.get(changed, api_version=DISK_API).json()["tags"] == {"owner": "stack"}
