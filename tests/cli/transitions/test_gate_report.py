"""What the gate said of many: numbers, a line per refused check, and each cause once."""

from __future__ import annotations

from dataclasses import replace

from managed_image_to_gallery.cli.transitions.gate_report import gate_counts, refusal_lines
from managed_image_to_gallery.gate.verdicts import GateResult, Outcome, Verdict
from tests.cli.migrations import entry, migrations

PASSED = Verdict("source-exists", Outcome.PASSED, "it", "it")
USED = Verdict("no-references", Outcome.FAILED, "nobody", "vm-1 uses it", "Point it at the version.")
LOCKED = Verdict("no-locks", Outcome.FAILED, "none", "a lock", "Remove the lock.")


def unanswered(check: str) -> Verdict:
    return Verdict(check, Outcome.UNANSWERED, "an answer", "HTTP 401: no token", "Sign in with `az login`.")


def result(name: str, *verdicts: Verdict) -> GateResult:
    (migration,) = migrations(entry(name))
    return GateResult(migration.gate_subject(), (PASSED, *verdicts), "now", "me")


def test_the_numbers_come_first() -> None:
    assert gate_counts([result("a"), result("b")]) == "2 pass the gate."
    assert gate_counts([result("a")]) == "1 passes the gate."
    assert gate_counts([result("a"), result("b", USED)]) == "1 passes the gate, 1 is refused:"
    assert gate_counts([result("a", USED), result("b", USED)]) == "0 pass the gate, 2 are refused:"


def test_a_line_per_refused_check_and_its_remedy_once() -> None:
    told = refusal_lines([result("web", USED), result("a"), result("Db", LOCKED, USED)])
    assert told == [
        "  Db-1.0.0  no-locks: a lock",
        "    → Remove the lock.",
        "  Db-1.0.0   no-references: vm-1 uses it",
        "  web-1.0.0  no-references: vm-1 uses it",
        "    → Point it at the version.",
    ]


def test_a_remedy_with_each_ones_own_version_is_told_once() -> None:
    results = [result("web"), result("db")]
    used = [
        replace(each, verdicts=(replace(USED, remedy=f"Point these at {each.subject.version_id}."),))
        for each in results
    ]
    assert refusal_lines(used) == [
        "  db-1.0.0   no-references: vm-1 uses it",
        "  web-1.0.0  no-references: vm-1 uses it",
        "    → Point these at the image version (`gallery-migrate references` has its id).",
    ]
    assert refusal_lines(used[:1])[1] == f"    → Point these at {used[0].subject.version_id}."


def test_what_azure_did_not_answer_is_one_cause_for_all() -> None:
    checks = [unanswered(f"check-{number}") for number in range(12)]
    told = "\n".join(refusal_lines([result(f"i{number:02}", *checks) for number in range(55)]))
    assert told.splitlines() == [
        "  check-0, check-1, check-2 and 9 more could not be answered: HTTP 401: no token",
        "    55 migrations are concerned: i00-1.0.0, i01-1.0.0, i02-1.0.0 and 52 more.",
        "    → Sign in with `az login`.",
    ]


def test_nothing_refused_is_nothing_told() -> None:
    assert refusal_lines([result("a")]) == []
