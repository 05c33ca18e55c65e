"""Secrets: plain on the way to Azure, encrypted in the state, hidden on the screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from harness.outcomes import up
from tests.engine_provider import programs

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

SECRET = "correct horse battery staple"
PROGRAM = """
group = resources.ResourceGroup(
    "group", resource_group_name="secretive", location="westus2",
    tags={"code": pulumi.Config().require_secret("code")},
)
pulumi.export("tags", group.tags)
pulumi.export("location", group.location)
"""


def test_a_secret_reaches_azure_and_nothing_else(azure: LocalAzure, tmp_path: Path) -> None:
    project = programs.project(tmp_path, azure, PROGRAM)
    project.config("code", SECRET, secret=True)
    done = up(project)
    assert done.status == 0, done.text
    in_azure = azure.get(azure.group_id("secretive"), api_version="2024-11-01").json()
    assert in_azure["tags"] == {"code": SECRET}
    assert SECRET not in done.text
    assert SECRET not in json.dumps(project.export())
    assert project.outputs() == {"tags": "[secret]", "location": "westus2"}
    assert project.outputs(show_secrets=True)["tags"] == {"code": SECRET}
