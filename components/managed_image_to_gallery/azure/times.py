"""Azure's times: RFC 3339 with up to seven digits of a second's fraction, `Z` or an offset."""

from __future__ import annotations

from datetime import UTC, datetime


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
