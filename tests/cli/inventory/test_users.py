"""Who uses which image: by one sweep for all, or by lists where it has not seen them all; both find the same."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.server_fixtures import server
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.inventory.estate import Estate, EstateReader, read_estate
from managed_image_to_gallery.cli.inventory.users import BY_LISTS, BY_SWEEP
from tests.engine import azure_says
from tests.engine.consumers import GROUP, KINDS, STANDING

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

__all__ = ["server"]

BY_LISTS_BEGINS = BY_LISTS.partition("{")[0]


@pytest.fixture
def azure(server: LocalAzure, monkeypatch: pytest.MonkeyPatch) -> LocalAzure:
    """An image for each kind that keeps one, and what keeps it."""
    server.reset()
    server.clear_faults()
    server.admin("POST", "delays", {"resourceGraph": 0})
    network = f"{server.group_id(GROUP)}/providers/Microsoft.Network/virtualNetworks/network"
    seed = yaml.safe_load(STANDING.replace("SUBNET", f"{network}/subnets/default"))
    seed["resourceGroups"][azure_says.GROUP] = {"location": "southcentralus"}
    seed["images"] = [
        {"resourceGroup": azure_says.GROUP, "name": kind.image, "hyperVGeneration": "V2"} for kind in KINDS
    ]
    server.seed(yaml.safe_dump(seed))
    for kind in KINDS:
        kind.make(server, azure_says.image_id(server, kind.image))
    server.settle()
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    return server


def read(azure: LocalAzure) -> Estate:
    async def estate() -> Estate:
        async with EstateReader.connect(AzureSettings.read({}, azure.env)) as reader:
            assert isinstance(reader, EstateReader)
            return await read_estate(reader, [azure.subscription])

    return asyncio.run(estate())


def users(estate: Estate) -> dict[str, set[str]]:
    """Ids of users in small letters, by the name of the image."""
    return {
        image.id.name: {user.consumer_id.lower() for user in estate.references.users_of(image.id)}
        for image in estate.images
    }


def test_the_sweep_finds_what_the_lists_find_and_more_in_fewer_requests(azure: LocalAzure) -> None:
    azure.forget_requests()
    swept = read(azure)
    asked = len(azure.requests())
    azure.add_fault({"match": {"method": "POST"}, "refuse": {"status": 403}})
    azure.forget_requests()
    listed = read(azure)

    assert swept.certainty == BY_SWEEP
    assert listed.certainty.startswith(BY_LISTS_BEGINS)
    by_sweep, by_lists = users(swept), users(listed)
    assert by_sweep.pop("kept-by-other-type")
    assert not by_lists.pop("kept-by-other-type")
    assert by_sweep == by_lists
    assert asked < len(azure.requests())


def test_an_image_that_the_index_does_not_know_yet_is_a_question_for_the_lists(azure: LocalAzure) -> None:
    azure.admin("POST", "delays", {"resourceGraph": 10**9})
    image = {"resourceGroup": azure_says.GROUP, "name": "new", "location": "southcentralus"}
    azure.seed(yaml.safe_dump({"images": [image]}))

    assert read(azure).certainty.startswith(BY_LISTS_BEGINS)
