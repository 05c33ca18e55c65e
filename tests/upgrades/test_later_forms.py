"""A downgrade: records of a later release are refused by program and commands, and the doctor says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from harness.outcomes import preview, up
from tests.upgrades.kept import fixtures
from tests.upgrades.restoring import restored

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.upgrades.scenario import Kept

SAID = "proven-1.0.0-evidence: it is of form 3, which release 9.9.9 wrote; this is "
TO_DO = "Use that release or a later one for this stack"


def of_a_later_release(exported: dict[str, Any]) -> dict[str, Any]:
    """The same with evidence as no release of today writes it."""
    changed = json.loads(json.dumps(exported))
    (found,) = [
        one for one in changed["deployment"]["resources"] if str(one["urn"]).endswith("::proven-1.0.0-evidence")
    ]
    found["outputs"]["output"] = {"form": 3, "release": "9.9.9", "subjects": []}
    return changed


def test_nothing_is_done_with_a_state_of_a_later_release(tmp_path: Path) -> None:
    newest = fixtures()[-1]
    with restored(newest, tmp_path, of_a_later_release(newest.exported)) as (product, azure):
        before = records(product)
        for outcome in (preview(product), up(product)):
            assert outcome.failed
            assert SAID in " ".join(outcome.text.split())
            assert TO_DO in " ".join(outcome.text.split())
        for words in (
            ("status",),
            ("evidence",),
            ("resume", "--yes"),
            ("report", "--output", str(tmp_path / "r.html")),
        ):
            command = product.gallery_migrate(*words)
            assert command.returncode == 2, (words, command.stdout + command.stderr)
            assert SAID in " ".join(command.stderr.split()), words
        doctor = product.gallery_migrate("doctor", "--json")
        (row,) = [one for one in json.loads(doctor.stdout) if one["subject"] == "form of the state"]
        assert row["well"] is False
        assert SAID in row["found"]
        assert TO_DO in row["remedy"]
        assert azure.writes() == []
        assert records(product) == before


def records(product: Kept) -> dict[str, object]:
    """What is in the state, by URN, and of records what they hold; the engine encrypts secrets anew at each update."""
    return {
        str(one["urn"]): one.get("outputs") if one["type"] == "pulumi:index:Stash" else None
        for one in product.resources()
    }
