"""The stack files of the documented environments: `dev` stands beside the program, the others among the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.product import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def stack_files() -> dict[str, Path]:
    """The files by the stack's name, sorted by it."""
    files = [*ROOT.glob("Pulumi.*.yaml"), *(ROOT / "examples" / "environments").glob("Pulumi.*.yaml")]
    return {file.name.split(".")[1]: file for file in sorted(files, key=lambda one: one.name)}
