"""A Pulumi project of a test's own, run by the real engine without an account, a network or a shared home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import yaml

from harness import new_stack
from local_azure.engine.finding import find_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
JsonObject: TypeAlias = dict[str, Json]

PROJECT = "engine-project"
"""Name of the project in every `EngineProject`; the first part of its config keys."""

_UNWANTED = ("PULUMI_", "ARM_", "AZURE_", "LOCAL_AZURE_LANGUAGE")


class PulumiFailedError(AssertionError):
    """A command that had to succeed did not; the text is what the user would have seen."""


def clean_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`environ` with the engine first on PATH and without anything that would steer Pulumi or an Azure client."""
    kept = {name: value for name, value in environ.items() if not name.startswith(_UNWANTED)}
    return find_engine(environ).environment(kept)


@dataclass
class EngineProject:
    """A project in the folder `path` with one stack, `dev`, kept in files below it.

    `env` is the whole environment of its commands and may be changed between them. `virtualenv` is the Python that runs
    the program, by default the one that runs the tests.
    """

    path: Path
    program: str
    env: dict[str, str] = field(default_factory=clean_environment)
    virtualenv: str = sys.prefix
    stack: str = "dev"

    def __post_init__(self) -> None:
        home, state = self.path / new_stack.HOME, self.path / new_stack.STATE
        for folder in (home, state):
            folder.mkdir(parents=True, exist_ok=True)
        self.env |= {
            "PULUMI_HOME": str(home),
            "PULUMI_BACKEND_URL": f"file://{state}",
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "NO_COLOR": "1",
        }
        self.write_project()
        self.write_program(self.program)
        self._begin()

    def _begin(self) -> None:
        """An empty stack, selected."""
        name = self._name
        settings = self.path / f"Pulumi.{self.stack}.yaml"
        is_kept_here = self.env["PULUMI_BACKEND_URL"] == f"file://{self.path / new_stack.STATE}"
        files = new_stack.known(name, self.stack, self.env) if is_kept_here else None
        if files is not None and not settings.exists():
            new_stack.copy(files, self.path, name)
            return
        is_new = not settings.exists()
        self.pulumi("stack", "init", self.stack, check=True)
        if is_new and is_kept_here:
            new_stack.remember(self.path, name, self.stack, self.env)

    @property
    def _name(self) -> str:
        """The project's name."""
        return str(yaml.safe_load((self.path / "Pulumi.yaml").read_text(encoding="utf-8"))["name"])

    def write_project(self, **runtime_options: str) -> None:
        """Write Pulumi.yaml; `runtime_options` are added to (or replace) the virtualenv option."""
        options = {"virtualenv": self.virtualenv, **runtime_options}
        lines = [f"    {name}: {json.dumps(value)}" for name, value in options.items() if value]
        (self.path / "Pulumi.yaml").write_text(
            "\n".join([f"name: {PROJECT}", "runtime:", "  name: python", "  options:", *lines, ""]), encoding="utf-8"
        )

    def write_program(self, text: str) -> None:
        """Write `__main__.py`; common indentation is removed.

        The byte code of the program before it goes: Python knows a file by its size and the second of its last change,
        and tests rewrite a program within one.
        """
        self.program = textwrap.dedent(text)
        (self.path / "__main__.py").write_text(self.program, encoding="utf-8")
        shutil.rmtree(self.path / "__pycache__", ignore_errors=True)

    def pulumi(self, *arguments: str, check: bool = False, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run `pulumi` in the project; with `check` a failure raises.

        Raises:
            PulumiFailedError: the status is not 0 and `check` was asked for.
            subprocess.TimeoutExpired: not done after `timeout` seconds.
        """
        done = subprocess.run(
            ["pulumi", "--non-interactive", *arguments],
            cwd=self.path,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and done.returncode:
            raise PulumiFailedError(f"pulumi {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `pulumi` in a session of its own and return at once; the caller waits for it and closes its pipes."""
        return subprocess.Popen(
            ["pulumi", "--non-interactive", *arguments],
            cwd=self.path,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def up(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`pulumi up` without a preview."""
        return self.pulumi("up", "--yes", "--skip-preview", *arguments, check=check)

    def preview(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`pulumi preview` as a person reads it."""
        return self.pulumi("preview", *arguments, check=check)

    def preview_json(self, *arguments: str, check: bool = True) -> JsonObject:
        """`pulumi preview --json`: `steps`, `diagnostics`, `changeSummary`, …"""
        return json.loads(self.pulumi("preview", "--json", *arguments, check=check).stdout)

    def refresh(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`pulumi refresh` without a preview."""
        return self.pulumi("refresh", "--yes", "--skip-preview", *arguments, check=check)

    def destroy(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`pulumi destroy --run-program`, which a stack with delete hooks needs."""
        return self.pulumi("destroy", "--yes", "--skip-preview", "--run-program", *arguments, check=check)

    def config(self, key: str, value: str, *, secret: bool = False) -> None:
        """Set a config value of the stack; a key without a colon belongs to the project."""
        self.pulumi("config", "set", *(["--secret"] if secret else []), key, "--", value, check=True)

    def pretend_plugin(self, name: str, version: str) -> None:
        """Let `package` commands believe that a resource plugin is installed, so that they do not download it."""
        (self.path / ".pulumi-home" / "plugins" / f"resource-{name}-v{version}").mkdir(parents=True)

    def export(self) -> JsonObject:
        """The stack's state as the engine left it, which is what `pulumi stack export` prints of it."""
        folder = Path(self.env["PULUMI_BACKEND_URL"].removeprefix("file://"))
        file = folder / ".pulumi" / "stacks" / self._name / f"{self.stack}.json"
        state = json.loads(file.read_text(encoding="utf-8"))
        return {"version": state["version"], "deployment": state["checkpoint"]["latest"]}

    def resources(self) -> list[JsonObject]:
        """The resources in the state, the stack itself and the providers included."""
        deployment = self.export()["deployment"]
        assert isinstance(deployment, dict)
        resources = deployment.get("resources", [])
        assert isinstance(resources, list)
        return [resource for resource in resources if isinstance(resource, dict)]

    def outputs(self, *, show_secrets: bool = False) -> JsonObject:
        """The stack's outputs."""
        arguments = ["--show-secrets"] if show_secrets else []
        return json.loads(self.pulumi("stack", "output", "--json", *arguments, check=True).stdout)
