"""Whoever else needs the image keeps it: other teams' versions, and what an identity with few rights is not shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harness.outcomes import up
from harness.product import seed
from tests.cli.commands.operator import Operator
from tests.engine import azure_says
from tests.engine.azure_says import GALLERY_API

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

OTHERS = """
resourceGroups: {devGroup: {location: southcentralus}}
galleries:
  - resourceGroup: devGroup
    name: dev
    definitions: [{name: web, publisher: p, offer: o, sku: dev, hyperVGeneration: V2}]
"""
MACHINE = """
resourceGroups: {otherGroup: {location: southcentralus}}
virtualMachines: [{resourceGroup: otherGroup, name: elsewhere, image: myResourceGroup/myImage}]
"""
SOMEBODY = """
principals:
  - name: somebody
    clientId: 11111111-0000-4000-8000-000000000001
    secret: known
    roles: [{role: Contributor, scope: myResourceGroup}]
"""
VERSIONS = "Microsoft.Compute/galleries/images/versions"


class Others:
    """Another team's versions from the same image, in a gallery of its own."""

    def __init__(self, azure: LocalAzure, source: str = "") -> None:
        azure.seed(OTHERS)
        self.azure = azure
        self.source = source or azure_says.image_id(azure)
        self.definition = f"{azure.group_id('devGroup')}/providers/Microsoft.Compute/galleries/dev/images/web"

    def shallow(self, number: str) -> str:
        """A Shallow version, finished; its id."""
        return self._put(number, replicationMode="Shallow")

    def building(self, number: str) -> str:
        """A Full version that Azure does not finish; its id."""
        rule = {"match": {"method": "PUT", "type": VERSIONS, "name": number}, "holdOperation": True}
        self.held = self.azure.add_fault(rule)
        return self.full(number)

    def full(self, number: str) -> str:
        """A Full version, finished unless a rule holds it; its id."""
        return self._put(number)

    def finish(self) -> None:
        self.azure.remove_fault(self.held)
        self.azure.settle()

    def drop(self, version: str) -> None:
        self.azure.delete(version, api_version=GALLERY_API).raise_for_status()
        self.azure.settle()

    def _put(self, number: str, **profile: str) -> str:
        version = f"{self.definition}/versions/{number}"
        body: dict[str, Any] = {
            "location": "southcentralus",
            "properties": {
                "publishingProfile": {"targetRegions": [{"name": "southcentralus"}], **profile},
                "storageProfile": {"source": {"id": self.source}},
            },
        }
        self.azure.put(version, body, api_version=GALLERY_API).raise_for_status()
        self.azure.settle()
        return version


def refused(operator: Operator, *texts: str) -> None:
    """An update fails at the check of references, with these texts."""
    done = up(operator)
    assert done.failed, done.text
    for text in ("no-references", *texts):
        assert text in done.text, done.text


@pytest.mark.parametrize("stage", ["validated", "retired"])
def test_a_version_of_others_that_needs_the_image_keeps_it(azure: LocalAzure, tmp_path: Path, stage: str) -> None:
    """Shallow ones always, unfinished ones until they are finished; a finished Full one is a copy of its own."""
    azure.seed(seed())
    others, operator = Others(azure), Operator.at(tmp_path, azure)
    operator.enter("published")
    if stage == "retired":
        operator.enter("validated")
    operator.configure(stage=stage)

    shallow = others.shallow("0.1.0")
    refused(operator, shallow, "Shallow image version")
    others.drop(shallow)

    building = others.building("0.2.0")
    refused(operator, building, "provisioningState Creating")
    assert azure_says.image_exists(azure)

    others.finish()
    operator.up()
    assert azure_says.image_exists(azure) is (stage != "retired")


