"""The same load on either server: calls one after the other, or from several connections at once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.moto_servers import Call, Server

CONNECTIONS = 8


class Refused(Exception):
    """A server answered a call with an error, so that its time says nothing."""

    def __init__(self, call: Call, status: int, text: str) -> None:
        super().__init__(f"{call[0]} {call[1]}: {status} {text[:500]}")


@dataclass(frozen=True)
class Load:
    """What a load came to: wall time, and the milliseconds of each call."""

    seconds: float
    milliseconds: list[float]

    def figures(self) -> dict[str, float]:
        """Calls per second; median and 95th percentile of a call in milliseconds."""
        return {
            "per_second": round(len(self.milliseconds) / self.seconds, 1),
            "median_ms": round(median(self.milliseconds), 2),
            "p95_ms": round(quantiles(self.milliseconds, n=20)[-1], 2),
        }


def load(server: Server, calls: Iterable[Call], connections: int = 1) -> Load:
    """Make all calls, from as many connections at once; connections are kept where the server keeps them."""
    return asyncio.run(_load(server, iter(calls), connections))


def ask(server: Server, call: Call) -> str:
    """The text that answers one call."""

    async def send() -> str:
        async with _session(server, 1) as session:
            return await _send(session, call)

    return asyncio.run(send())


def _session(server: Server, connections: int) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(ssl=server.trust or False, limit=connections)
    return aiohttp.ClientSession(connector=connector, headers=server.headers)


async def _load(server: Server, calls: Iterator[Call], connections: int) -> Load:
    took: list[float] = []
    async with _session(server, connections) as session:

        async def work() -> None:
            for call in calls:
                began = time.perf_counter()
                await _send(session, call)
                took.append((time.perf_counter() - began) * 1000)

        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(connections)))
        return Load(time.perf_counter() - started, took)


async def _send(session: aiohttp.ClientSession, call: Call) -> str:
    method, url, body = call
    async with session.request(method, url, data=body or None) as answer:
        text = await answer.text()
        if not answer.ok:
            raise Refused(call, answer.status, text)
        return text
