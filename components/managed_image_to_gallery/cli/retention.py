"""Which versions of a definition are out of use. Pure.

Every rule keeps; a version is out of use only when no rule keeps it. The only copy of a source is kept, whoever made
it (`gate/only_copies.py`). A version that this stack made is never proposed for deletion: it is taken out of `latest`
and given an end of life.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.names import number_in_azure
from managed_image_to_gallery.azure.times import moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from managed_image_to_gallery.azure.models import ImageVersion


_NO_NUMBER = (-1, -1, -1)
"""Before every number."""


@dataclass(frozen=True)
class Retention:
    """What is kept: the newest `count`, what is younger than `younger_than`, the latest always."""

    count: int
    younger_than: timedelta | None
    now: datetime


@dataclass(frozen=True)
class Decision:
    """A version, and why it is kept; no reason means that it is out of use."""

    version: ImageVersion
    reasons: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Whether any rule keeps it."""
        return bool(self.reasons)


def decisions(
    versions: Sequence[ImageVersion], used: frozenset[str], only_copies: Mapping[str, str], retention: Retention
) -> list[Decision]:
    """A decision for every version of one definition, newest first.

    used: the folded ids of versions that something names. only_copies: by folded id, why a version's source cannot take
    its place; a version that is not among them has its source.
    """
    ordered = sorted(versions, key=lambda version: number_in_azure(version.id.name) or _NO_NUMBER, reverse=True)
    latest = next((one for one in ordered if not one.exclude_from_latest), None)
    return [
        Decision(
            version,
            (
                *_reasons(version, place, version is latest, version.id.key in used, retention),
                *([only_copies[version.id.key]] if version.id.key in only_copies else []),
            ),
        )
        for place, version in enumerate(ordered, start=1)
    ]


def _reasons(
    version: ImageVersion,
    place: int,
    is_latest: bool,
    is_used: bool,
    retention: Retention,
) -> list[str]:
    found: list[str] = []
    if is_latest:
        found.append("it is the latest")
    if place <= retention.count:
        found.append(f"among the newest {retention.count}")
    if is_used:
        found.append("something uses it")
    found += _of_dates(version, retention)
    return found


def _of_dates(version: ImageVersion, retention: Retention) -> list[str]:
    """A date that is missing or unreadable keeps: what is not known is not out of use."""
    found: list[str] = []
    if retention.younger_than is not None:
        age = _age(version.published_date, retention.now)
        if age is None or age < retention.younger_than:
            found.append("its age is not known" if age is None else f"younger than {retention.younger_than.days} days")
    if version.end_of_life_date is not None:
        beyond = _age(version.end_of_life_date, retention.now)
        if beyond is None or beyond.total_seconds() < 0:
            found.append(f"its end of life is {version.end_of_life_date[:10]}")
    return found


def _age(date: str | None, now: datetime) -> timedelta | None:
    try:
        return now - moment(date) if date else None
    except ValueError:
        return None
