"""The forms of the records in the state: what this release reads, and what another one has left there. Pure.

A release that changes the form of a record gives it the next number. Records of an earlier form are read, or taken
again; one of a later form is never guessed at, because what it leaves out or says otherwise is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.settings import PROJECT

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import ReadOnlyJsonObject

EVIDENCE_FORM = 2
"""The form of evidence."""
ADOPTED_FORM = 1
"""The form of the record of the adopted image, which does not say it: a later one will."""


@cache
def this_release() -> str:
    """The version of this program, as its package says it."""
    return version(PROJECT)


@dataclass(frozen=True)
class OtherForm:
    """A record that is not of this release's form: `found` is what it says, `release` who wrote it, where known."""

    found: object
    known: int
    release: str | None

    @property
    def is_newer(self) -> bool:
        """Whether only a later release can read it."""
        return isinstance(self.found, int | float) and self.found > self.known

    @property
    def is_older(self) -> bool:
        """Whether an earlier release has written it."""
        return isinstance(self.found, int | float) and self.found < self.known

    @property
    def text(self) -> str:
        """What it is, for a sentence that begins with the record."""
        if self.is_newer:
            writer = f"release {self.release}" if self.release else "a later release"
            read = f"this is {this_release()}, which reads form {self.known}"
            return f"it is of form {self.found:g}, which {writer} wrote; {read}"
        if self.is_older:
            return f"it is of form {self.found:g}, which earlier releases wrote; form {self.known} is needed"
        return f"it says form {self.found!r}, not {self.known}"


def other_form(record: ReadOnlyJsonObject, known: int, unsaid: int | None = None) -> OtherForm | None:
    """The other form of a record; None for one of the form `known`. unsaid: the form of a record that says none."""
    found = record.get("form", unsaid)
    if found == known:
        return None
    release = record.get("release")
    return OtherForm(found, known, release if isinstance(release, str) else None)
