"""A wrong value in every place of a body of every type: refused or taken, never a failure inside, and not later either.

`test_hostile_bodies` draws values at random for the types of the gallery; here every place of every type has its turn.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.http.bodies_of_every_type import SAMPLES, SEED, VERSIONS, Sample
from tests.local_azure.http.test_hostile_bodies import changed, places

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

WRONG: list[object] = [None, {"a": None}]
MORE_WRONG: list[object] = [
    "a/b",
    [None],
    True,
    -1,
    1.5,
    "",
    "x",
    "\0",
    "a" * 5000,
    10**30,
    1e300,
    [],
    {},
    [7],
    ["x"],
    [[]],
    [{}],
    {"": []},
    "/s/x",
]
PLUS_WHOLE_BODY: list[tuple[str | int, ...]] = [()]
NOT_PUT = {
    "Microsoft.Authorization/permissions",
    "Microsoft.Compute/galleries/softDeletedArtifactTypes/artifacts/versions",
    "Microsoft.Compute/virtualMachineScaleSets/virtualMachines",
    "Microsoft.Resources/deployments/operations",
    "Microsoft.Resources/resourceGroups",
}
"""Types that no body makes; a resource group's is in test_groups.py."""


@pytest.fixture(scope="module")
def azure() -> Generator[InProcessAzure]:
    """A local Azure whose clock stands still."""
    started = InProcessAzure(limits=0)
    yield started
    started.close()


class Target:
    """Where samples of one kind are put; each time under another name, in an Azure that is emptied when one was."""

    def __init__(self, azure: InProcessAzure, sample: Sample) -> None:
        self.azure, self.sample, self._number = azure, sample, 0
        self.scopes = {"SUB": f"/subscriptions/{azure.subscription}", "GROUP": azure.group_id("group")}
        self.body = json.loads(self._placed(json.dumps({**sample.envelope, "properties": sample.properties})))
        kind = sample.path.split("/{")[0].split("{")[0].rsplit("/", 1)[0]
        self.api_version = next(version for name, version in VERSIONS.items() if kind.startswith(name))
        self.fill()

    def fill(self) -> None:
        self.azure.application.reset()
        self.azure.seed(self._placed(SEED))
        interface = f"{self.scopes['GROUP']}/providers/Microsoft.Network/networkInterfaces/n"
        subnet = {"id": f"{self.scopes['GROUP']}/providers/Microsoft.Network/virtualNetworks/network/subnets/subnet"}
        configurations = [{"name": "c", "properties": {"subnet": subnet}}]
        body = {"location": "southcentralus", "properties": {"ipConfigurations": configurations}}
        self.azure.put(interface, body, api_version="2024-05-01").raise_for_status()
        self.azure.settle()

    def put(self, body: object) -> tuple[int, str]:
        """Put it under a new name, then as a change of itself, and let it be carried out; the worst answer."""
        self._number += 1
        path = f"{self.scopes[self.sample.below]}/providers/{self.sample.path.format(self._number)}"
        answers = [self.azure.put(path, body, api_version=self.api_version)]
        self.azure.settle()
        if answers[0].is_success:
            answers += [self.azure.request("PATCH", path, body, api_version=self.api_version)]
            self.azure.settle()
            answers += [self.azure.get(path, api_version=self.api_version)]
            if self.sample.alone:
                self.fill()
        worst = max(answers, key=lambda each: each.status_code)
        return worst.status_code, worst.text

    def _placed(self, text: str) -> str:
        for name, scope in self.scopes.items():
            text = text.replace(name, scope)
        return text


def wrong_bodies(body: dict[str, Any], values: Sequence[object]) -> Iterator[tuple[tuple[str | int, ...], object, Any]]:
    """Way, value, and the body with the value in that place."""
    for way in [*PLUS_WHOLE_BODY, *places(body)]:
        for value in values:
            yield way, value, changed(copy.deepcopy(body), way, value) if way else value


def failures(azure: InProcessAzure, kind: str, values: Sequence[object]) -> list[str]:
    """What was answered with a failure inside."""
    target = Target(azure, SAMPLES[kind])
    answered = [(way, value, *target.put(body)) for way, value, body in wrong_bodies(target.body, values)]
    return [f"{way} = {value!r:.40}: {text}" for way, value, status, text in answered if status >= 500]


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_sample_itself_is_taken(azure: InProcessAzure, kind: str) -> None:
    """Otherwise everything would be refused for another reason than the wrong value."""
    target = Target(azure, SAMPLES[kind])
    status, text = target.put(target.body)
    assert status in (200, 201, 202, 405), text


def test_every_type_has_a_sample(azure: InProcessAzure) -> None:
    kinds = {"/".join(one.path.split("/")[:1] + one.path.split("/")[1::2]) for one in SAMPLES.values()}
    assert kinds | NOT_PUT == {kind.name for kind in azure.world.types.values()}


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_wrong_value_in_any_place_is_no_failure_inside(azure: InProcessAzure, kind: str) -> None:
    assert failures(azure, kind, WRONG) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", SAMPLES)
def test_many_wrong_values_in_any_place(azure: InProcessAzure, kind: str) -> None:
    assert failures(azure, kind, MORE_WRONG) == []
