from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.gate.standing import Copy, Standing, copy_of
from tests.azure import bodies

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json

NOW = datetime(2026, 3, 3, tzinfo=UTC)
LATER = "2022-01-01T00:00:00Z"


def copy(
    *changes: tuple[Json, tuple[str, ...]], created: str | None = bodies.IMAGE_CREATED, definition: bool = True
) -> Copy:
    body = bodies.version_body()
    for value, path in changes:
        body = bodies.changed(body, value, *path)
    described = wire.image_definition(bodies.definition_body()) if definition else None
    return copy_of(wire.managed_image(bodies.image_body()), wire.image_version(body), described, created, NOW)


def at(value: Json, *path: str) -> tuple[Json, tuple[str, ...]]:
    return value, ("properties", *path)


SHALLOW = at("Shallow", "publishingProfile", "replicationMode")
FAILED = at("Failed", "provisioningState")


def test_a_copy_that_is_complete_in_every_region_it_has() -> None:
    found = copy()
    assert (found.standing, found.why, found.name) == (Standing.COMPLETE, "", "myGallery/myImageDefinition/1.0.0")


@pytest.mark.parametrize(
    ("found", "standing", "why"),
    [
        (copy(at(None, "replicationStatus")), Standing.INCOMPLETE, "no replication status in Azure's answer"),
        (copy(at("Updating", "provisioningState")), Standing.INCOMPLETE, "provisioningState Updating"),
        (copy(at("InProgress", "replicationStatus", "aggregatedState")), Standing.INCOMPLETE, "InProgress as a whole"),
        (copy(at(29, "storageProfile", "osDiskImage", "sizeInGB")), Standing.INCOMPLETE, "OS disk has 29 GB"),
        (copy(at("2026-03-02T00:00:00Z", "publishingProfile", "endOfLifeDate")), Standing.INCOMPLETE, "has passed"),
        (copy(definition=False), Standing.INCOMPLETE, "it does not exist"),
        (copy(created=None), Standing.INCOMPLETE, "the image made at no known time"),
        (copy(created=LATER), Standing.OLDER, f"the image made {LATER}"),
        (copy(SHALLOW), Standing.SHALLOW, "replicationMode Shallow"),
        (copy(FAILED), Standing.FAILED, "provisioningState Failed"),
        (copy(SHALLOW, FAILED, created=LATER), Standing.OLDER, "provisioningState Failed"),
    ],
)
def test_what_is_no_complete_copy_says_why(found: Copy, standing: Standing, why: str) -> None:
    assert found.standing is standing
    assert why in found.why
