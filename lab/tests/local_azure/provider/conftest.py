"""A provider and the ARM it talks to, both real servers, in one event loop beside the test."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

import grpc
import pytest
import trustme
from aiohttp import web

from local_azure.provider.protos import provider_pb2_grpc
from local_azure.provider.server import serving
from tests.local_azure.provider.engine_calls import EngineCalls
from tests.local_azure.provider.fake_arm import CLIENT_ID, SECRET, SUBSCRIPTION, TENANT, FakeArm

_Result = TypeVar("_Result")


class LoopThread:
    """An event loop in a thread, for servers that a synchronous test talks to."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[None, None, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture(scope="session")
def loop_thread() -> Generator[LoopThread, None, None]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def arm(loop_thread: LoopThread, authority: trustme.CA) -> Generator[FakeArm, None, None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    fake = FakeArm()
    runner = web.AppRunner(fake.app())

    async def start() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        fake.base = f"https://localhost:{runner.addresses[0][1]}"

    loop_thread.run(start())
    yield fake
    loop_thread.run(runner.cleanup())


@pytest.fixture
def environ(arm: FakeArm) -> dict[str, str]:
    return {
        "ARM_METADATA_HOSTNAME": arm.base.removeprefix("https://"),
        "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
        "ARM_TENANT_ID": TENANT,
        "ARM_CLIENT_ID": CLIENT_ID,
        "ARM_CLIENT_SECRET": SECRET,
    }


@pytest.fixture
def provider_port(
    loop_thread: LoopThread, environ: dict[str, str], ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[int, None, None]:
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    stack = AsyncExitStack()
    yield loop_thread.run(stack.enter_async_context(serving(environ=environ)))
    loop_thread.run(stack.aclose())


@pytest.fixture
def unconfigured(provider_port: int) -> Generator[EngineCalls, None, None]:
    with grpc.insecure_channel(f"127.0.0.1:{provider_port}") as channel:
        yield EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel))


@pytest.fixture
def engine(unconfigured: EngineCalls) -> EngineCalls:
    unconfigured.configure()
    return unconfigured
