"""`check`: every rule, before anything is sent."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from managed_image_to_gallery.cli.commands.options import CSV, FOLDER, HERE, JSON, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.short_ids import with_short_ids
from managed_image_to_gallery.cli.output.table import FAILED, Form, Table, Value, form_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.config.faults import Fault

_COLUMNS = {"where": "Where", "value": "Value", "rule": "Rule", "remedy": "What to do"}


def check(stack: STACK = None, cwd: FOLDER = HERE, as_json: JSON = False, as_csv: CSV = False) -> None:
    """Check all migrations against every rule of the config and of Azure. Changes nothing.

    Exit status: 0 no fault was found, 1 there are faults, 3 Azure did not answer.

    Example: gallery-migrate check --stack production
    """
    from managed_image_to_gallery.config.faults import distinct

    opened = MigrationStack.open(cwd.resolve(), stack)
    found, count = _faults(opened)
    faults = distinct(found)
    _tell_secrets_that_will_be_readable(opened)
    form = form_of(as_json=as_json, as_csv=as_csv)
    if form is Form.TEXT:
        subscription = opened.settings().subscription_id or ""
        rows = [_for_people(fault, subscription) for fault in faults]
        Table(_COLUMNS, rows, complete=True, tones={"rule": lambda _: FAILED}).print()
    else:
        Table(_COLUMNS, [_row(fault) for fault in faults]).print(form)
    if faults:
        tell("1 fault." if len(faults) == 1 else f"{len(faults)} faults.", err=True)
        raise typer.Exit(ExitStatus.REFUSED)
    tell(f"{'1 migration' if count == 1 else f'{count} migrations'} checked, no fault found.", err=True)


def _faults(opened: MigrationStack) -> tuple[Sequence[Fault], int]:
    """The faults of the config; of a faultless one, what Azure has against it. And the number of migrations."""
    from managed_image_to_gallery.cli.stored_records import stored_migrations
    from managed_image_to_gallery.component.context import contexts_of, faults_of
    from managed_image_to_gallery.config.faults import ConfigFaults, named
    from managed_image_to_gallery.config.sharing import sharing_by_name

    try:
        plan = opened.plan()
    except ConfigFaults as error:
        return error.faults, 0
    stored, sharing = stored_migrations(opened.stored_state()), sharing_by_name(plan.migrations)
    known = contexts_of(opened.settings(), stored, plan.migrations, sharing, made={})
    found = [fault for one in known for fault in faults_of(stored, one)]
    names = {index: migration.name for index, migration in enumerate(plan.migrations)}
    return opened.located(named(found, names)), len(plan.migrations)


def _tell_secrets_that_will_be_readable(opened: MigrationStack) -> None:
    """Azure shows tags and descriptions to every reader, and so does the state; only a probe is kept a secret there."""
    from managed_image_to_gallery.cli.config_file.resolved import NotEditable, secrets_in
    from managed_image_to_gallery.cli.config_file.stack_file import StackFile

    secrets: list[str] = []
    with suppress(NotEditable):  # the engine has read it, and what it says is judged elsewhere
        secrets = secrets_in(StackFile(opened.file).text)
    for path in secrets:
        if ".bootTest.probe." not in path:
            tell(
                f"{path} is a secret in {opened.file.name} and will be plain text in the state and in Azure.", err=True
            )


def _row(fault: Fault) -> dict[str, Value]:
    said = "" if fault.value is None else str(fault.value)
    known = {"where": fault.path, "value": said, "rule": fault.rule, "remedy": fault.remedy}
    return {**known, "migration": fault.entry, "line": fault.line}


def _for_people(fault: Fault, subscription: str) -> dict[str, Value]:
    """The entry by its name and line instead of its index, and short ids."""
    place = "" if fault.line is None else f" (line {fault.line})"
    inside = fault.path.partition("].")[2] if fault.entry else fault.path
    where = f"{fault.entry}{place}{inside and f': {inside}'}" if fault.entry else f"{inside}{place}"
    texts = {key: with_short_ids(str(value), subscription) for key, value in _row(fault).items()}
    return {**texts, "where": where}
