"""Dates that stand in a config without quotes.

YAML reads them as dates, and the engine hands them to the program as the texts that Go makes of a time
(`2027-01-31 00:00:00 +0000 UTC`). As a tag such a text would reach Azure, where nobody has written it. Pure.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.structure import YAML_READS

if TYPE_CHECKING:
    from collections.abc import Iterator

_GO_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? ([+-]\d\d)(\d\d) \S+")
"""`time.Time.String` of Go: date, time, offset, name of the zone (pkg.go.dev/time)."""


def is_yaml_date(text: str) -> bool:
    """Whether the engine has made the text of a date."""
    return _GO_TIME.fullmatch(text) is not None


def date_faults(value: object, path: str = "") -> Iterator[Fault]:
    """A fault for each such text in a raw config; `path` is where it stands."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from date_faults(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(cast("list[object]", value)):
            yield from date_faults(inner, f"{path}[{index}]")
    elif isinstance(value, str) and (match := _GO_TIME.fullmatch(value)):
        rule = f"{YAML_READS} a date, of which the engine makes another text"
        yield Fault(path, value, rule, f'Write it in quotes: "{_written(match)}".')


def _written(match: re.Match[str]) -> str:
    """The date as RFC 3339 has it, without a time where it is midnight UTC."""
    day, time, fraction, hours, minutes = match.groups(default="")
    if (time, fraction, hours, minutes) == ("00:00:00", "", "+00", "00"):
        return day
    return datetime.fromisoformat(f"{day}T{time}{fraction[:7]}{hours}:{minutes}").isoformat()
