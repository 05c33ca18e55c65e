"""The facts of a whole stack read from local Azure, whose log says what was asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import running_local_azure
from managed_image_to_gallery.azure.errors import AccessDenied, ReadFailed, SignInFailed, TimedOut
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.component import live_reads
from managed_image_to_gallery.component.live_reads import AzureReadFailed, read_facts
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure.bodies import SUBSCRIPTION
from tests.component.stacks import entry, existing, stack_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.pacing import Pace

COUNT = 6
SEED = "\n".join(
    [
        "resourceGroups: {myResourceGroup: {location: eastus2}}",
        "galleries: [{resourceGroup: myResourceGroup, name: myGallery}]",
        "images:",
        *(f"  - {{resourceGroup: myResourceGroup, name: image{number}}}" for number in range(COUNT)),
    ]
)


def migrations(stage: str) -> list[JsonObject]:
    """Migrations of as many images, to as many definitions."""
    return [
        entry(
            stage,
            source={"resourceGroup": "myResourceGroup", "name": f"image{number}"},
            definition={"name": f"d{number}", "publisher": "p", "offer": "o", "sku": f"s{number}"},
        )
        for number in range(COUNT)
    ]


@pytest.mark.parametrize(
    ("stage", "lists", "singles"), [("published", 2, 1), ("validated", 14, 2 * COUNT), ("retired", 2, COUNT)]
)
def test_a_list_is_read_once_however_many_migrations_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, lists: int, singles: int
) -> None:
    """Published: the group's images and the gallery's definitions; by itself only the gallery.

    Retired: the same two lists, and by themselves the definitions, which the list does not have.

    Validated: machines, scale sets, disks, image templates, host pools, labs, Batch accounts, policy assignments,
    galleries with their definitions, and afterwards, afresh, locks and ages; before either what the identity may read.
    By themselves the versions, whose replication no list tells, and the definitions, which the list does not have.
    """
    with running_local_azure(tmp_path, seed=SEED) as azure:
        for name, value in azure.env.items():
            monkeypatch.setenv(name, value)
        plan = parse_stack_config(stack_of(*migrations(stage)), azure.subscription)
        azure.forget_requests()

        facts = read_facts(AzureSettings.read({}, azure.env), plan.migrations, lambda _: None)

        requests = azure.requests()
    asked = Counter(each["path"].lower() for each in requests if each["access"] == "list")
    alone = [each["path"] for each in requests if each["access"] == "get" and "/providers/" in each["path"]]
    assert [known.image and known.image.id.name for known in facts] == [one.source_id.name for one in plan.migrations]
    assert len(asked) == lists, asked
    assert len(alone) == singles, alone
    rights = [count for path, count in asked.items() if path.endswith("/permissions")]
    assert rights == ([2] if stage == "validated" else [])
    again = 1 if stage == "validated" else 0  # the gallery's definitions, for who names an image and at that moment
    assert sum(asked.values()) == lists + len(rights) + again, asked


def seed_of_others() -> str:
    """A version of each image, all of them of one definition in another team's gallery."""
    versions = [
        f"{{name: 1.0.{number}, source: myResourceGroup/image{number}, targetRegions: [{{name: East US 2}}]}}"
        for number in range(COUNT)
    ]
    definition = f"{{name: theirs, publisher: p, offer: o, sku: s, versions: [{', '.join(versions)}]}}"
    gallery = f"{{resourceGroup: myResourceGroup, name: theirGallery, definitions: [{definition}]}}"
    return SEED.replace("galleries: [", f"galleries: [{gallery}, ")


@pytest.mark.parametrize(
    ("changes", "alone"), [({}, []), ({"bootTest": {"regions": [{"name": "eastus2"}]}}, ["theirs"])]
)
def test_versions_of_one_definition_that_others_keep_are_read_by_its_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: JsonObject, alone: list[str]
) -> None:
    """However their ids are spelled; by itself only the one definition, where machines are made of its versions."""
    with running_local_azure(tmp_path, seed=seed_of_others()) as azure:
        for name, value in azure.env.items():
            monkeypatch.setenv(name, value)
        galleries = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries"
        entries = [
            existing(
                f"{galleries}/{gallery}/images/theirs/versions/1.0.{number}/",
                source={"resourceGroup": "myResourceGroup", "name": f"image{number}"},
            )
            | changes
            for number, gallery in zip(range(COUNT), ("theirGallery", "THEIRGALLERY") * COUNT, strict=False)
        ]
        plan = parse_stack_config(stack_of(*entries), azure.subscription)
        azure.forget_requests()

        facts = read_facts(AzureSettings.read({}, azure.env), plan.migrations, lambda _: None)

        requests = azure.requests()
    assert [one and one.id.name for known in facts for one in known.existing] == [
        f"1.0.{each}" for each in range(COUNT)
    ]
    read = [each["path"].rsplit("/", 1)[1] for each in requests if each["access"] == "get"]
    assert [name for name in read if name in ("theirs", "theirGallery") or "." in name] == alone


def test_reads_that_never_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list with ever new pages, say: the program registers nothing before all is read, and would wait for ever."""

    async def endless(*_: object) -> None:
        await asyncio.Event().wait()

    @asynccontextmanager
    async def connect(_settings: AzureSettings, pace: Pace) -> AsyncGenerator[SimpleNamespace]:
        assert pace
        yield SimpleNamespace(identity=endless, image=endless, read_ahead=endless)

    monkeypatch.setattr(live_reads, "AzureReader", SimpleNamespace(connect=connect))
    monkeypatch.setattr(live_reads, "READS_DEADLINE_SECONDS", 0.0)
    monkeypatch.setattr(live_reads, "SECONDS_FOR_EACH", 0.01)
    plan = parse_stack_config(stack_of(*migrations("published")), SUBSCRIPTION)

    with pytest.raises(AzureReadFailed, match=f"known of {COUNT} migration.*not all of it was answered within"):
        read_facts(AzureSettings(), plan.migrations, lambda _: None)


def unread(name: str) -> ReadFailed:
    image = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Compute/images/{name}"
    return AccessDenied(f"image {image}", message=f"no right to read {image}", status=403, code="AuthorizationFailed")


def test_one_cause_is_told_once_with_the_number_of_those_whom_it_concerns() -> None:
    names = [f"i{number}" for number in range(55)]
    text = str(AzureReadFailed([unread(name) for name in names], names))
    assert text.count("Reader role") == 1
    assert text.splitlines()[-1] == "    55 migrations are concerned: i0, i1, i2 and 52 more."
    assert len(text.splitlines()) == 3


def test_that_azure_could_not_be_asked_is_told_once() -> None:
    text = str(AzureReadFailed([SignInFailed("image a", message="no token")]))
    assert text.splitlines() == [
        "Azure could not be asked; nothing was changed.",
        f"  no token. {SignInFailed.default_remedy}",
    ]


def test_causes_that_differ_are_told_each() -> None:
    text = str(AzureReadFailed([unread("a"), TimedOut("image b", message="no answer")], ["a", "b"]))
    assert "concerned" not in text
    assert len(text.splitlines()) == 3
