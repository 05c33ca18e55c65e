"""Rate, time left and stalled; and the journal of what was seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.progress.pace import Pacing, duration
from managed_image_to_gallery.cli.progress.samples import JOURNAL, Sample, append_samples

if TYPE_CHECKING:
    from pathlib import Path


def at(minute: float, progress: int, state: str = "Replicating") -> Sample:
    return Sample(1_790_000_000 + minute * 60, "web-1.0.0", "westus2", state, progress)


def pacing(*samples: Sample) -> Pacing:
    made = Pacing()
    for sample in samples:
        made.add([sample])
    return made


def test_the_rate_is_that_since_replication_began() -> None:
    pace = pacing(at(0, 0, "Unknown"), at(10, 20), at(20, 40)).pace("web-1.0.0", "westus2")
    assert (pace.percent_per_minute, pace.seconds_left) == (2.0, 1800.0)


def test_one_look_gives_no_rate() -> None:
    assert pacing(at(0, 40)).pace("web-1.0.0", "westus2").percent_per_minute is None


def test_what_does_not_move_for_half_an_hour_is_stalled_until_it_moves() -> None:
    made = pacing(at(0, 40), at(29, 40))
    assert not made.pace("web-1.0.0", "westus2").stalled
    made.add([at(31, 40)])
    assert made.pace("web-1.0.0", "westus2").stalled
    made.add([at(32, 41)])
    assert not made.pace("web-1.0.0", "westus2").stalled
    made.add([at(99, 100, "Completed"), at(999, 100, "Completed")])
    assert not made.pace("web-1.0.0", "westus2").stalled


def test_only_changes_are_news() -> None:
    made = Pacing()
    assert [bool(made.add([sample])) for sample in (at(0, 1), at(1, 1), at(2, 2), at(3, 2, "Failed"))] == [
        True,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("seconds", "text"), [(40, "40 s"), (89.6, "90 s"), (720, "12 min"), (11_100, "3 h 05 min"), (7_190, "2 h 00 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_the_journal_grows_by_one_object_per_line(tmp_path: Path) -> None:
    append_samples(tmp_path, [at(0, 10)])
    append_samples(tmp_path, [])
    append_samples(tmp_path, [at(1, 20)])
    lines = [json.loads(line) for line in (tmp_path / JOURNAL).read_text().splitlines()]
    assert [line["progress"] for line in lines] == [10, 20]
    assert lines[0] == {
        "time": "2026-09-21T14:13:20+00:00",
        "migration": "web-1.0.0",
        "region": "westus2",
        "state": "Replicating",
        "progress": 10,
    }
