"""`doctor`: problems of the set-up."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import typer

from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, JSON, STACK
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.short_ids import with_short_ids
from managed_image_to_gallery.cli.output.table import ATTENTION, FAILED, Table, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.doctor.finding import Finding

_COLUMNS = {"subject": "Checked", "state": "State", "found": "Found", "remedy": "What to do"}
_STATES = {True: "ok", False: "problem", None: "unknown"}
_TONES = {"ok": "green", "problem": FAILED, "unknown": ATTENTION}


def doctor(stack: STACK = None, cwd: FOLDER = HERE, as_json: JSON = False) -> None:
    """Look at versions, network, stack, sign-in, and the permissions that each stage needs; say what to type.

    Exit status: 0 there is no problem, 1 there is one. `unknown` is no problem: it could not be found out.

    Example: gallery-migrate doctor
    """
    from managed_image_to_gallery.cli.doctor.examination import examine

    found, subscription = examine(cwd.resolve(), stack)
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
    else:
        rows = [_row(one, subscription) for one in found]
        Table(_COLUMNS, rows, tones={"state": lambda state: _TONES[state]}, beneath=("found", "remedy")).print()
        tell(_summary(found), err=True)
    if any(one.well is False for one in found):
        raise typer.Exit(ExitStatus.REFUSED)


def _row(one: Finding, subscription: str) -> dict[str, str]:
    texts = {"subject": one.subject, "state": _STATES[one.well], "found": one.found, "remedy": one.remedy}
    return {key: with_short_ids(text, subscription) for key, text in texts.items()}


def _summary(found: Sequence[Finding]) -> str:
    problems, unknown = (sum(one.well is state for one in found) for state in (False, None))
    problem = "1 problem" if problems == 1 else f"{problems} problems"
    return f"{len(found)} looked at: {problem if problems else 'no problem'}, {unknown} unknown."
