"""The build of the engine from its Go modules."""

from __future__ import annotations

import collections
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.engine.errors import BuildFailedError, IncompleteModuleError
from local_azure.engine.go_toolchain import TOOLS_MODULE
from local_azure.engine.pins import ENGINE_PACKAGE, PINNED_VERSION, SDK_MODULE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from local_azure.engine.progress import ProgressReporter

# The parts of an official installation that are Python's and come with the SDK's Go module.
_PYTHON_PARTS = ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python")
_LINES_OF_A_FAILURE = 40


def build_engine(go: Path, target: Path, environ: Mapping[str, str], reporter: ProgressReporter) -> None:
    """Build `pulumi` and put it, with the SDK's Python parts, into the new folder `target`, all at once at the end.

    The caller holds the lock for `target`. What an interrupted build compiled is in Go's cache, so the next continues.

    Raises:
        BuildFailedError: a Go command failed.
        IncompleteModuleError: the SDK's module lacks a file.
    """
    work = target.with_name(f"{target.name}.partial")
    shutil.rmtree(work, ignore_errors=True)
    module, result = work / "module", work / "bin"
    module.mkdir(parents=True)
    result.mkdir()
    for name in ("go.mod", "go.sum", "tools.go"):
        (module / name).write_bytes((TOOLS_MODULE / name).read_bytes())
    commands = _GoCommands(go, module, environ)
    reporter.say("The Pulumi engine is built from its Go modules. This takes about four minutes, once.")
    with reporter.counting("Downloading the engine's Go modules", None) as downloaded:
        packages = commands.run(["list", "-deps", ENGINE_PACKAGE], downloaded)
    with reporter.counting(f"Building the Pulumi engine {PINNED_VERSION}", len(packages)) as compiled:
        commands.run(build_arguments(result / "pulumi"), compiled)
    _copy_python_parts(Path(commands.run(["list", "-m", "-f", "{{.Dir}}", SDK_MODULE])[0]), result)
    result.replace(target)
    shutil.rmtree(work)


def build_arguments(output: Path) -> list[str]:
    """Arguments of `go` for the build; the version is what the engine and the Automation API's check read."""
    version = f"-X {SDK_MODULE}/go/common/version.Version=v{PINNED_VERSION}"
    return ["build", "-v", "-trimpath", "-ldflags", f"-s -w {version}", "-o", str(output), ENGINE_PACKAGE]


class _GoCommands:
    """Go commands in the tools module, whose errors end the build."""

    def __init__(self, go: Path, module: Path, environ: Mapping[str, str]) -> None:
        self._go = go
        self._module = module
        self._environ = dict(environ)

    def run(self, arguments: list[str], on_message: Callable[[], None] = lambda: None) -> list[str]:
        """The lines of the command's output; `on_message` is called for each line it writes to stderr meanwhile.

        `go list` says there which module it downloads, `go build -v` which package it has compiled.
        """
        command = [str(self._go), *arguments]
        output = self._module / "output"
        with (
            output.open("w+", encoding="utf-8") as stdout,
            subprocess.Popen(
                command, cwd=self._module, env=self._environ, stdout=stdout, stderr=subprocess.PIPE, text=True
            ) as process,
        ):
            last = collections.deque(_each(process.stderr or (), on_message), maxlen=_LINES_OF_A_FAILURE)
        if process.returncode:
            raise BuildFailedError(command, process.returncode, "".join(last))
        return output.read_text(encoding="utf-8").splitlines()


def _each(lines: Iterator[str] | tuple[()], on_message: Callable[[], None]) -> Iterator[str]:
    for line in lines:
        on_message()
        yield line


def _copy_python_parts(sdk: Path, result: Path) -> None:
    for name in _PYTHON_PARTS:
        source, target = sdk / name, result / Path(name).name
        if not source.exists():
            raise IncompleteModuleError(source)
        shutil.copyfile(source, target)
        target.chmod(0o755)
