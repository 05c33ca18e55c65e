"""Small azure-native programs, and the projects that run them."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from harness.engine_project import EngineProject, clean_environment

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

_HEAD = """
import pulumi
from pulumi import ResourceOptions as Options
from pulumi_azure_native import compute, resources
"""

DISK_API = "2024-03-02"
GALLERY_API = "2024-03-03"


def program(text: str) -> str:
    """A program with what all of them import."""
    return _HEAD + textwrap.dedent(text)


def project(folder: Path, azure: LocalAzure, text: str) -> EngineProject:
    """A project whose engine attaches to the provider beside this Azure."""
    env = {**clean_environment(), **azure.env, "PULUMI_DEBUG_COMMANDS": "1"}
    return EngineProject(folder, program(text), env)


def rewrite(changed: EngineProject, text: str) -> None:
    """Give a project another program."""
    changed.write_program(program(text))


def disk_id(azure: LocalAzure, group: str, name: str) -> str:
    return f"{azure.group_id(group)}/providers/Microsoft.Compute/disks/{name}"


def image_id(azure: LocalAzure, group: str, name: str) -> str:
    return f"{azure.group_id(group)}/providers/Microsoft.Compute/images/{name}"


def exists(azure: LocalAzure, resource_id: str, api_version: str = DISK_API) -> bool:
    """Whether Azure has the resource now."""
    answer = azure.get(resource_id, api_version=api_version)
    assert answer.status_code in (200, 404), answer.text
    return answer.status_code == 200
