"""The machine: Python, the engine, the provider plugin."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.component.minimum_engine import MINIMUM_ENGINE, MINIMUM_ENGINE_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

PROVIDER = "azure-native"
_INSTALL = "Install Pulumi: https://www.pulumi.com/docs/install/"


def findings(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """What is installed here."""
    return [_python(), _engine(), _provider(environment)]


def _python() -> Finding:
    well = sys.version_info >= (3, 11)
    return Finding("Python", well, platform.python_version(), "" if well else "Install Python 3.11 or newer.")


def _engine() -> Finding:
    printed = _printed("version")
    version = version_in(printed or "")
    if printed is None or version is None:
        return Finding("Pulumi engine", well=False, found=printed or "no `pulumi` on PATH", remedy=_INSTALL)
    well = version >= MINIMUM_ENGINE
    return Finding(
        "Pulumi engine", well, printed, "" if well else f"{MINIMUM_ENGINE_TEXT} or newer is needed. {_INSTALL}"
    )


def _provider(environment: Mapping[str, str]) -> Finding:
    subject = f"{PROVIDER} provider"
    attached = environment.get("PULUMI_DEBUG_PROVIDERS", "")
    if PROVIDER in attached:
        return Finding(subject, well=True, found=f"attached ({attached}): the stand-in of local Azure, or a debugger")
    listed = _printed("plugin", "ls") or ""
    if any(line.split()[:1] == [PROVIDER] for line in listed.splitlines()):
        return Finding(subject, well=True, found="installed")
    remedy = "The first `pulumi preview` fetches it; without a network: `pulumi plugin install resource azure-native`."
    return Finding(subject, well=None, found="not installed", remedy=remedy)


def version_in(text: str) -> tuple[int, int, int] | None:
    """The numbers of `v3.259.0` or `3.259.0-dev`; None for what is no version."""
    parts = text.strip().removeprefix("v").partition("-")[0].partition("+")[0].split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def _printed(*words: str) -> str | None:
    """What a `pulumi` command prints; None where there is none, or it fails."""
    program = shutil.which("pulumi")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *words], capture_output=True, encoding="utf-8", errors="replace", timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
