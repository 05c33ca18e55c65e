"""The component package as the engine finds it, away from the checkout, and projects that know only the package."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from harness.engine_project import EngineProject, clean_environment
from managed_image_to_gallery.azure.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = f"{PROJECT}:index:ManagedImageToGallery"
COMPONENTS = Path(__file__).parents[2] / "components"

# The Python of an environment that is there and complete: nothing is installed into it.
_COMPLETE_PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "* | "-m pip "*) ;;
  *) exec {python} "$@" ;;
esac
"""


def package_in(folder: Path) -> Path:
    """What Pulumi reads of the package, with an environment beside it that stands for the one that runs the tests.

    Not the checkout itself: `package` commands first install what it needs into its environment.
    """
    package = folder / "components"
    package.mkdir()
    for name in ("PulumiPlugin.yaml", "__main__.py"):
        shutil.copyfile(COMPONENTS / name, package / name)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(_COMPLETE_PYTHON.format(python=sys.executable), encoding="utf-8")
    python.chmod(0o755)
    return package


def consumer(folder: Path, program: str, variables: Mapping[str, str] | None = None) -> EngineProject:
    """A project in Python that uses the package by its path, and knows nothing else of it."""
    package = package_in(folder)
    project = EngineProject(folder / "consumer", program, env=clean_environment() | dict(variables or {}))
    with (project.path / "Pulumi.yaml").open("a", encoding="utf-8") as file:
        file.write(f"plugins:\n  providers:\n  - {{name: {PROJECT}, path: {package}}}\n")
    project.env["PULUMI_PYTHON_CMD"] = str(folder / ".venv" / "bin" / "python")
    project.pretend_plugin("azure-native", version("pulumi-azure-native"))
    return project
