"""The folder a built engine runs from: the engine with the stand-in Python language host beside it.

The engine looks for the Python language host beside its own executable (workspace/plugins.go, IsPluginBundled). One
found there is used silently; one on PATH gives a warning in every run and would win over an official one. The build is
shared by all checkouts, the language host belongs to one Python environment: so each environment has a folder of its
own with a hard link to the shared engine.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from local_azure.language_host.executor import EXECUTOR_VARIABLE

_SHARED_FILES = ("pulumi", "pulumi-language-python-exec", "pulumi-resource-pulumi-python")


def assemble_home(built: Path, environment: Path | None = None, python: str = sys.executable) -> Path:
    """Make, or bring up to date, the folder for `python`; returns it. `built` holds the files of `build.build_engine`.

    `environment` is the Python environment's folder, by default the running one's. Safe to do twice at once.
    """
    home = (environment or Path(sys.prefix)) / "pulumi" / "bin"
    home.mkdir(parents=True, exist_ok=True)
    for name in _SHARED_FILES:
        _link(built / name, home / name)
    _write_launcher(home / "pulumi-language-python", launcher_text(python, home))
    return home


def launcher_text(python: str, home: Path) -> str:
    """The script that starts the language host in `python`, whatever folder and environment the engine starts it in."""
    start = "from local_azure.language_host.__main__ import main; main()"
    return (
        "#!/bin/sh\n"
        "# The stand-in Python language host of local Azure.\n"
        f"export {EXECUTOR_VARIABLE}={shlex.quote(str(home / 'pulumi-language-python-exec'))}\n"
        f'exec {shlex.quote(python)} -I -c {shlex.quote(start)} "$@"\n'
    )


def _link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`; a copy where they are on different file systems."""
    if target.exists() and (target.samefile(source) or _same_content(source, target)):
        return
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    try:
        partial.hardlink_to(source)
    except OSError:
        shutil.copy2(source, partial)
    partial.replace(target)


def _same_content(source: Path, target: Path) -> bool:
    """By size and time, which copy2 keeps."""
    one, other = source.stat(), target.stat()
    return (one.st_size, int(one.st_mtime)) == (other.st_size, int(other.st_mtime))


def _write_launcher(path: Path, text: str) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.chmod(0o755)
    partial.replace(path)
