"""What local Azure says its operations took: its own records, read from its database while it runs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from local_azure.instance import DATABASE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VERSION = "Microsoft.Compute/galleries/images/versions"
IMAGE = "Microsoft.Compute/images"


def durations(data: Path, verb: str, resource_type: str) -> list[float]:
    """Seconds from the acceptance of each ended operation to its end; `data` is local Azure's folder."""
    found: list[float] = []
    with closing(sqlite3.connect(f"file:{data / DATABASE}?mode=ro", uri=True)) as database:
        for (document,) in database.execute("SELECT document FROM operations"):
            record = json.loads(document)
            if record["verb"] == verb and record["resource_type"] == resource_type and record["ended"] is not None:
                found.append(record["ended"] - record["started"])
    return found


def least_seconds(taken: Sequence[float], at_once: int) -> float:
    """No client is faster: the longest of the operations, or all shared out with at most `at_once` under way."""
    return max(max(taken), sum(taken) / at_once)
