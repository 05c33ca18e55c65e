"""Pulumi's own installer, through the Automation API."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from local_azure.engine.errors import InstallerFailedError, InstallerUnreachableError

if TYPE_CHECKING:
    from pathlib import Path

    from semver import VersionInfo

INSTALLER_URL = "https://get.pulumi.com/install.sh"
"""What `pulumi.automation.PulumiCommand.install` downloads (pulumi/automation/_cmd.py)."""

_REACHABLE_WITHIN_SECONDS = 10
_INSTALLED_WITHIN_SECONDS = 600

_INSTALL = """
import sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


def install_official(target: Path, version: VersionInfo, url: str = INSTALLER_URL) -> None:
    """Install `version` with all its language hosts into the folder `target`.

    Raises:
        InstallerUnreachableError: the installer's host gave no answer within 10 seconds. The Automation API itself
            would wait without a limit.
        InstallerFailedError: the installer ran and failed.
    """
    _require_reachable(url)
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-c", _INSTALL, str(target), str(version)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_INSTALLED_WITHIN_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InstallerFailedError(f"not done after {_INSTALLED_WITHIN_SECONDS} seconds") from error
    if done.returncode:
        shutil.rmtree(target, ignore_errors=True)
        raise InstallerFailedError(done.stderr.strip())


def _require_reachable(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=_REACHABLE_WITHIN_SECONDS):  # noqa: S310 # a fixed https address
            pass
    except (urllib.error.URLError, OSError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise InstallerUnreachableError(url, str(reason)) from error
