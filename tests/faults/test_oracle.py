"""The oracle of the soak sees every way in which a version does not prove its image."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.faults import FAULTS
from soak.oracle import Oracle
from soak.others import CHANGES
from soak.places import Places
from tests.acceptance.product import seed

if TYPE_CHECKING:
    from tests.support.local_azure import LocalAzure

REGIONS = ["southcentralus", "westus2"]
VERSION = """
    definitions:
      - name: myImageDefinition
        publisher: p
        offer: o
        sku: s
        hyperVGeneration: V2
        versions: [{name: 1.0.0, source: myResourceGroup/myImage, targetRegions: TARGETS}]
"""
TARGETS = "[{name: South Central US}, {name: West US 2}]"


@pytest.fixture
def oracle(azure: LocalAzure) -> Oracle:
    """An image with a version that proves it."""
    azure.reset()
    gallery = "galleries:\n  - resourceGroup: myResourceGroup\n    name: myGallery"
    published = gallery + VERSION.replace("TARGETS", TARGETS)
    azure.seed(seed().replace("galleries: [{resourceGroup: myResourceGroup, name: myGallery}]", published))
    oracle = Oracle(azure, Places(azure.group_id("myResourceGroup")))
    oracle.remember()
    return oracle


def test_a_proven_image_may_go(oracle: Oracle) -> None:
    assert oracle.shortcomings(REGIONS) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("image changed under the same name", "not the one that the version was made from"),
        ("image made again under the same name", "not the one that the version was made from"),
        ("image deleted by somebody", "deleted twice"),
        ("lock added", "locked"),
        ("machine started from the image", "a machine refers to it"),
        ("region dropped", "westus2 is None"),
        ("version deleted", "there is no version"),
        ("version replaced", "made from something else"),
    ],
)
def test_what_others_did_is_seen(azure: LocalAzure, oracle: Oracle, change: str, said: str) -> None:
    CHANGES[change](azure, oracle.at)
    assert said in "; ".join(oracle.shortcomings(REGIONS))


@pytest.mark.parametrize(
    ("fault", "said"), [("failed region", "westus2 is Failed"), ("slow replication", "Replicating")]
)
def test_a_region_that_is_not_complete_is_seen(azure: LocalAzure, oracle: Oracle, fault: str, said: str) -> None:
    azure.add_fault(FAULTS[fault])
    assert said in "; ".join(oracle.shortcomings(REGIONS))
