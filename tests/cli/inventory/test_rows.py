from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
from managed_image_to_gallery.cli.inventory.estate import Estate
from managed_image_to_gallery.cli.inventory.rows import (
    age_days,
    image_rows,
    image_summary,
    version_for_people,
    version_summary,
)
from managed_image_to_gallery.gate.standing import Copy, Standing
from tests.azure import bodies

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.output.table import Value

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("created", "days"),
    [("2026-03-01T12:00:00.1234567Z", 2), ("2026-03-01T12:00:01Z", 1), (None, None), ("yesterday", None)],
)
def test_the_age_is_counted_in_whole_days(created: str | None, days: int | None) -> None:
    assert age_days(created, NOW) == days


def test_the_rows_are_told_in_numbers() -> None:
    rows: list[dict[str, Value]] = [
        {"eligible": True, "users": ["vm"], "inGallery": "Shallow"},
        {"eligible": False, "users": ["vm", "set"], "inGallery": None},
        {"eligible": True, "users": [], "inGallery": "complete"},
    ]
    told = "3 images: 2 eligible, 2 in use, 2 with a version (1 complete, 1 Shallow)."
    assert image_summary(rows) == told
    assert image_summary(rows[:1]) == "1 image: 1 eligible, 1 in use, 1 with a version (1 Shallow)."
    assert image_summary([]) == "0 images: 0 eligible, 0 in use, 0 with a version."


def test_who_only_names_an_image_does_not_use_it() -> None:
    image = wire.managed_image(bodies.image_body())
    machine = ImageReference("/machine", "virtual machine", "westeurope")
    policy = ImageReference("/assignment", "policy assignment", "", names_only=True)
    estate = Estate([image], [], [], ReferenceIndex({image.id.key: [machine, policy]}))

    (row,) = image_rows(estate, [image])

    assert row["userIds"] == ["/machine"]


def _version(name: str, state: str = "Succeeded") -> dict[str, Value]:
    return {"version": name, "state": state, "publishedDate": "2026-11-27T22:35:09.247627+01:00"}


def test_versions_are_told_in_numbers() -> None:
    rows = [_version("g/web/1.0.0"), _version("g/WEB/1.0.1", "Failed"), _version("g/db/1.0.0")]
    assert version_summary(rows) == "3 image versions of 2 image definitions, 1 failed."
    assert version_summary(rows[:1]) == "1 image version of 1 image definition."


@pytest.mark.parametrize(("written", "shown"), [(None, None), ("soon", "soon")])
def test_the_date_of_a_version_is_short(written: str | None, shown: str | None) -> None:
    assert version_for_people(_version("g/web/1.0.0"))["publishedDate"] == "2026-11-27 21:35"
    assert version_for_people({**_version("g/web/1.0.0"), "publishedDate": written})["publishedDate"] == shown


def test_an_image_is_told_by_the_best_of_its_copies() -> None:
    image = wire.managed_image(bodies.image_body())
    version = wire.image_version(bodies.version_body())
    copies = [Copy(version, Standing.SHALLOW, "replicationMode Shallow"), Copy(version, Standing.COMPLETE, "")]
    estate = Estate([image], [], [version], ReferenceIndex(), copies={image.id.key: copies})

    rows = image_rows(estate, [image])

    name = "myGallery/myImageDefinition/1.0.0"
    assert rows[0]["inGallery"] == "complete"
    assert rows[0]["copies"] == [f"{name}: Shallow (replicationMode Shallow)", f"{name}: complete"]
    assert image_summary(rows) == "1 image: 1 eligible, 0 in use, 1 with a version (1 complete)."
