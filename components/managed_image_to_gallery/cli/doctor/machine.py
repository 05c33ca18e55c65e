"""The machine: Python, Pulumi's SDK, the engine, the provider plugin. Each with the version that is there."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.component.minimum_engine import (
    IGNORES_PROTECT,
    MINIMUM_ENGINE,
    MINIMUM_ENGINE_TEXT,
    TRIED_MAJOR,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROVIDER = "azure-native"
_INSTALL = "Install Pulumi: https://www.pulumi.com/docs/install/"


def findings(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """What is installed here."""
    return [_python(), _sdk(), _engine(), _provider(environment)]


def _python() -> Finding:
    well = sys.version_info >= (3, 11)
    return Finding("Python", well, platform.python_version(), "" if well else "Install Python 3.11 or newer.")


def _sdk() -> Finding:
    """The packages that a resolver has chosen; that they fit is known by whoever installed them."""
    found = ", ".join(f"{name} {_installed(name) or 'not installed'}" for name in ("pulumi", "pulumi-azure-native"))
    well = "not installed" not in found
    remedy = (
        "" if well else "Install this package again with what it needs: `pip install managed-image-to-gallery[cli]`."
    )
    return Finding("Pulumi SDK", well, found, remedy)


def _engine() -> Finding:
    subject, said = "Pulumi engine", printed("version")
    version = version_in(said or "")
    if said is None or version is None:
        return Finding(subject, well=False, found=said or "no `pulumi` on PATH", remedy=_INSTALL)
    if version < MINIMUM_ENGINE:
        return Finding(subject, well=False, found=said, remedy=f"{MINIMUM_ENGINE_TEXT} or newer is needed. {_INSTALL}")
    if version < IGNORES_PROTECT:
        remedy = (
            f"A destroy of the stack takes {_numbered(IGNORES_PROTECT)} or newer, for its `--ignore-protect`; evidence "
            "that an old one renews may be refused (docs/limits.md)."
        )
        return Finding(subject, well=True, found=said, remedy=remedy)
    if version[0] > TRIED_MAJOR:
        found = f"{said}, newer than any that this program was tried with"
        remedy = f"Install Pulumi {TRIED_MAJOR}, or try a whole migration of an image that nobody needs first."
        return Finding(subject, well=None, found=found, remedy=remedy)
    return Finding(subject, well=True, found=said)


def _provider(environment: Mapping[str, str]) -> Finding:
    subject, wanted = f"{PROVIDER} provider", _installed(f"pulumi-{PROVIDER}")
    attached = environment.get("PULUMI_DEBUG_PROVIDERS", "")
    if PROVIDER in attached:
        return Finding(subject, well=True, found=f"attached ({attached}): the stand-in of local Azure, or a debugger")
    there = _versions_of_plugin(printed("plugin", "ls", "--json") or "")
    if wanted in there:
        return Finding(subject, well=True, found=f"installed ({wanted})")
    found = f"{wanted or 'its version'} is not installed" + (f", {', '.join(there)} is" if there else "")
    fetch = " ".join(("pulumi plugin install resource", PROVIDER, wanted or "")).rstrip()
    remedy = f"The first `pulumi preview` fetches it; to have it before, `{fetch}`."
    return Finding(subject, well=None, found=found, remedy=remedy)


def _versions_of_plugin(listed: str) -> list[str]:
    """The versions of the provider in the JSON of `pulumi plugin ls`; none where that is something else."""
    try:
        plugins = cast("object", json.loads(listed))
    except ValueError:
        return []
    known = [cast("dict[str, object]", one) for one in cast("list[object]", plugins) if isinstance(one, dict)]
    return [str(one.get("version")) for one in known if one.get("name") == PROVIDER]


def version_in(text: str) -> tuple[int, int, int] | None:
    """The numbers of `v3.259.0` or `3.259.0-dev`; None for what is no version."""
    parts = text.strip().removeprefix("v").partition("-")[0].partition("+")[0].split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def _numbered(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))


def printed(*words: str, folder: Path | None = None, seconds: float = 30) -> str | None:
    """What a `pulumi` command prints; None where there is none, it fails, or it has not ended after so many seconds."""
    program = shutil.which("pulumi")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _installed(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None
