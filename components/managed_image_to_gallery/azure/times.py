"""Azure's times: RFC 3339 with up to seven digits of a second's fraction, `Z` or an offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FRACTION = re.compile(r"(\.\d{6})\d+")


def moment(text: str) -> datetime:
    """The moment that a time in an answer means. Raises ValueError for what is no time.

    Python before 3.11 reads neither `Z` nor seven digits.
    """
    found = datetime.fromisoformat(_FRACTION.sub(r"\1", text).replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_or_none(text: str | None) -> datetime | None:
    """The moment that a time in an answer means; None where there is none, or none that can be read."""
    try:
        return moment(text) if text else None
    except ValueError:
        return None
