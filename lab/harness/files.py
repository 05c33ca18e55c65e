"""Waiting for what another process writes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


def wait_for_file(path: Path, writer: subprocess.Popen[Any]) -> None:
    """Return when `path` exists; fails when `writer` ended without making it."""
    tick = threading.Event()
    while not path.exists():
        assert writer.poll() is None, f"the process ended before it wrote {path.name}"
        tick.wait(0.02)
