"""Delete hooks as gates: in preview and update, without their program, and at destroy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.outcomes import destroy, preview, up
from tests.engine_provider import programs
from tests.engine_provider.programs import disk_id, exists

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

GATE = """
async def judge(args):
    if pulumi.Config().get_bool("open"):
        return
    raise Exception(f"{args.name} in {args.old_outputs['location']} is not proven")

gate = pulumi.ResourceHook("gate", judge, pulumi.ResourceHookOptions(on_dry_run=True))
"""
DISK = """
compute.Disk(
    "gated", resource_group_name="hooking", disk_name="gated", location="westus2", disk_size_gb=8,
    creation_data=dict(create_option="Empty"),
    opts=Options(hooks=pulumi.ResourceHookBinding(before_delete=[gate])),
)
"""


def test_a_delete_hook_decides_as_long_as_its_name_is_registered(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group("hooking", "westus2")
    gated = disk_id(azure, "hooking", "gated")
    project = programs.project(tmp_path, azure, GATE + DISK)
    assert up(project).status == 0

    programs.rewrite(project, GATE)
    for refused in (preview(project), up(project)):
        assert refused.failed
        assert 'before hook "gate" failed: gated in westus2 is not proven' in refused.text
    assert exists(azure, gated)

    programs.rewrite(project, "")
    forgotten = up(project)
    assert forgotten.failed
    assert 'hook "gate" was not registered' in forgotten.text
    plain = destroy(project)
    assert plain.failed
    assert "--run-program" in plain.text
    assert exists(azure, gated)

    programs.rewrite(project, GATE)
    project.config("open", "true")
    planned = preview(project)
    assert (planned.status, planned.changes) == (0, [("delete", "gated")])
    assert destroy(project, "--run-program").changes == [("delete", "gated")]
    assert not exists(azure, gated)
