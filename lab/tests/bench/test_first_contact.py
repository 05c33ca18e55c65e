from __future__ import annotations

from bench.first_contact import COLD, REBUILT, section
from bench.first_contact_phases import phases_of

LINES = [
    (0.1, "test -x .venv/bin/python || python3 -m venv .venv\n"),
    (3.0, ".venv/bin/python -m pip install --require-hashes -r requirements-dev.lock\n"),
    (50.0, "a warning\n"),
    (60.0, ".venv/bin/local-azure engine install\n"),
    (70.0, "Downloading the engine's Go modules …\n"),
    (100.0, "Building the Pulumi engine 3.259.0 …\n"),
    (200.0, "  100 of 400\n"),
    (300.0, ".venv/bin/python -m demo\n"),
]


def test_a_phase_lasts_until_the_next_begins_and_the_last_one_to_the_end() -> None:
    assert dict(phases_of(LINES, 330.0)) == {
        "Python: an empty environment": 2.9,
        "Python: the locked packages": 57.0,
        "engine: look for one, try Pulumi's installer": 10.0,
        "engine: its Go modules": 30.0,
        "engine: the build": 200.0,
        "the demo": 30.0,
    }


def test_the_page_sums_the_phases_and_says_what_shortens_the_long_ones() -> None:
    again = {"engine: its Go modules": 2.0, "engine: the build": 20.0}
    text = section([{"name": COLD, "phases": dict(phases_of(LINES, 330.0))}, {"name": REBUILT, "phases": again}])
    assert "| **all** | **330** |" in text
    assert f"| {REBUILT} | - | 2.0 | 20.0 |" in text


def test_without_an_empty_machine_the_page_has_the_rest() -> None:
    assert "empty machine |" not in section([{"name": "local-azure --help", "seconds": [0.2, 0.4, 0.3]}])
