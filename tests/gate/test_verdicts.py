from __future__ import annotations

from managed_image_to_gallery.gate.verdicts import GateResult, Outcome, Verdict
from tests.azure import bodies


def test_a_gate_without_checks_proves_nothing() -> None:
    assert not GateResult(subject=bodies.subject(), verdicts=(), read_at="", identity="").passed


def test_one_refusal_among_many_refuses() -> None:
    good = Verdict("a", Outcome.PASSED, "x", "x")
    bad = Verdict("b", Outcome.UNANSWERED, "x", "nothing", "Try again.")
    result = GateResult(subject=bodies.subject(), verdicts=(good, bad, good), read_at="", identity="")

    assert not result.passed
    assert result.refusals == (bad,)
    assert [" ".join(line.split()) for line in result.text().splitlines()[1:]] == [
        "passed a: x",
        "UNANSWERED b",
        "expected: x",
        "found: nothing",
        "remedy: Try again.",
        "passed a: x",
    ]
