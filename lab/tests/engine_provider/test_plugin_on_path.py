"""The provider as a plugin that the engine starts itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from harness.outcomes import destroy, up
from local_azure.provider.launcher import install_plugin
from tests.engine_provider import programs

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure


def test_a_plugin_on_path_does_the_same(azure: LocalAzure, tmp_path: Path) -> None:
    folder = install_plugin(tmp_path / "plugins").parent
    program = "pulumi.export('id', resources.ResourceGroup('on-path', location='westus2').id)"
    project = programs.project(tmp_path / "project", azure, program)
    del project.env["PULUMI_DEBUG_PROVIDERS"]
    project.env["PATH"] = os.pathsep.join([str(folder), project.env["PATH"]])
    done = up(project)
    assert done.status == 0, done.text
    assert azure.get(str(done.outputs["id"]), api_version="2024-11-01").status_code == 200
    assert destroy(project).changes == [("delete", "on-path")]
