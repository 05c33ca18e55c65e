from __future__ import annotations

import json

from managed_image_to_gallery.cli.report.timeline import bars_of, spans_by_migration, spans_of


def _line(minute: int, state: str, region: str = "eastus", name: str = "m") -> str:
    return json.dumps(
        {"time": f"2026-01-01T00:{minute:02}:00+00:00", "migration": name, "region": region, "state": state}
    )


def test_a_span_goes_from_the_first_replicating_to_the_end() -> None:
    lines = [_line(0, "Absent"), _line(1, "Replicating"), _line(5, "Replicating"), _line(9, "Completed")]
    (span,) = spans_of(lines)
    assert (span.state, span.minutes) == ("Completed", 8.0)


def test_what_was_seen_after_the_end_does_not_lengthen_it() -> None:
    (span,) = spans_of([_line(1, "Replicating"), _line(2, "Completed"), _line(30, "Completed")])
    assert span.minutes == 1.0


def test_a_region_that_is_added_again_starts_anew() -> None:
    (span,) = spans_of([_line(1, "Replicating"), _line(2, "Failed"), _line(10, "Replicating"), _line(13, "Completed")])
    assert span.minutes == 3.0


def test_a_line_that_was_cut_off_is_passed_over() -> None:
    assert [span.region for span in spans_of([_line(1, "Completed"), '{"time": "2026-0', "[]"])] == ["eastus"]


def test_bars_share_one_axis() -> None:
    spans = spans_of(
        [_line(0, "Replicating"), _line(10, "Completed"), _line(5, "Replicating", "b"), _line(10, "Completed", "b")]
    )
    assert [(bar.span.region, bar.left, bar.width) for bar in bars_of(spans)] == [("eastus", 0, 99), ("b", 49.5, 49.5)]


def test_an_end_that_nobody_saw_is_two_numbers_and_a_pale_end() -> None:
    """Interrupted after two minutes; whoever went on found it complete five minutes later."""
    (span,) = spans_of([_line(0, "Replicating"), _line(2, "Replicating"), _line(7, "Completed")])
    (bar,) = bars_of([span])
    assert (span.minutes_text, round(bar.seen / bar.width, 2)) == ("2.0 to 7.0", 0.29)
    (seen,) = spans_of([_line(0, "Replicating"), _line(6, "Replicating"), _line(7, "Completed")])
    (whole,) = bars_of([seen])
    assert (seen.minutes_text, whole.seen) == ("7.0", whole.width)


def test_a_journal_of_many_stacks_is_told_apart_by_migration() -> None:
    lines = [_line(0, "Replicating", name="a"), _line(1, "Replicating", name="b"), _line(2, "Completed", name="a")]
    found = spans_by_migration(lines)
    assert {name: [span.state for span in spans] for name, spans in found.items()} == {
        "a": ["Completed"],
        "b": ["Replicating"],
    }
