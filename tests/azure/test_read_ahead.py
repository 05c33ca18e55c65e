"""Many resources are read by the list they are in; what it does not have is read by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.moment_reader import FEW
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from tests.azure import bodies
from tests.azure.arm_server import Answer, ArmServer, Said
from tests.azure.bodies import IMAGE, NOT_FOUND, VERSION, changed, error_body, page
from tests.azure.reading import run

if TYPE_CHECKING:
    import trustme

pytestmark = pytest.mark.usefixtures("trusted")


GROUP_IMAGES = str(IMAGE).rsplit("/", 1)[0]


@pytest.mark.parametrize(("wanted", "alone"), [(FEW, FEW), (FEW + 1, 0)])
def test_many_resources_of_a_list_are_read_by_it(authority: trustme.CA, wanted: int, alone: int) -> None:
    images = [replace(IMAGE, names=(f"Image{number}",)) for number in range(wanted)]
    of = {one: changed(bodies.image_body(), str(one).lower(), "id") for one in images}
    answers: dict[str, list[Answer]] = {str(one): [Said(body)] for one, body in of.items()}

    async def scenario(reader: AzureReader, server: ArmServer) -> list[str]:
        await reader.read_ahead(images)
        read = [await reader.image(one) for one in images]
        assert [one and one.id.key for one in read] == [one.key for one in images]
        return [request for request in server.requests if "/images/" in request]

    said: dict[str, list[Answer]] = {**answers, GROUP_IMAGES: [Said(page(*of.values()))]}
    assert len(run(authority, said, scenario)) == alone


def test_versions_are_read_by_the_list_of_their_definition_however_they_are_spelled(authority: trustme.CA) -> None:
    """Without their replication status, which no list has."""
    versions = [replace(VERSION, names=(*VERSION.names[:2], f"1.0.{number}")) for number in range(FEW + 1)]
    spelled = [*versions[:2], *(parse_resource_id(str(one).upper()) for one in versions[2:])]
    listed = [
        changed(changed(bodies.version_body(), str(one), "id"), None, "properties", "replicationStatus")
        for one in versions
    ]

    async def scenario(reader: AzureReader, server: ArmServer) -> list[str]:
        await reader.read_ahead(spelled)
        read = [await reader.version(one) for one in versions]
        assert [one and (one.id, one.replication) for one in read] == [(one, None) for one in versions]
        return [request for request in server.requests if "/versions" in request]

    said: dict[str, list[Answer]] = {str(VERSION).rsplit("/", 1)[0]: [Said(page(*listed))]}
    assert len(run(authority, said, scenario)) == 1


@pytest.mark.parametrize(
    "answer", [Said(page()), Said(error_body("AuthorizationFailed", "no"), 403), Said(NOT_FOUND, 404)]
)
def test_what_a_list_does_not_have_is_read_by_itself(authority: trustme.CA, answer: Answer) -> None:
    images = [replace(IMAGE, names=(f"image{number}",)) for number in range(FEW + 1)]
    of: dict[str, list[Answer]] = {str(one): [Said(changed(bodies.image_body(), str(one), "id"))] for one in images}

    async def scenario(reader: AzureReader, _: ArmServer) -> list[object]:
        await reader.read_ahead(images)
        return [await reader.image(one) for one in images]

    assert None not in run(authority, {**of, GROUP_IMAGES: [answer]}, scenario)
