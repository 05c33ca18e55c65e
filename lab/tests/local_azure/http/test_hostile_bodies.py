"""Bodies with a wrong value anywhere, as hypothesis draws them: refused or carried out, never a failure inside."""

from __future__ import annotations

import copy
from collections.abc import Iterator, MutableMapping, MutableSequence
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.local_azure import InProcessAzure
from tests.local_azure.http.bodies_of_every_type import IMAGE_AND_GALLERY as SEED

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

COMPUTE = "providers/Microsoft.Compute"
GALLERY = f"{COMPUTE}/galleries/gallery"
RESOURCES = {
    f"{COMPUTE}/images/image": "2024-07-01",
    GALLERY: "2024-03-03",
    f"{GALLERY}/images/definition": "2024-03-03",
    f"{GALLERY}/images/definition/versions/1.0.0": "2024-03-03",
}
Step = str | int
Body = dict[str, Any]  # what Azure answered, changed at any place
WRONG: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["\0", "../../etc/passwd", "/subscriptions/x", "/" * 300, "a" * 5000]),
    st.recursive(st.none(), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner)),
)


@pytest.fixture(scope="module")
def azure() -> Generator[InProcessAzure]:
    """A local Azure whose clock stands still; every example starts with the seed and nothing else."""
    started = InProcessAzure(limits=0)
    yield started
    started.close()


def places(value: object, way: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to every value inside a body."""
    if isinstance(value, MutableMapping):
        inside = list(cast("MutableMapping[str, object]", value).items())
    elif isinstance(value, MutableSequence):
        inside = list(enumerate(cast("MutableSequence[object]", value)))
    else:
        return
    for step, inner in inside:
        yield (*way, step)
        yield from places(inner, (*way, step))


def changed(body: Body, way: Sequence[Step], value: object) -> Body:
    """The body with another value at one place."""
    result = copy.deepcopy(body)
    inner: Any = result
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = value
    return result


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("resource", RESOURCES)
def test_a_wrong_value_anywhere_is_refused_or_taken_and_nothing_is_lost(
    azure: InProcessAzure, resource: str, data: st.DataObject
) -> None:
    azure.application.reset()
    azure.seed(SEED)
    path, version = f"{azure.group_id('group')}/{resource}", RESOURCES[resource]
    before = azure.get(path, api_version=version).json()
    way = data.draw(st.sampled_from(list(places(before))), label="where")
    body = changed(before, way, data.draw(WRONG, label="value"))
    method = data.draw(st.sampled_from(["PUT", "PATCH"]), label="method")

    answer = azure.request(method, path, body, api_version=version)

    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.json()["error"]["code"]
        assert azure.get(path, api_version=version).json() == before
    azure.settle()
    assert azure.get(path, api_version=version).status_code == 200
