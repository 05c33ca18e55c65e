"""What can keep the language host from doing what the engine asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class LanguageHostError(Exception):
    """An error whose text reaches the user as the engine's error."""


class InvalidRuntimeOptionError(LanguageHostError):
    """An option under `runtime: options:` in Pulumi.yaml has a value that is not known."""

    def __init__(self, option: str, value: object, allowed: str) -> None:
        super().__init__(f"runtime option {option} in Pulumi.yaml is {value!r}; it must be {allowed}")
        self.option = option
        self.value = value


class PythonNotFoundError(LanguageHostError):
    """There is no Python to run the program with."""

    def __init__(self, commands: tuple[str, ...]) -> None:
        super().__init__(
            f"failed to locate any of {', '.join(commands)} on your PATH. Install Python, or set the virtualenv option "
            "under runtime in Pulumi.yaml"
        )
        self.commands = commands


class VirtualEnvironmentError(LanguageHostError):
    """The virtualenv option names a folder that is no virtual environment (text of toolchain/pip.go)."""

    def __init__(self, option: str, path: Path) -> None:
        state = "doesn't appear to be a virtual environment" if path.exists() else "doesn't exist"
        python = path / "bin" / "python"
        super().__init__(
            f'The \'virtualenv\' option in Pulumi.yaml is set to "{option}", but "{path}" {state}; run the following '
            "commands to create the virtual environment and install dependencies into it:\n\n"
            f"    1. python3 -m venv {path}\n"
            f"    2. {python} -m pip install --upgrade pip setuptools wheel\n"
            f"    3. {python} -m pip install -r requirements.txt\n\n"
            "For more information see: https://www.pulumi.com/docs/intro/languages/python/#virtual-environments"
        )
        self.option = option
        self.path = path


class PluginNotRunnableError(LanguageHostError):
    """A plugin's folder holds nothing that this host could start."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"plugin in {directory} is not runnable: it has no __main__.py. Write one, or install Pulumi "
            "(https://www.pulumi.com/docs/install/), which also runs plugins that are Python packages"
        )
        self.directory = directory


class ExecutorNotFoundError(LanguageHostError):
    """The SDK's program starter is not where the engine's installation puts it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing; `local-azure engine install` puts it beside the engine")
        self.path = path


class CommandFailedError(LanguageHostError):
    """A command run on the user's behalf ended with an error."""

    def __init__(self, purpose: str, command: list[str], status: int, output: str = "") -> None:
        text = f"{purpose}: `{' '.join(command)}` ended with status {status}"
        super().__init__(f"{text}: {output.strip()}" if output.strip() else text)
        self.command = command
        self.status = status
