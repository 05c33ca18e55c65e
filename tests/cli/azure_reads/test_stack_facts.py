from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from harness.local_azure import LocalAzure
from harness.server_fixtures import server
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.azure_reads.shared_facts import SharedFacts
from managed_image_to_gallery.cli.azure_reads.stack_facts import StackFacts
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.gate.adopted import adopted_now
from managed_image_to_gallery.gate.gate import run_gate
from tests.cli.migrations import entry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration

_T = TypeVar("_T")
NAMES = ("web", "db", "app")
IMAGES, DEFINITIONS = "Microsoft.Compute/images", "Microsoft.Compute/galleries/images"
VERSIONS = f"{DEFINITIONS}/versions"
GRAPH = "Microsoft.ResourceGraph/resources"
LISTS_REFUSED = {"refuse": {"status": 403, "code": "AuthorizationFailed"}, "match": {"access": "list"}}

__all__ = ["server"]


@pytest.fixture
def azure(server: LocalAzure, monkeypatch: pytest.MonkeyPatch) -> LocalAzure:
    """Three published images and a machine made from one of them; no requests yet."""
    server.reset()
    server.clear_faults()
    server.seed(_seed())
    server.settle()
    server.forget_requests()
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    return server


def _seed() -> str:
    image = {"resourceGroup": "images", "hyperVGeneration": "V2"}
    regions = [{"name": "southcentralus"}, {"name": "westus2"}]
    definitions = [
        {
            "name": name,
            "publisher": "p",
            "offer": "o",
            "sku": name,
            "hyperVGeneration": "V2",
            "versions": [{"name": "1.0.0", "source": f"images/{name}", "targetRegions": regions}],
        }
        for name in NAMES
    ]
    machine = {"resourceGroup": "rg", "name": "vm", "location": "southcentralus", "image": "images/web"}
    return json.dumps(
        {
            "resourceGroups": {"images": {"location": "southcentralus"}, "rg": {"location": "southcentralus"}},
            "images": [{**image, "name": name} for name in NAMES],
            "galleries": [{"resourceGroup": "rg", "name": "gallery", "definitions": definitions}],
            "virtualMachines": [machine],
        }
    )


def _migrations(azure: LocalAzure) -> tuple[Migration, ...]:
    raw = {"gallery": {"resourceGroup": "rg", "name": "gallery"}, "migrations": [entry(name) for name in NAMES]}
    return parse_stack_config(raw, azure.subscription).migrations


def _looking(azure: LocalAzure, play: Callable[[SharedFacts], Awaitable[_T]], *, many: bool = True) -> _T:
    async def connected() -> _T:
        async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
            return await play(SharedFacts(reader, many=many))

    return asyncio.run(connected())


def _asked(azure: LocalAzure, *types: str) -> Counter[tuple[str, str]]:
    return Counter((each["type"], each["access"]) for each in azure.requests() if not types or each["type"] in types)


def _image(azure: LocalAzure, name: str) -> ResourceId:
    return image_id(azure.subscription, "images", name)


def test_gates_of_two_stacks_read_each_version_and_otherwise_lists_once(azure: LocalAzure) -> None:
    stacks = _migrations(azure)[:2], _migrations(azure)[2:]

    async def play(shared: SharedFacts) -> dict[str, set[str]]:
        failed: dict[str, set[str]] = {}
        for migrations in stacks:
            look = StackFacts(shared)
            for one in migrations:
                image = await look.image(one.source_id)
                assert image is not None
                result = await run_gate(look, one.gate_subject(adopted_now(image, str(image.id))))
                failed[one.source_id.name] = {verdict.check for verdict in result.verdicts if not verdict.passed}
                assert await look.version(one.version_id) is not None
        return failed

    assert _looking(azure, play) == {"web": {"no-references"}, "db": set(), "app": set()}
    asked = _asked(azure)
    assert {key: count for key, count in asked.items() if key[1] == "get"} == {(VERSIONS, "get"): 3}
    assert asked[IMAGES, "list"] == asked[DEFINITIONS, "list"] == 1
    assert {count for (kind, _), count in asked.items() if kind != GRAPH} == {1, 3}
    assert sum(count for (kind, _), count in asked.items() if kind == GRAPH) == 7, "five tables and two canaries, once"


def test_the_gate_says_the_same_as_with_a_reader_that_reads_every_resource(azure: LocalAzure) -> None:
    (web, *_) = _migrations(azure)

    async def play(shared: SharedFacts) -> None:
        looked, read = [await run_gate(reader, web.gate_subject()) for reader in (StackFacts(shared), shared.reader)]
        assert looked.verdicts == read.verdicts
        assert looked.observations == read.observations

    _looking(azure, play)


def test_what_a_list_does_not_have_is_gone_only_if_azure_says_so(azure: LocalAzure) -> None:
    async def play(shared: SharedFacts) -> None:
        assert await StackFacts(shared).image(_image(azure, "nobody")) is None

    _looking(azure, play)
    assert _asked(azure) == {(IMAGES, "list"): 1, (IMAGES, "get"): 1}


def test_where_lists_are_refused_each_resource_is_read(azure: LocalAzure) -> None:
    azure.add_fault(LISTS_REFUSED)

    async def play(shared: SharedFacts) -> None:
        look = StackFacts(shared)
        for one in _migrations(azure):
            assert await look.image(one.source_id) is not None
            assert await look.definition(one.definition_id) is not None

    _looking(azure, play)
    expected = {(IMAGES, "list"): 1, (IMAGES, "get"): 3, (DEFINITIONS, "list"): 1, (DEFINITIONS, "get"): 3}
    assert _asked(azure) == expected


def test_an_image_that_a_list_shows_otherwise_than_it_was_adopted_is_read(azure: LocalAzure) -> None:
    web, db = _image(azure, "web"), _image(azure, "db")

    async def play(shared: SharedFacts) -> None:
        listed = await shared.listed_image(db)
        assert listed is not None
        adopted = adopted_now(listed, str(db))
        another = replace(adopted, content={**adopted.content, "zoneResilient": True})
        look = StackFacts(shared, {web.key: another, db.key: adopted})
        assert await look.image(db) is listed
        assert await look.image(web) is not await shared.listed_image(web)

    _looking(azure, play)
    assert _asked(azure) == {(IMAGES, "list"): 1, (IMAGES, "get"): 1}


def test_for_a_few_migrations_no_list_is_read(azure: LocalAzure) -> None:
    (web, *_) = _migrations(azure)

    async def play(shared: SharedFacts) -> None:
        look = StackFacts(shared)
        assert await look.image(web.source_id) is not None
        assert await look.definition(web.definition_id) is not None
        assert await look.definition(web.definition_id) is not None

    _looking(azure, play, many=False)
    assert _asked(azure) == {(IMAGES, "get"): 1, (DEFINITIONS, "get"): 1}
