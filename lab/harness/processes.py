"""Processes below a process, as Linux tells them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def children(pid: int) -> Iterator[int]:
    """Every process below one, nearest first. A warm program is no child of its engine (`warm_programs`)."""
    try:
        direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        for task in Path(f"/proc/{pid}/task").iterdir():
            direct += [int(child) for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in dict.fromkeys(direct):
        yield child
        yield from children(child)
