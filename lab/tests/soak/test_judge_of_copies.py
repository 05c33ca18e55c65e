"""The oracle sees when a version goes that is all there is of its image."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.only_copies import OnlyCopies
from soak.places import Places

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - {resourceGroup: myResourceGroup, name: myImage, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: secondImage, hyperVGeneration: V2}
galleries:
  - resourceGroup: myResourceGroup
    name: myGallery
    definitions:
      - name: myImageDefinition
        publisher: p
        offer: o
        sku: my
        hyperVGeneration: V2
        versions: [{name: 1.0.0, source: myResourceGroup/myImage}]
      - name: secondImageDefinition
        publisher: p
        offer: o
        sku: second
        hyperVGeneration: V2
        versions: [{name: 1.0.0, source: myResourceGroup/secondImage}]
"""


@pytest.fixture
def at(azure: LocalAzure) -> Places:
    """Two images with their versions, of which the first image is gone."""
    azure.reset()
    azure.seed(SEED)
    first = Places(azure.group_id("myResourceGroup"))
    azure.remove(first.image)
    return first


@pytest.fixture
def copies(azure: LocalAzure, at: Places) -> OnlyCopies:
    found = OnlyCopies(azure, [f"/subscriptions/{azure.subscription}"])
    found.begin_command()
    return found


def test_what_has_no_source_any_more_is_an_only_copy(copies: OnlyCopies, at: Places) -> None:
    assert copies.seen == {at.version.lower()}


@pytest.mark.parametrize("asked", ["version", "definition", "gallery"])
def test_its_deletion_or_that_of_what_is_around_it_is_a_loss(copies: OnlyCopies, at: Places, asked: str) -> None:
    copies.judge([getattr(at, asked)])
    assert f"{at.version} is an only copy" in "; ".join(copies.losses)


def test_a_version_whose_source_is_there_may_go(copies: OnlyCopies, at: Places) -> None:
    second = Places(at.group, "second")
    copies.judge([second.version, second.definition])
    assert copies.losses == []


def test_what_is_given_up_may_go(copies: OnlyCopies, at: Places) -> None:
    copies.given_up = {at.version.lower()}
    copies.judge([at.version])
    assert copies.losses == []
