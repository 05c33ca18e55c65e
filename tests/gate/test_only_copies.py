"""A version is an only copy unless its source is proven to be there, and to be what it was made from."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import AccessDenied, ReadFailed
from managed_image_to_gallery.azure.resource_ids import ResourceId, version_id
from managed_image_to_gallery.gate.only_copies import only_copies
from tests.azure import bodies

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageVersion, ManagedImage

IMAGE = wire.managed_image(bodies.image_body())
VERSION = wire.image_version(bodies.version_body())
DENIED = AccessDenied("that", status=403, message="no")


class Sources:
    """A reader with one answer for all images; `asked` has one entry per question about an image."""

    def __init__(
        self, image: ManagedImage | ReadFailed | None = IMAGE, created: str | ReadFailed | None = bodies.IMAGE_CREATED
    ) -> None:
        self._image, self._created = image, created
        self.asked: list[str] = []

    async def image(self, image: ResourceId) -> ManagedImage | None:
        self.asked.append(image.key)
        if isinstance(self._image, ReadFailed):
            raise self._image
        return self._image

    async def image_created(self, image: ResourceId) -> str | None:
        if isinstance(self._created, ReadFailed):
            raise self._created
        return self._created


def reasons(version: ImageVersion, sources: Sources) -> list[str]:
    """Why the version is kept; nothing for one that has its source."""
    return list(asyncio.run(only_copies(sources, [version])).values())


def test_a_version_whose_source_was_there_before_it_is_no_only_copy() -> None:
    assert reasons(VERSION, Sources()) == []
    assert reasons(replace(VERSION, source_id=str(bodies.IMAGE).upper()), Sources()) == []


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        (Sources(image=None), f"the only copy of {VERSION.source_id}, which does not exist"),
        (Sources(image=replace(IMAGE, provisioning_state="Deleting")), "Deleting"),
        (Sources(image=DENIED), "whether that exists is not known (HTTP 403"),
        (Sources(created=DENIED), "not known (HTTP 403"),
        (Sources(created=None), "the image made at no known time"),
        (Sources(created="yesterday"), "is not known"),
        (Sources(created="2029-01-01T00:00:00Z"), "as it was: the image of today was made 2029"),
    ],
)
def test_what_is_gone_made_again_or_not_known_leaves_the_version_alone(sources: Sources, text: str) -> None:
    (reason,) = reasons(VERSION, sources)
    assert text in reason
    assert "only copy of /subscriptions/" in reason


def test_a_version_without_a_date_may_be_older_than_the_image() -> None:
    (reason,) = reasons(replace(VERSION, published_date=None), Sources())
    assert "published at no known time" in reason


@pytest.mark.parametrize("source", [None, "", "nothing", str(bodies.VERSION), f"{bodies.IMAGE}/x/y"])
def test_a_version_that_was_made_from_something_else_is_kept(source: str | None) -> None:
    sources = Sources()
    (reason,) = reasons(replace(VERSION, source_id=source), sources)
    assert "no managed image" in reason
    assert sources.asked == []


def test_each_image_is_asked_for_once() -> None:
    sources = Sources(image=None)
    others = [replace(VERSION, id=version_id(bodies.DEFINITION, f"2.0.{number}")) for number in range(3)]
    shouted = replace(VERSION, id=version_id(bodies.DEFINITION, "3.0.0"), source_id=str(bodies.IMAGE).upper())
    assert len(asyncio.run(only_copies(sources, [*others, shouted]))) == 4
    assert sources.asked == [bodies.IMAGE.key]
