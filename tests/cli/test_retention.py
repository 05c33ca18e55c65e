"""Which versions are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import ImageVersion
from managed_image_to_gallery.azure.resource_ids import version_id
from managed_image_to_gallery.cli.retention import Retention, decisions
from tests.azure.bodies import version_body

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OLD = "2020-01-01T00:00:00+00:00"
ONE = Retention(1, None, NOW)


def version(number: str, **changes: object) -> ImageVersion:
    made = wire.image_version(version_body())
    made = replace(made, id=version_id(made.id.parent, number), published_date=OLD, end_of_life_date=None)
    return replace(made, exclude_from_latest=False, **changes)  # pyright: ignore[reportArgumentType] - fields by name


def kept(*versions: ImageVersion, used: frozenset[str] = frozenset(), retention: Retention = ONE) -> list[str]:
    return [one.version.id.name for one in decisions(versions, used, {}, retention) if one.is_kept]


def test_the_newest_by_number_are_kept() -> None:
    versions = [version(number) for number in ("1.0.9", "1.0.10", "1.0.8")]
    assert kept(*versions) == ["1.0.10"]
    assert kept(*versions, retention=replace(ONE, count=2)) == ["1.0.10", "1.0.9"]


def test_the_latest_is_kept_though_newer_ones_are_left_out_of_latest() -> None:
    assert kept(version("1.0.0"), replace(version("2.0.0"), exclude_from_latest=True)) == ["2.0.0", "1.0.0"]


def test_what_is_used_is_kept() -> None:
    old = version("1.0.0")
    assert kept(old, version("2.0.0"), used=frozenset([old.id.key])) == ["2.0.0", "1.0.0"]


@pytest.mark.parametrize(
    ("published", "is_kept"), [("2026-11-01T00:00:00Z", True), (OLD, False), (None, True), ("unreadable", True)]
)
def test_what_is_young_or_of_unknown_age_is_kept(published: str | None, is_kept: bool) -> None:
    retention = Retention(1, timedelta(days=30), NOW)
    assert (
        "1.0.0" in kept(version("1.0.0", published_date=published), version("2.0.0"), retention=retention)
    ) is is_kept


@pytest.mark.parametrize(("end", "is_kept"), [("2030-12-31T00:00:00Z", True), (OLD, False), (None, False)])
def test_what_is_not_at_its_end_of_life_is_kept(end: str | None, is_kept: bool) -> None:
    assert ("1.0.0" in kept(version("1.0.0", end_of_life_date=end), version("2.0.0"))) is is_kept


def test_an_only_copy_is_kept_and_says_of_what() -> None:
    old = version("1.0.0")
    (_, decision) = decisions([old, version("2.0.0")], frozenset(), {old.id.key: "it is the only copy of X"}, ONE)
    assert decision.version is old
    assert decision.reasons == ("it is the only copy of X",)
