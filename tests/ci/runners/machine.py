"""The machine of a job: a fresh checkout of this repository, a home, and the commands that a runner has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from harness.engine_project import clean_environment
from harness.product import PROJECT, ROOT
from tests.ci.stack_files import stack_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.local_azure import LocalAzure
    from tests.ci.runners.service import Service

STAND_INS = Path(__file__).parent / "commands"
ENGINE = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec", "pulumi-resource-pulumi-python")
CHECKED_OUT = (
    "__main__.py",
    "Makefile",
    "Pulumi*.yaml",
    "requirements.lock",
    "ci/**/*",
    "policy/**/*",
    "components/**/*.py",
)


@dataclass
class Step:
    """What a step printed, and its exit status."""

    name: str
    status: int
    output: str


@dataclass
class Machine:
    """`workspace` is the checkout; `env` is what the service gives every step besides what its YAML says."""

    workspace: Path
    env: dict[str, str]
    azure: LocalAzure
    service: Service
    steps: list[Step] = field(default_factory=list[Step])

    def git(self, *words: str) -> str:
        """Run git in the checkout."""
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
        command = ["git", *identity, *words]
        return subprocess.run(command, cwd=self.workspace, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, text: str) -> str:
        """Commit all changes of the checkout; the commit before."""
        before = self.git("rev-parse", "HEAD")
        self.git("commit", "-qam", text)
        return before

    def configure(self, **changes: object) -> None:
        """Change the one migration in the file of the stack `dev`."""
        file = self.workspace / "Pulumi.dev.yaml"
        settings = cast("dict[str, Any]", yaml.safe_load(file.read_text()))
        settings["config"][f"{PROJECT}:migrations"][0].update(changes)
        file.write_text(yaml.safe_dump(settings))

    def run(self, name: str, command: list[str], env: Mapping[str, str]) -> Step:
        """Run one step in the checkout."""
        done = subprocess.run(
            command,
            cwd=self.workspace,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        self.steps.append(Step(name, done.returncode, done.stdout))
        return self.steps[-1]

    def told(self) -> str:
        """The log of all steps so far, for a failed assertion."""
        return "\n".join(f"--- {step.name}: {step.status}\n{step.output}" for step in self.steps)

    def calls(self, command: str) -> list[dict[str, Any]]:
        """What a recording command was called with since this was last asked: `words`, and what it was to send."""
        file = self.workspace.parent / f"{command}.calls"
        found = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        file.unlink(missing_ok=True)
        return found

    def list_on_github(self, number: int, body: str) -> None:
        """From now on GitHub lists this comment or issue of the workflow's own."""
        listed = [{"id": number, "login": "github-actions[bot]", "body": body}]
        (self.workspace.parent / "gh.listed").write_text(json.dumps(listed))


def machine(folder: Path, azure: LocalAzure, service: Service) -> Machine:
    """A machine with the stack `dev` in a backend of files; the passphrase stands in for a key vault."""
    workspace, home, commands = folder / "work", folder / "home", folder / "commands"
    for file in (found for pattern in CHECKED_OUT for found in ROOT.glob(pattern) if found.is_file()):
        copy = workspace / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    for file in stack_files().values():
        shutil.copy2(file, workspace)
    _place_policies(workspace / ".venv-policy")
    shutil.copytree(STAND_INS, commands)
    _install_engine(home / ".pulumi" / "versions" / "3.259.0" / "bin", azure.env["PATH"])
    (folder / "state").mkdir()
    kept = {name: value for name, value in azure.env.items() if not _belongs_to_the_job(name)}
    env = clean_environment() | kept
    env |= {
        "HOME": str(home),
        "PATH": os.pathsep.join([str(commands), env["PATH"]]),
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "STAND_IN_PREFIX": sys.prefix,
        "STAND_IN_CALLS": str(folder),
        "STAND_IN_SUBSCRIPTION": azure.subscription,
    }
    made = Machine(workspace, env, azure, service)
    made.git("init", "-q", "-b", "main")
    (workspace / ".gitignore").write_text(".venv*\n*.md\n")
    made.git("add", ".")
    made.git("commit", "-qm", "main")
    backend = {"PULUMI_BACKEND_URL": f"file://{folder / 'state'}"}
    made.run("stack init", ["pulumi", "stack", "init", "dev", "--non-interactive"], backend)
    made.commit("the stack's salt")
    return made


def version_id(machine: Machine) -> str:
    """The id of the version that the documented example makes."""
    gallery = f"{machine.azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/myGallery"
    return f"{gallery}/images/myImageDefinition/versions/1.0.0"


def _place_policies(environment: Path) -> None:
    """The environment of the policy pack, if this checkout has one: else jobs that do not judge do without."""
    if (ROOT / environment.name / "installed").exists():
        environment.symlink_to(ROOT / environment.name)
    else:
        environment.mkdir()
        (environment / "installed").touch()


def _belongs_to_the_job(name: str) -> bool:
    """Who signs in is the job's business; where Azure is, and whom to trust, the machine's."""
    return name.endswith(("_CLIENT_ID", "_CLIENT_SECRET", "_TENANT_ID", "_SUBSCRIPTION_ID"))


def _install_engine(folder: Path, path: str) -> None:
    """The engine as `ci/setup.sh` leaves it, so that nothing is downloaded."""
    folder.mkdir(parents=True)
    for name in ENGINE:
        found = shutil.which(name, path=path)
        if found:
            (folder / name).symlink_to(found)
