"""One line of the doctor's, and how a question that fails becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AzureFactsError, ReadFailed
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well (None: not known), what was found, and what to do where it is not."""

    subject: str
    well: bool | None
    found: str
    remedy: str = ""


def looked_at(subject: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a look finds; where the look itself fails, one finding that says so, and the doctor goes on."""
    try:
        return list(look())
    except CommandFailed as error:
        return [Finding(subject, well=False, found=error.reason, remedy=error.remedy)]
    except ReadFailed as failure:
        return [Finding(subject, well=False, found=failure.finding, remedy=failure.remedy)]
    except AzureFactsError as failure:
        return [Finding(subject, well=False, found=str(failure), remedy="Correct the setting.")]
    except Exception as error:  # noqa: BLE001 - a doctor that stops at one question answers none of the others
        found = f"could not be looked at: {type(error).__name__}: {error}"
        return [Finding(subject, well=None, found=found, remedy="Look at the other lines first, then run it again.")]


def without_account(url: str) -> str:
    """An address that may be shown: what stands before an @ is an account with its password."""
    before, at, address = url.rpartition("@")
    scheme, marked, _ = before.partition("//")
    return f"{scheme if marked else ''}{marked}…@{address}" if at else url