def test_every_look_at_users_shows_the_versions_that_need_the_image(azure: LocalAzure, tmp_path: Path) -> None:
    """The own version is no user of its own source; one that is accepted by its id does not stand in the way."""
    azure.seed(seed())
    others, operator = Others(azure), Operator.at(tmp_path, azure)
    operator.enter("published")
    others.full("0.0.1")
    shallow, building = others.shallow("0.1.0"), others.building("0.2.0")

    (changes,) = json.loads(operator.run("references", "--json").stdout).values()
    told = operator.run("references").stdout
    (image,) = json.loads(operator.run("inventory", "--json").stdout)["images"]
    operator.run("report", "-o", str(tmp_path / "report.html"))
    report = (tmp_path / "report.html").read_text()

    assert sorted(change["consumer_id"] for change in changes) == sorted(image["userIds"]) == [shallow, building]
    assert f"Shallow image version {shallow} (it copies nothing" in told
    assert f"unfinished image version {building} (provisioningState Creating)" in told
    assert "--replication-mode Full" in told
    assert [user.split(" (")[0] for user in image["users"]] == [
        "Shallow image version dev/web/0.1.0",
        "unfinished image version dev/web/0.2.0",
    ]
    assert shallow in report
    assert building in report

    accepted = [{"id": shallow.upper(), "reason": "thrown away with it"}]
    refused(operator_with(operator, accepted), building, "thrown away with it")
    others.finish()
    operator.up()


def test_an_image_of_two_stacks_stays_until_both_have_their_copy(azure: LocalAzure, tmp_path: Path) -> None:
    """One stack is about to retire the image while the other's version is still being made from it."""
    azure.seed(seed())
    ready, late = Operator.at(tmp_path / "ready", azure), Operator.at(tmp_path / "late", azure)
    for stage in ("published", "validated"):
        ready.enter(stage)
    late.configure(definition={"name": "late", "publisher": "p", "offer": "o", "sku": "late"}, version="2.0.0")
    held = azure.add_fault({"match": {"method": "PUT", "type": VERSIONS, "name": "2.0.0"}, "holdOperation": True})
    publishing = late.start("up", "--yes", "--skip-preview")
    while not azure.injected():
        assert publishing.poll() is None

    said = ready.refused("retired")
    unfinished = azure_says.version_id(azure, "2.0.0", "late")
    assert f"unfinished image version {unfinished} (provisioningState Creating)" in said
    assert "wait, or delete it if it has Failed" in said
    assert azure_says.image_exists(azure)

    azure.remove_fault(held)
    azure.settle()
    printed, _ = publishing.communicate()
    assert publishing.returncode == 0, printed
    ready.up()
    assert not azure_says.image_exists(azure)


def operator_with(operator: Operator, accepted: list[dict[str, str]]) -> Operator:
    """The same, about to validate with these references accepted."""
    operator.configure(stage="validated", acceptedReferences=accepted)
    return operator


def test_a_machine_that_the_identity_is_not_shown_is_not_taken_for_none(azure: LocalAzure, tmp_path: Path) -> None:
    """With a role on one group lists are short and look whole: nothing rests on them, at no stage."""
    azure.seed(seed())
    azure.seed(SOMEBODY)
    operator = Operator.at(tmp_path, azure)
    owner = dict(operator.env)
    operator.env |= {"ARM_CLIENT_ID": "11111111-0000-4000-8000-000000000001", "ARM_CLIENT_SECRET": "known"}
    somebody = dict(operator.env)
    operator.enter("published")
    azure.seed(MACHINE)

    subscription = f"/subscriptions/{azure.subscription}"
    missing = (f"not allowed at {subscription}", "Microsoft.Compute/virtualMachines/read", "the role Reader")
    operator.configure(stage="validated")
    refused(operator, "UNANSWERED", *missing)

    operator.env = owner
    refused(operator, "virtualMachines/elsewhere")
    azure.delete(azure.group_id("otherGroup"), api_version="2024-11-01").raise_for_status()
    azure.settle()
    operator.up()

    azure.seed(MACHINE)
    operator.env = somebody
    operator.configure(stage="retired")
    refused(operator, *missing)
    assert azure_says.image_exists(azure)
