"""The oracle of the soak sees every way in which a version does not prove its image."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from harness.product import seed
from soak.faults import FAULTS
from soak.faults import VERSION as VERSION_TYPE
from soak.moments import PROOF_SECONDS
from soak.oracle import SLACK_SECONDS, Oracle, proof_age
from soak.others import CHANGES, OF_EXISTING, give_back
from soak.places import Places

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

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
        ("image made again under the same name", "the version is older than the image"),
        ("version made Shallow", "the version is Shallow"),
        ("version put into the bin", "there is no version"),
        ("version made again in one region", "westus2 is None"),
        ("Shallow version elsewhere", "0.1.0 needs it: the version is Shallow"),
        ("unfinished version elsewhere", "0.1.0 needs it: the version is Creating"),
        ("Failed version elsewhere", "0.1.0 needs it: the version is Failed"),
        ("Batch pool of the image", "pools/nightly needs it"),
        ("host pool that names the image", "hostPools/desktops needs it"),
    ],
)
def test_what_others_did_is_seen(azure: LocalAzure, oracle: Oracle, change: str, said: str) -> None:
    CHANGES[change](azure, oracle.at)
    assert said in "; ".join(oracle.shortcomings(REGIONS))


def test_a_finished_version_of_others_needs_the_image_no_more(azure: LocalAzure, oracle: Oracle) -> None:
    CHANGES["finished version elsewhere"](azure, oracle.at)
    assert oracle.shortcomings(REGIONS) == []


def test_a_version_that_its_keepers_make_again_proves_the_image(azure: LocalAzure, oracle: Oracle) -> None:
    for change in OF_EXISTING:
        CHANGES[change](azure, oracle.at)
        assert oracle.shortcomings(REGIONS)
        if oracle.version_exists():
            azure.remove(oracle.at.version)
        give_back(azure, oracle.at, [{"name": "South Central US"}, {"name": "West US 2"}])
        assert oracle.shortcomings(REGIONS) == [], change


@pytest.mark.parametrize(
    ("fault", "said"), [("failed region", "westus2 is Failed"), ("slow replication", "Replicating")]
)
def test_a_region_that_is_not_complete_is_seen(azure: LocalAzure, oracle: Oracle, fault: str, said: str) -> None:
    azure.add_fault(FAULTS[fault])
    assert said in "; ".join(oracle.shortcomings(REGIONS))


def read(azure: LocalAzure, oracle: Oracle, agent: str) -> None:
    """Somebody reads the version whole."""
    headers = {"User-Agent": agent}
    wanted = {"$expand": "ReplicationStatus"}
    azure.get(oracle.at.version, api_version="2023-07-03", headers=headers, query=wanted).raise_for_status()


def age(azure: LocalAzure, oracle: Oracle, moment: float) -> float | None:
    """How old the proof is at a moment (seconds of the epoch)."""
    return proof_age(azure.requests(method="GET", type=VERSION_TYPE), oracle.at.version, moment)


def test_a_proof_grows_old(azure: LocalAzure, oracle: Oracle) -> None:
    azure.forget_requests()
    later = time.time() + 3600
    assert age(azure, oracle, later) is None
    read(azure, oracle, "somebody")
    first = age(azure, oracle, later)
    assert first is not None
    assert first > PROOF_SECONDS + SLACK_SECONDS
    read(azure, oracle, "somebody")
    assert (age(azure, oracle, later) or 0) < first


def test_what_the_oracle_reads_itself_is_no_proof(azure: LocalAzure, oracle: Oracle) -> None:
    azure.forget_requests()
    oracle.shortcomings(REGIONS)
    assert age(azure, oracle, 0) is None


def test_a_deletion_without_a_reading_or_without_consent_is_a_loss(azure: LocalAzure, oracle: Oracle) -> None:
    azure.forget_requests()
    oracle.judge(1, REGIONS, consented=True)
    assert "stale proof" in "; ".join(oracle.losses)
    read(azure, oracle, "somebody")
    oracle.begin_command()
    oracle.losses.clear()
    oracle.judge(1, REGIONS, consented=True)
    assert oracle.losses == []
    oracle.judge(2, REGIONS, consented=False)
    assert "nobody consented" in "; ".join(oracle.losses)
