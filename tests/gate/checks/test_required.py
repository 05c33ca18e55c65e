"""Versions that others still have to get from the image keep it, whether they have been begun or not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import AccessDenied
from managed_image_to_gallery.azure.resource_ids import version_id
from managed_image_to_gallery.gate.gate import run_gate
from managed_image_to_gallery.gate.verdicts import Outcome
from tests.azure import bodies
from tests.azure.bodies import DEFINITION, IMAGE, OTHER_SUBSCRIPTION, changed
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.verdicts import GateResult

PRODUCTION = version_id(replace(DEFINITION, subscription_id=OTHER_SUBSCRIPTION), "2.0.0")


def production_body() -> JsonObject:
    return changed(bodies.version_body(), str(PRODUCTION).upper(), "id")


@dataclass
class RequiringReader(ToldReader):
    """The own version is proven; the one of production is as told."""

    production: ImageVersion | ReadFailed | None = field(default_factory=lambda: wire.image_version(production_body()))

    async def version(self, version: ResourceId) -> ImageVersion | None:
        if version.key != PRODUCTION.key:
            return await super().version(version)
        if isinstance(self.production, Exception):
            raise self.production
        return self.production


def judged(reader: RequiringReader) -> GateResult:
    return asyncio.run(run_gate(reader, replace(bodies.subject(), required_versions=(PRODUCTION,))))


def test_a_complete_version_of_others_lets_the_image_go_and_is_kept_in_the_evidence() -> None:
    result = judged(RequiringReader())

    assert result.passed
    assert "required-versions: all 1 are complete" in result.text()
    (seen,) = result.observations["requiredVersions"]  # type: ignore[misc, union-attr]
    assert seen["id"].lower() == PRODUCTION.key  # type: ignore[index, union-attr, call-overload]


def with_value(value: object, *path: str) -> RequiringReader:
    return RequiringReader(production=wire.image_version(changed(production_body(), value, *path)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reader", "found"),
    [
        (RequiringReader(production=None), "does not exist"),
        (with_value(f"{IMAGE}2", "properties", "storageProfile", "source", "id"), "is made from"),
        (with_value("Creating", "properties", "provisioningState"), "provisioningState Creating"),
        (with_value("Shallow", "properties", "publishingProfile", "replicationMode"), "copies nothing"),
        (with_value(None, "properties", "replicationStatus"), "no replication status"),
        (with_value("2018-01-01T00:00:00Z", "properties", "publishingProfile", "publishedDate"), "not known to be of"),
    ],
)
def test_one_that_is_no_complete_copy_keeps_the_image(reader: RequiringReader, found: str) -> None:
    (refusal,) = judged(reader).refusals

    assert (refusal.check, refusal.outcome) == ("required-versions", Outcome.FAILED)
    assert str(PRODUCTION) in refusal.found
    assert found in refusal.found


def test_one_that_may_not_be_read_keeps_the_image() -> None:
    (refusal,) = judged(RequiringReader(production=AccessDenied("version", status=403, message="no"))).refusals

    assert (refusal.check, refusal.outcome) == ("required-versions", Outcome.UNANSWERED)
