"""Several engines at one server: each with its own configuration, and its own Cancel."""

from __future__ import annotations

import threading
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor

import grpc
import pytest

from local_azure.provider.protos import provider_pb2_grpc
from local_azure.provider.values import JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls, message, partial_failure
from tests.local_azure.provider.fake_arm import SUBSCRIPTION, Answer, FakeArm
from tests.local_azure.provider.samples import GROUP_ID, IMAGE, IMAGE_ID, IMAGE_INPUTS

SLOW = {"Azure-AsyncOperation": "{base}/operations/1?api-version=x", "Retry-After": "3600"}
# Without an option of its own a second channel would share the first one's connection.
OWN_CONNECTION = [("grpc.use_local_subchannel_pool", 1)]


@pytest.fixture
def second_engine(provider_port: int) -> Generator[EngineCalls, None, None]:
    with grpc.insecure_channel(f"127.0.0.1:{provider_port}", options=OWN_CONNECTION) as channel:
        yield EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel))


def test_each_connection_keeps_its_subscription(engine: EngineCalls, second_engine: EngineCalls, arm: FakeArm) -> None:
    second_engine.configure(subscriptionId="other")
    first, _ = engine.create(IMAGE, IMAGE_INPUTS)
    second, _ = second_engine.create(IMAGE, IMAGE_INPUTS)
    assert (first, second) == (IMAGE_ID, IMAGE_ID.replace(SUBSCRIPTION, "other"))


def test_moved_group_is_seen_by_the_next_run(engine: EngineCalls, arm: FakeArm) -> None:
    arm.have(GROUP_ID, location="eastus2")
    assert engine.check(IMAGE, {"resourceGroupName": "rg"})[0]["location"] == "eastus2"
    arm.have(GROUP_ID, location="westus2")
    engine.configure()
    assert engine.check(IMAGE, {"resourceGroupName": "rg"})[0]["location"] == "westus2"


def test_equal_configurations_share_a_token(engine: EngineCalls, second_engine: EngineCalls, arm: FakeArm) -> None:
    second_engine.configure()
    for each in (engine, second_engine):
        each.read_for_import(IMAGE, IMAGE_ID)
    assert arm.tokens_issued == 1


def test_new_connection_of_the_only_configuration_is_served(engine: EngineCalls, second_engine: EngineCalls) -> None:
    assert second_engine.read_for_import(IMAGE, IMAGE_ID).id == ""


def test_new_connection_that_could_mean_two_configurations_is_refused(
    engine: EngineCalls, second_engine: EngineCalls, provider_port: int
) -> None:
    second_engine.configure(subscriptionId="other")
    with grpc.insecure_channel(f"127.0.0.1:{provider_port}", options=OWN_CONNECTION) as channel:
        third = EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel))
        with pytest.raises(grpc.RpcError) as refused:
            third.read_for_import(IMAGE, IMAGE_ID)
    assert message(refused.value).startswith("the provider was not configured on this connection")


class SlowCreates:
    """Creates that Azure accepts and never finishes, started in threads."""

    def __init__(self, arm: FakeArm, pool: ThreadPoolExecutor) -> None:
        self._arm = arm
        self._pool = pool
        self.accepted = threading.Semaphore(0)

    def start(self, engine: EngineCalls, name: str) -> Future[tuple[str, JsonObject]]:
        self._arm.script("PUT", f"images/{name}$", Answer(201, {"id": IMAGE_ID}, SLOW, then=self.accepted.release))
        return self._pool.submit(engine.create, IMAGE, {**IMAGE_INPUTS, "imageName": name})


@pytest.fixture
def slow_creates(arm: FakeArm) -> Generator[SlowCreates, None, None]:
    with ThreadPoolExecutor() as pool:
        yield SlowCreates(arm, pool)


def test_cancel_stops_what_runs_and_what_comes_until_the_next_run(
    engine: EngineCalls, slow_creates: SlowCreates
) -> None:
    creating = slow_creates.start(engine, "slow")
    assert slow_creates.accepted.acquire(timeout=30)
    engine.cancel()
    with pytest.raises(grpc.RpcError) as refused:
        creating.result(timeout=30)
    assert list(partial_failure(refused.value).reasons) == ["context canceled"]
    with pytest.raises(grpc.RpcError) as late:
        engine.create(IMAGE, IMAGE_INPUTS)
    assert "context canceled" in str(late.value)
    engine.configure()
    assert engine.create(IMAGE, IMAGE_INPUTS)[0] == IMAGE_ID


def test_cancel_of_one_engine_leaves_the_other_alone(
    engine: EngineCalls, second_engine: EngineCalls, slow_creates: SlowCreates
) -> None:
    second_engine.configure()
    first, second = slow_creates.start(engine, "first"), slow_creates.start(second_engine, "second")
    assert slow_creates.accepted.acquire(timeout=30)
    assert slow_creates.accepted.acquire(timeout=30)
    second_engine.cancel()
    with pytest.raises(grpc.RpcError):
        second.result(timeout=30)
    assert not first.done()
    engine.cancel()
    with pytest.raises(grpc.RpcError):
        first.result(timeout=30)
