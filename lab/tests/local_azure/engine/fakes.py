"""Commands that look like an engine or like Go, and do little."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def script(path: Path, body: str) -> Path:
    """An executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def engine(folder: Path, version: str, *, with_python_host: bool = True) -> Path:
    """A `pulumi` that reports `version`."""
    if with_python_host:
        script(folder / "pulumi-language-python", "")
    return script(folder / "pulumi", f"echo {version}")


def built(folder: Path) -> Path:
    """The result of a build."""
    engine(folder, "v0.0.0", with_python_host=False)
    for name in ("pulumi-language-python-exec", "pulumi-resource-pulumi-python"):
        script(folder / name, "")
    return folder


GO = """
case "$1 $2" in
  "env GOVERSION") echo go9.9.9 ;;
  "list -deps") echo "go: downloading example.com/a v1.0.0" >&2; echo example.com/a; echo example.com/b ;;
  "list -m") echo "{sdk}" ;;
  build*)
    echo run >> "{log}"
    if [ -e "{fails}" ]; then echo "b.go:1: syntax error" >&2; exit 2; fi
    while [ $# -gt 1 ]; do if [ "$1" = -o ]; then echo binary > "$2"; fi; shift; done ;;
esac
"""


def go(folder: Path) -> Path:
    """A `go` that notes each build in `folder/builds` and fails while `folder/fails` exists."""
    sdk = folder / "sdk"
    for part in ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python"):
        script(sdk / part, "")
    return script(folder / "bin" / "go", GO.format(sdk=sdk, log=folder / "builds", fails=folder / "fails"))
