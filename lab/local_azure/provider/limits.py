"""How long an operation may take, and that it can be told to stop (docs/reference/provider-protocol.md#requests)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import TypeVar

from .errors import ProviderError

DEFAULT_TIMEOUT = 7200.0
"""Seconds an operation may take when the program's `customTimeouts` say nothing."""

_Result = TypeVar("_Result")


class OperationTimedOutError(ProviderError):
    """The operation took longer than it was allowed to. What Azure does with it goes on."""

    def __init__(self) -> None:
        super().__init__("operation timed out")


class OperationCanceledError(ProviderError):
    """The engine cancelled the operation. What Azure does with it goes on."""

    def __init__(self) -> None:
        super().__init__("context canceled")


class Limit:
    """The end of one operation: `timeout` seconds from now (0 means the default), or the moment `stop` is set."""

    def __init__(self, timeout: float, stop: asyncio.Event) -> None:
        self._end = time.monotonic() + (timeout or DEFAULT_TIMEOUT)
        self._stop = stop

    async def run(self, work: Coroutine[None, None, _Result]) -> _Result:
        """The result of the work.

        Raises `OperationTimedOutError` or `OperationCanceledError` when the end comes first; where it has come already
        nothing of the work is begun.
        """
        if self._stop.is_set():
            work.close()
            raise OperationCanceledError
        working = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            remaining = max(self._end - time.monotonic(), 0)
            await asyncio.wait({working, stopped}, timeout=remaining, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise OperationCanceledError if stopped.done() else OperationTimedOutError
        finally:
            working.cancel()
            stopped.cancel()
            await asyncio.gather(working, stopped, return_exceptions=True)
