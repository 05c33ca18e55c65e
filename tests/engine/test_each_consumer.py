"""Each kind of consumer alone keeps an image: refused with a text to act on, and allowed when it is gone or accepted.

One stack has an image for each kind, so that a phase of the story is one run of the engine for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from harness.engine_azure import emptied
from harness.outcomes import preview, up
from harness.product import Product
from tests.engine import azure_says
from tests.engine.consumers import GROUP, KINDS, STANDING, Kind

if TYPE_CHECKING:
    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure
    from harness.outcomes import Outcome

REASON = "it is thrown away with the image"
TOGETHER = ("--parallel", "64")
"""So many images at a time that none is left out when the first is refused."""
NEEDED = [kind for kind in KINDS if not kind.only_named]
ONLY_NAMED = [kind for kind in KINDS if kind.only_named]


@dataclass(frozen=True)
class Story:
    """What preview and update printed, while the kinds were there and after they had gone or been accepted."""

    azure: LocalAzure
    refused: tuple[Outcome, Outcome]
    left: frozenset[str]
    allowed: tuple[Outcome, Outcome]


@pytest.fixture(scope="module")
def story(server: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """All phases, each one run for all kinds."""
    azure = emptied(server)
    azure.seed(_seed(azure))
    product = Product.of(tmp_path_factory.mktemp("consumers"), azure)
    for stage in ("published", "validated"):
        _enter(product, azure, stage)
        product.up(*TOGETHER)
    for kind in KINDS:
        kind.make(azure, azure_says.image_id(azure, kind.image))
    azure.settle()
    _enter(product, azure, "retired")
    refused = (preview(product, *TOGETHER), up(product, "--continue-on-error", *TOGETHER))
    left = frozenset(kind.image for kind in KINDS if azure_says.image_exists(azure, kind.image))
    for kind in NEEDED:
        if not kind.accepted:
            kind.remove(azure)
    azure.settle()
    _enter(product, azure, "retired", accepting=True)
    return Story(azure, refused, left, (preview(product, *TOGETHER), up(product, *TOGETHER)))


def _seed(azure: LocalAzure) -> str:
    network = f"{azure.group_id(GROUP)}/providers/Microsoft.Network/virtualNetworks/network"
    seed: dict[str, Any] = yaml.safe_load(STANDING.replace("SUBNET", f"{network}/subnets/default"))
    group = azure_says.GROUP
    seed["resourceGroups"][group] = {"location": "southcentralus"}
    seed["galleries"].append({"resourceGroup": group, "name": "myGallery"})
    seed["images"] = [{"resourceGroup": group, "name": kind.image, "hyperVGeneration": "V2"} for kind in KINDS]
    return yaml.safe_dump(seed)


def _enter(product: Product, azure: LocalAzure, stage: str, *, accepting: bool = False) -> None:
    """Config with every image in a stage, and with `accepting` every consumer accepted, also those that are gone."""
    entries: list[dict[str, Any]] = [
        {
            "stage": stage,
            "source": {"resourceGroup": azure_says.GROUP, "name": kind.image},
            "definition": {"name": kind.image, "publisher": "p", "offer": "o", "sku": kind.image},
            "version": "1.0.0",
            "targetRegions": [{"name": "South Central US"}],
        }
        for kind in KINDS
    ]
    for kind, entry in zip(KINDS, entries, strict=True):
        if accepting:
            entry["acceptedReferences"] = [{"id": kind.id_in(azure), "reason": REASON}]
    product.write_config(cast("JsonObject", {"migrations": entries}))


def _said_of(kind: Kind, outcome: Outcome) -> str:
    """What the engine printed of the deletion of the kind's image."""
    _, _, text = outcome.text.partition(f"({kind.image}-1.0.0-source):")
    return text.partition("azure-native:compute:Image (")[0]


@pytest.mark.parametrize("kind", NEEDED, ids=lambda kind: kind.name)
def test_a_kind_alone_keeps_its_image_until_it_is_gone_or_accepted(story: Story, kind: Kind) -> None:
    version = azure_says.version_id(story.azure, definition=kind.image)
    for refused in story.refused:
        said = _said_of(kind, refused)
        assert "is not deleted" in said, refused.text
        assert f"{kind.kind} {kind.id_in(story.azure)}".lower() in said.lower()
        for text in (*kind.says, f"Point these at {version}", "acceptedReferences"):
            assert text in said
    assert kind.image in story.left
    gone = f"{kind.image}-1.0.0: accepted, but not found any more: {kind.id_in(story.azure)}"
    for allowed in story.allowed:
        assert "is not deleted" not in _said_of(kind, allowed)
        assert (gone in allowed.text) is not kind.accepted
    assert not azure_says.image_exists(story.azure, kind.image)


@pytest.mark.parametrize("kind", ONLY_NAMED, ids=lambda kind: kind.name)
def test_what_only_names_an_image_is_told_and_keeps_nothing(story: Story, kind: Kind) -> None:
    for run in story.refused:
        assert "is not deleted" not in _said_of(kind, run)
        told = f"{kind.image}-1.0.0: only named by {kind.kind} {kind.id_in(story.azure)}"
        assert told.lower() in run.text.lower()
    assert kind.image not in story.left
