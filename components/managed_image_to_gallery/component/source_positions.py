"""How much of the call stack the SDK keeps in the state with each resource."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

FRAMES = 8
"""Enough for the SDK's own frames below a constructor and the line that called it."""


@contextmanager
def short_stack_traces() -> Generator[None]:
    """Let each resource that is declared inside keep where it was declared, and not all callers up to the interpreter.

    The SDK writes a stack trace of 13 to 17 frames into the state of every resource: most of a small resource, and a
    self-managed backend writes all of it at every step. It takes the trace with `traceback.extract_stack`
    (pulumi/runtime/resource.py, `_get_stack_trace`), which heeds `sys.tracebacklimit`. The limit is back where it was
    before an error that leaves this block is printed.
    """
    before: int | None = getattr(sys, "tracebacklimit", None)
    sys.tracebacklimit = FRAMES
    try:
        yield
    finally:
        if before is None:
            del sys.tracebacklimit
        else:
            sys.tracebacklimit = before
