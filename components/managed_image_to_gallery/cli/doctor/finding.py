"""One line of the doctor's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well (None: not known), what was found, and what to do where it is not."""

    subject: str
    well: bool | None
    found: str
    remedy: str = ""
