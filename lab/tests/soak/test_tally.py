"""Outcomes that are kept, read back and added up: a soak that was cut goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soak.kinds import DESTROYED, SIGNAL
from soak.outcome import Outcome
from soak.play import kept
from soak.report import report
from soak.tally import read
from soak.worker import drawn_histories

if TYPE_CHECKING:
    from pathlib import Path

PLAYED = [
    Outcome(
        "a",
        kind=SIGNAL,
        images=3,
        retired=2,
        faults=["429 on reads"],
        meanwhile=[("locks read", "version deleted")],
        kills=[("image deleted", "engine", "SIGKILL")],
        operators=[("retire", "asked", "SIGHUP")],
    ),
    Outcome("b", kind=DESTROYED, images=1, only_copies=2, faults=["429 on reads"], lost_copies=1, broken="pending"),
]


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    for outcome in PLAYED:
        (tmp_path / f"{outcome.name}.jsonl").write_text(kept(outcome))
    assert read(sorted(tmp_path.glob("*.jsonl"))).outcomes == PLAYED


def test_the_report_adds_up_several_files(tmp_path: Path) -> None:
    for outcome in PLAYED:
        (tmp_path / f"{outcome.name}.jsonl").write_text(kept(outcome))
    page = report(read(sorted(tmp_path.glob("*.jsonl"))))
    for row in (
        "| sequences | 2 |",
        "| images at risk | 4 |",
        "| images retired, each proven at that moment | 2 |",
        "| sequences that did not end as wanted | 1 |",
        "| 429 on reads | 2 |",
        "| only copies at risk | 2 |",
        "| **only copies lost** | **1** |",
        f"| {SIGNAL} | 1 | 3 | 0 | 0 | 0 | 0 |",
        f"| {DESTROYED} | 1 | 1 | 2 | 0 | 1 | 1 |",
        "| locks read | 1 |",
        "| image deleted | 1 |",
        "| `retire`: asked | 1 |",
    ):
        assert row in page


def test_workers_share_the_histories_among_them() -> None:
    shares = [list(drawn_histories(1, number, 3, 10)) for number in range(3)]
    assert sorted(name for share in shares for name, _ in share) == sorted(f"seed 1, number {n}" for n in range(10))
    assert [len(share) for share in shares] == [4, 3, 3]
