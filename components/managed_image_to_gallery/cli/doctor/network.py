"""The way to Azure: trusted certificates, Resource Manager itself, and its clock beside ours."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import SettingsInvalid
from managed_image_to_gallery.azure.greeting import greet
from managed_image_to_gallery.azure.transport import TRUST_VARIABLES, trust
from managed_image_to_gallery.cli.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.settings import AzureSettings

MOST_SKEW = timedelta(minutes=1)
"""Beyond it the times in evidence and the days of `notUsedForDays` mislead; beyond five, tokens are refused."""

_OF_GO = "SSL_CERT_FILE"
"""What the engine and its provider read, which are written in Go, on Linux; elsewhere they ask the system."""

_SETS_CLOCK = {
    "linux": "`sudo timedatectl set-ntp true`",
    "darwin": "`sudo sntp -sS time.apple.com`",
    "win32": "`w32tm /resync`",
}


def certificates(environment: Mapping[str, str], system: str = sys.platform) -> Finding:
    """Whether what is named as trusted certificates can be used, and by all who go that way."""
    subject = "trusted certificates"
    named = {variable: environment[variable] for variable in TRUST_VARIABLES if environment.get(variable)}
    for variable, bundle in named.items():
        try:
            trust({variable: bundle})
        except SettingsInvalid as error:
            remedy = f"Name a file with certificates in PEM form, or `unset {variable}`."
            return Finding(subject, well=False, found=str(error), remedy=remedy)
    if not named:
        return Finding(subject, well=True, found="the system's")
    found = ", ".join(f"{variable} {bundle}" for variable, bundle in named.items())
    if system == "linux" and _OF_GO not in named:
        remedy = f"The engine and its provider read {_OF_GO}: `export {_OF_GO}={next(iter(named.values()))}`."
        return Finding(subject, well=None, found=f"{found}, {_OF_GO} is not set", remedy=remedy)
    return Finding(subject, well=True, found=found)


def reached(settings: AzureSettings) -> list[Finding]:
    """Whether Resource Manager answers, and how the clock here stands to its own.

    Raises SettingsInvalid and ReadFailed.
    """
    greeting = asyncio.run(greet(settings))
    return [Finding("Resource Manager", well=True, found=f"{greeting.endpoint} answers"), clock(greeting.ahead)]


def clock(ahead: timedelta | None, system: str = sys.platform) -> Finding:
    """How the clock here stands to Azure's: by how much it is ahead (None: Azure told no time)."""
    if ahead is None:
        return Finding("clock", well=None, found="Azure told no time")
    seconds = round(abs(ahead).total_seconds())
    found = f"{seconds:,} s {'ahead of' if ahead > timedelta(0) else 'behind'} Azure's" if seconds else "as Azure's"
    if abs(ahead) <= MOST_SKEW:
        return Finding("clock", well=True, found=found)
    remedy = f"Set it: {_SETS_CLOCK.get(system, 'by a time server')}. Sign-in and the times in evidence go by it."
    return Finding("clock", well=False, found=found, remedy=remedy)
