"""The commands of README typed by hand: in a copy of the project's root, with the provider as a plugin on PATH."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from harness.engine_project import clean_environment
from harness.product import ROOT
from local_azure.provider.launcher import install_plugin
from tests.engine import azure_says

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

WHOLE = ("Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py", "components")


def copy_of_the_root(folder: Path) -> Path:
    """The files that the program consists of, and the environment that Pulumi.yaml names."""
    for name in WHOLE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def environment(folder: Path, azure: LocalAzure) -> dict[str, str]:
    """What `local-azure env` prints, with the plugin on PATH instead of the attached provider."""
    env = {**clean_environment(), **azure.env}
    del env["PULUMI_DEBUG_PROVIDERS"]
    state = folder / "state"
    state.mkdir()
    return {
        **env,
        "PATH": os.pathsep.join([str(install_plugin(folder / "plugins").parent), env["PATH"]]),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "by hand",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }


class Shell:
    """Types commands in the copy of the root."""

    def __init__(self, root: Path, env: dict[str, str]) -> None:
        self.root, self.env = root, env

    def typed(self, command: str) -> subprocess.CompletedProcess[str]:
        words = [*shlex.split(command), "--non-interactive"]
        return subprocess.run(words, cwd=self.root, env=self.env, capture_output=True, text=True, check=False)

    def works(self, command: str) -> str:
        done = self.typed(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def shell(azure: LocalAzure, tmp_path: Path) -> Shell:
    """A new stack `dev` in a copy of the root, before the documented example begins."""
    azure.seed((ROOT / "examples" / "how-to.yaml").read_text())
    root = tmp_path / "root"
    root.mkdir()
    shell = Shell(copy_of_the_root(root), environment(tmp_path, azure))
    shell.works("pulumi stack init dev")
    return shell


def destroying() -> list[str]:
    """The commands of README, "Destroying a stack"."""
    section = (ROOT / "README.md").read_text().split("### Destroying a stack")[1].split("\n#")[0]
    typed = [line.removeprefix("$ ") for line in section.splitlines() if line.startswith("$ ")]
    return [shlex.join(shlex.split(line, comments=True)) for line in typed]


def test_the_commands_of_a_user_work_in_the_projects_root(shell: Shell, azure: LocalAzure) -> None:
    for command in ("preview", "up --yes", "refresh --yes", "preview --expect-no-changes"):
        shell.works(f"pulumi {command}")
    destroyed = shell.typed("pulumi destroy --yes --run-program")
    assert destroyed.returncode != 0
    assert "cannot be deleted\n    because it is protected" in destroyed.stdout
    assert azure_says.image_exists(azure)
    assert set(azure_says.states(azure).values()) == {"Completed"}


@pytest.mark.exhaustive
def test_a_stack_is_destroyed_as_readme_says_and_the_image_stays(shell: Shell, azure: LocalAzure) -> None:
    shell.works("pulumi up --yes --skip-preview")
    most, release, rest = destroying()
    shell.works(f"{most} --yes --skip-preview")
    urns = json.loads(shell.works("pulumi stack export"))["deployment"]["resources"]
    (image,) = [str(each["urn"]) for each in urns if each["type"] == azure_says.IMAGE]
    shell.works(release.replace("<urn of the image>", image) + " --yes")
    shell.works(f"{rest} --yes --skip-preview")
    assert json.loads(shell.works("pulumi stack export"))["deployment"].get("resources", []) == []
    assert azure_says.image_exists(azure)
