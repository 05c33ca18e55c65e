"""Every command block of docs/runbook.md, run in the situation that its heading names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.product import ROOT
from soak.faults import FAULTS, VERSION
from soak.interruptions import DELAY, end_session
from soak.oracle import Oracle
from soak.others import CHANGES
from soak.places import Places
from tests.acceptance.unjudged import unjudged

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from harness.product import Product

pytestmark = pytest.mark.exhaustive

SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
REGIONS = ["southcentralus", "westus2"]


def blocks() -> dict[str, list[str]]:
    """The commands of the page, as scripts, by heading."""
    page = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    return {
        heading: [block.replace("$ ", "") for block in BLOCK.findall(text)] for heading, text in SECTION.findall(page)
    }


def follow(product: Product, heading: str, block: int = 0) -> str:
    """Run a block as a person would who confirms what the engine asks; what was printed."""
    path = f"{Path(sys.executable).parent}:{product.env['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", blocks()[heading][block]],
        cwd=product.path,
        env=product.env | {"PATH": path, "PULUMI_SKIP_CONFIRMATIONS": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def oracle(azure: LocalAzure) -> Oracle:
    return Oracle(azure, Places(azure.group_id("myResourceGroup")))


def kill_while_the_version_is_made(product: Product, azure: LocalAzure) -> None:
    """SIGKILL to the engine when Azure has accepted the version."""
    azure.add_fault({"match": {"type": VERSION, "access": "poll"}, "delay": DELAY})
    engine = product.start("up", "--yes", "--skip-preview")
    while not azure.injected():
        assert engine.poll() is None
    engine.kill()
    engine.communicate()
    end_session(engine.pid)
    azure.clear_faults()


def assert_complete(product: Product, oracle: Oracle, *, image: bool = True) -> None:
    assert oracle.version_faults(REGIONS) == []
    assert oracle.image_exists() == image
    assert {"adopted", "definition", "version"} <= product.names()
    assert ("source" in product.names()) == image


def test_every_block_belongs_to_a_test() -> None:
    assert {heading: len(scripts) for heading, scripts in blocks().items() if scripts} == {
        "An update was interrupted": 1,
        "A create is pending, or a resource already exists": 1,
        "A version failed": 1,
        "A region failed": 1,
        "The state is lost": 1,
        "A wrong version was published": 2,
        "The source was deleted by somebody else": 1,
        "The gate refuses": 1,
        "An image was adopted twice, or another one in its place": 1,
        "A migration is given up": 1,
    }


def test_interrupted_before_azure_was_asked(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    azure.add_fault({"match": {}, "delay": DELAY})
    engine = product.start("up", "--yes", "--skip-preview")
    while not azure.injected():
        assert engine.poll() is None
    engine.kill()
    engine.communicate()
    end_session(engine.pid)
    azure.clear_faults()
    assert "locked" in product.up(check=False).stderr

    follow(product, "An update was interrupted")
    assert_complete(product, oracle)


def test_pending_create(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    kill_while_the_version_is_made(product, azure)
    with pytest.raises(AssertionError, match="cannot create already existing resource"):
        follow(product, "An update was interrupted")

    follow(product, "A create is pending, or a resource already exists")
    assert_complete(product, oracle)


def test_failed_version(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    azure.add_fault(FAULTS["failed publish"])
    assert product.up(check=False).returncode
    azure.clear_faults()
    assert "the version is Failed" in oracle.version_faults(REGIONS)

    follow(product, "A version failed")
    assert_complete(product, oracle)


def test_failed_region(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    azure.add_fault(FAULTS["failed region"])
    product.up(check=False)
    azure.clear_faults()
    assert "westus2 is Failed" in oracle.version_faults(REGIONS)

    follow(product, "A region failed")
    azure.settle()
    assert_complete(product, oracle)


def test_lost_state(product: Product, oracle: Oracle) -> None:
    product.up()
    product.enter("validated")
    product.pulumi("stack", "rm", "--yes", "--force", "--preserve-config", check=True)

    follow(product, "The state is lost")
    assert_complete(product, oracle)
    product.enter("validated")
    product.enter("retired")
    assert not oracle.image_exists()


def test_wrong_version(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    product.up()
    CHANGES["version replaced"](azure, oracle.at)
    assert "is taken" in product.up(check=False).stdout
    azure.delete(oracle.at.version, api_version="2023-07-03").raise_for_status()
    azure.settle()

    follow(product, "A wrong version was published")
    assert_complete(product, oracle)


def test_version_of_an_image_that_changed(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    product.up()
    CHANGES["image changed under the same name"](azure, oracle.at)
    refused = product.refused("validated")
    assert "image-unchanged" in refused
    assert "disks-match-image" in refused
    azure.delete(oracle.at.version, api_version="2023-07-03").raise_for_status()
    azure.settle()

    follow(product, "A wrong version was published")
    follow(product, "A wrong version was published", 1)
    product.enter("validated")


def test_source_deleted_by_somebody_else(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    product.up()
    CHANGES["image deleted by somebody"](azure, oracle.at)
    assert "does not exist in Azure" in product.up(check=False).stdout

    follow(product, "The source was deleted by somebody else")
    assert_complete(product, oracle, image=False)


def test_gate_refuses(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    product.up()
    product.enter("validated")
    CHANGES["machine started from the image"](azure, oracle.at)
    assert "no-references" in product.refused("retired")

    follow(product, "The gate refuses")
    assert_complete(product, oracle)
    source = next(one for one in product.resources() if str(one["urn"]).endswith("-source"))
    assert source["protect"] is True


def test_an_image_was_adopted_twice(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    product.up()
    program = product.program
    product.write_program(unjudged(program))
    product.configure(version="1.0.1")
    assert product.up(check=False).returncode
    product.write_program(program)
    product.configure(version="1.0.0")
    assert "more than once" in product.up(check=False).stdout

    follow(product, "An image was adopted twice, or another one in its place")
    assert_complete(product, oracle)
    assert not azure.requests(method="DELETE", type="Microsoft.Compute/images")
    product.preview("--expect-no-changes")


def test_a_migration_is_given_up(product: Product, azure: LocalAzure, oracle: Oracle) -> None:
    product.up()

    follow(product, "A migration is given up")
    assert oracle.image_exists()
    assert oracle.version_faults(REGIONS) == []
    assert not [one for one in product.resources() if "ManagedImageToGallery" in str(one["urn"])]
    assert not azure.requests(method="DELETE", type="Microsoft.Compute/images")
