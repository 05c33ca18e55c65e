"""`doctor`: problems of the set-up."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from typing import TYPE_CHECKING

import typer

from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, JSON, STACK
from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.short_ids import with_short_ids
from managed_image_to_gallery.cli.output.table import ATTENTION, FAILED, Table, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.doctor.azure import Scopes
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.config.migration import Migration

_COLUMNS = {"subject": "Checked", "state": "State", "found": "Found", "remedy": "What to do"}
_STATES = {True: "ok", False: "problem", None: "unknown"}
_TONES = {"ok": "green", "problem": FAILED, "unknown": ATTENTION}


def doctor(stack: STACK = None, cwd: FOLDER = HERE, as_json: JSON = False) -> None:
    """Look at the engine, the provider, the stack, the sign-in and the permissions that each stage needs.

    Exit status: 0 there is no problem, 1 there is one. `unknown` is no problem: it could not be found out.

    Example: gallery-migrate doctor
    """
    from managed_image_to_gallery.cli.doctor import azure, machine

    of_stack, settings, scopes = _stack(cwd, stack)
    found = [*machine.findings(), *of_stack, *asyncio.run(azure.findings(settings, scopes))]
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
    else:
        rows = [_row(one, settings.subscription_id or "") for one in found]
        Table(_COLUMNS, rows, complete=True, tones={"state": lambda state: _TONES[state]}).print()
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


def _stack(folder: Path, name: str | None) -> tuple[list[Finding], AzureSettings, Scopes | None]:
    """Whether the stack can be opened and read, how it reaches Azure, and where it works (None: not known)."""
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.stack import MigrationStack

    try:
        opened = MigrationStack.open(folder.resolve(), name)
        well = Finding("stack", well=True, found=f"{opened.name} ({opened.file.name})")
        settings = opened.settings()
    except CommandFailed as error:
        bad = Finding("stack", well=False, found=error.reason, remedy=error.remedy)
        return [bad], AzureSettings.read({}, os.environ), None
    of_config, scopes, migrations = _config(opened)
    return [well, of_config, *_state(opened, migrations)], settings, scopes


def _state(opened: MigrationStack, migrations: Sequence[Migration]) -> list[Finding]:
    from managed_image_to_gallery.cli.doctor import adoptions, forms
    from managed_image_to_gallery.cli.doctor.state import findings

    try:
        state = opened.state()
    except CommandFailed as error:
        return [Finding(forms.SUBJECT, well=False, found=error.reason, remedy=error.remedy)]
    return [*forms.findings(state), *findings(state), *adoptions.findings(state, migrations)]


def _config(opened: MigrationStack) -> tuple[Finding, Scopes | None, Sequence[Migration]]:
    from managed_image_to_gallery.cli.doctor.azure import scopes_of
    from managed_image_to_gallery.config.faults import ConfigFaults

    try:
        plan = opened.plan()
        scopes = scopes_of(plan, opened.subscription_id())
    except CommandFailed as error:
        return Finding("config", well=False, found=error.reason, remedy=error.remedy), None, ()
    except ConfigFaults as error:
        first = error.faults[0]
        more = f", and {len(error.faults) - 1} more" if len(error.faults) > 1 else ""
        found = f"{first.entry or first.path}: {first.rule}{more}"
        return Finding("config", well=False, found=found, remedy="Run `gallery-migrate check`."), None, ()
    count = len(plan.migrations)
    return Finding("config", well=True, found=f"{count} migration{'' if count == 1 else 's'}"), scopes, plan.migrations
