from __future__ import annotations

import pytest

from local_azure.arm.clock import Clock
from local_azure.arm.replica import Replica
from local_azure.arm.resource import Resource
from local_azure.arm.store import Journal, Store

A, B = (f"/subscriptions/s/resourceGroups/g/providers/X.Y/z/{name}" for name in "ab")


@pytest.fixture
def store() -> Store:
    return Store(Journal(None))


@pytest.fixture
def clock() -> Clock:
    return Clock(source=lambda: 1000.0)


def resource(resource_id: str, **properties: object) -> Resource:
    return Resource(resource_id, "X.Y/z", "eastus", properties)


def known(replica: Replica) -> dict[str, object]:
    return {each.name: each.properties.get("n") for each in replica.resources()}


def test_without_a_delay_it_is_the_store(store: Store, clock: Clock):
    replica = Replica(store, clock)
    store.put(resource(A, n=1))
    assert known(replica) == {"a": 1}


def test_what_comes_changes_and_goes_is_known_when_the_delay_is_over(store: Store, clock: Clock):
    replica = Replica(store, clock)
    kept = resource(A, n=1)
    store.put(kept)
    replica.set_delay(60)

    store.put(resource(B, n=1))
    kept.properties["n"] = 2
    store.put(kept)
    clock.advance(59)
    assert known(replica) == {"a": 1}
    clock.advance(1)
    assert known(replica) == {"a": 2, "b": 1}

    store.remove(kept)
    assert known(replica) == {"a": 2, "b": 1}
    clock.advance(60)
    assert known(replica) == {"b": 1}


def test_a_delay_that_ends_brings_everything_up_to_date(store: Store, clock: Clock):
    replica = Replica(store, clock)
    replica.set_delay(3600)
    store.put(resource(A, n=1))
    assert known(replica) == {}
    replica.set_delay(0)
    assert known(replica) == {"a": 1}


def test_a_restart_forgets_what_was_on_its_way(store: Store, clock: Clock):
    replica = Replica(store, clock)
    store.put(resource(A, n=1))
    replica.set_delay(60)
    store.put(resource(B, n=1))
    store.clear()
    replica.restart()
    clock.advance(60)
    assert known(replica) == {}
