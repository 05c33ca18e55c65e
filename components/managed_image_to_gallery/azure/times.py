"""Azure's times and dates: what its answers mean, and how it spells a date that it was sent.

A time is RFC 3339 with up to seven digits of a second's fraction, `Z` or an offset.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment(text: str) -> datetime:
    """The moment that a time in an answer means. Raises ValueError for what is no time."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_or_none(text: str | None) -> datetime | None:
    """The moment that a time in an answer means; None where there is none, or none that can be read."""
    try:
        return moment(text) if text else None
    except ValueError:
        return None


class InvalidDate(ValueError):
    """The text is neither a date nor RFC 3339."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is neither a date such as 2030-12-31 nor RFC 3339 such as 2030-12-31T00:00:00Z")


def end_of_life(text: str) -> datetime:
    """The moment that a date (midnight UTC) or an RFC 3339 text means, in UTC. Raises InvalidDate."""
    try:
        if _DATE.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        moment = datetime.fromisoformat(text.upper())  # RFC 3339 allows a small z
        return moment.astimezone(UTC) if moment.tzinfo else _refuse(text)
    except (ValueError, OverflowError):
        raise InvalidDate(text) from None


def as_azure_answers(text: str) -> str:
    """`2030-12-31` → `2030-12-31T00:00:00+00:00`.

    Azure answers dates with `+00:00` whatever was sent (docs/reference/azure-galleries.md#version-fields); sending that
    spelling keeps what a refresh or an import reads equal to what the program says.
    """
    return end_of_life(text).isoformat(timespec="seconds")


def _refuse(text: str) -> datetime:
    raise InvalidDate(text)
