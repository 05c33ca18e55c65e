"""The journal of what was seen of replication: `.gallery-migrate/progress.jsonl` beside the stack's file.

Azure does not keep when a region's replication began and ended, so what was seen while it went on is all there is. One
JSON object per line: `{"time", "migration", "region", "state", "progress"}`, time in RFC 3339 (UTC). Only changes are
written.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.cli.progress.samples import Sample

JOURNAL = Path(".gallery-migrate", "progress.jsonl")


def append_samples(folder: Path, samples: Iterable[Sample]) -> None:
    """Add samples to the journal of a project folder; it is made when it is not there."""
    lines = [json.dumps(_entry(sample)) for sample in samples]
    if not lines:
        return
    path = folder / JOURNAL
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n".join([*lines, ""]))


def _entry(sample: Sample) -> dict[str, object]:
    time = datetime.fromtimestamp(sample.time, UTC).isoformat(timespec="seconds")
    return {
        "time": time,
        "migration": sample.migration,
        "region": sample.region,
        "state": sample.state,
        "progress": sample.progress,
    }
