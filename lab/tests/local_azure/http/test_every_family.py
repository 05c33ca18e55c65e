"""What holds for every type that can be PUT: spelling of enumerations, tags, members that say nothing."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.json_types import as_list, as_object
from tests.local_azure.http.bodies_of_every_type import SAMPLES
from tests.local_azure.http.test_wrong_values import Target

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import httpx

UNTAGGED = {"subnet", "lock", "assignment", "role", "deployment"} | {
    "batch pool",
    "session host configuration",
    "policy assignment",
}
TAGGED = sorted(set(SAMPLES) - UNTAGGED)


@pytest.fixture(scope="module")
def azure() -> Generator[InProcessAzure]:
    started = InProcessAzure(limits=0)
    yield started
    started.close()


def put(target: Target, body: Any) -> tuple[str, httpx.Response]:
    """Put a body under a new name in an Azure that has only what samples need; the path, and the answer."""
    target.fill()
    path = f"{target.scopes[target.sample.below]}/providers/{target.sample.path.format(1)}"
    answer = target.azure.put(path, body, api_version=target.api_version)
    target.azure.settle()
    return path, answer


def shown(target: Target, body: Any) -> Any:
    """What a GET shows of it afterwards."""
    path, answer = put(target, body)
    assert answer.is_success, answer.text
    return target.azure.get(path, api_version=target.api_version).json()


def holders(body: Any, path: list[str]) -> Iterator[Any]:
    """The objects that a path such as `properties.dataDisks[].caching` leads to."""
    if not path:
        yield body
        return
    inner = body.get(path[0].removesuffix("[]"))
    for each in as_list(inner) if path[0].endswith("[]") else [inner]:
        if isinstance(each, dict):
            yield from holders(each, path[1:])


def with_value(body: Any, path: str, value: str) -> Any:
    """The body with a value at a path; None when the sample has no object there."""
    changed = copy.deepcopy(body)
    *parents, last = path.split(".")
    found = list(holders(changed, parents))
    for each in found:
        each[last.removesuffix("[]")] = [value] if last.endswith("[]") else value
    return changed if found else None


def values_at(body: Any, path: str) -> set[str]:
    *parents, last = path.split(".")
    found = [each[last.removesuffix("[]")] for each in holders(body, parents) if last.removesuffix("[]") in each]
    return {value for each in found for value in as_list(each) or [each]}


def enumerations(target: Target) -> Iterator[tuple[str, str]]:
    name = target.sample.path.split("/")
    kind = target.azure.world.types["/".join([name[0], *name[1::2]]).lower()]
    for path, values in kind.enumerations.items():
        yield from ((path, value) for value in values)


@pytest.mark.parametrize("kind", SAMPLES)
def test_enumerations_are_taken_in_any_case_and_answered_in_azures(azure: InProcessAzure, kind: str) -> None:
    target = Target(azure, SAMPLES[kind])
    for path, value in enumerations(target):
        right = with_value(target.body, path, value)
        if right is None or value.lower() == value:
            continue
        expected = put(target, right)[1].status_code
        for sent in (value.lower(), value.upper()):
            made, answer = put(target, with_value(target.body, path, sent))
            assert answer.status_code == expected, f"{path} = {sent}: {answer.text}"
            told = target.azure.get(made, api_version=target.api_version).json()
            assert sent not in values_at(told, path) - {value}, f"{path} = {sent}"


@pytest.mark.parametrize("kind", TAGGED)
def test_a_patch_of_tags_replaces_all_of_them(azure: InProcessAzure, kind: str) -> None:
    target = Target(azure, SAMPLES[kind])
    path, _ = put(target, target.body)
    assert target.azure.get(path, api_version=target.api_version).json()["tags"] == {"a": "b"}

    answer = target.azure.request("PATCH", path, {"tags": {"c": "d"}}, api_version=target.api_version)

    assert answer.is_success, answer.text
    target.azure.settle()
    assert target.azure.get(path, api_version=target.api_version).json()["tags"] == {"c": "d"}


@pytest.mark.parametrize("kind", TAGGED)
def test_what_says_nothing_is_not_answered(azure: InProcessAzure, kind: str) -> None:
    target = Target(azure, SAMPLES[kind])
    said_nothing = copy.deepcopy(target.body)
    for each in [said_nothing["properties"], *_objects(said_nothing["properties"])]:
        each |= {"empty": {}, "nothing": None, "nested": {"nothing": None}}
    identity = {} if kind == "image template" else {"identity": {"type": "None"}}

    path, answer = put(target, {**said_nothing, **identity})

    if answer.status_code == 400 and "member" in answer.text:
        return  # galleries refuse what they do not know, whatever it says
    told = target.azure.get(path, api_version=target.api_version)
    keeps_empty = "Microsoft.Network" in path or "templateSpecs" in path  # seen: `dhcpOptions: {}`; `parameters: {}`
    kept = {"empty", "nested"} if keeps_empty else set[str]()
    assert not {"empty", "nothing", "nested"} - kept & set(_names(told.json())), told.text
    assert identity == {} or "identity" not in told.json()


def _objects(value: Any) -> Iterator[Any]:
    for each in [*as_object(value).values(), *as_list(value)]:
        if isinstance(each, dict):
            yield each
        yield from _objects(each)


def _names(value: Any) -> Iterator[str]:
    for each in _objects({"": value}):
        yield from each
