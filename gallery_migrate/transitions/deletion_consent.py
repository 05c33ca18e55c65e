"""Consent to exactly what is deleted: typed by a person, or named by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed
from gallery_migrate.plan_check import IMAGE
from gallery_migrate.questions import confirm, confirm_by_typing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery_migrate.preview_digest import Step


class OtherDeletions(CommandFailed):
    """What would be deleted is not what was expected; nothing was changed."""

    status = ExitStatus.REFUSED


def require_consent(deleted: Sequence[Step], expected: Sequence[str], *, yes: bool, can_ask: bool) -> None:
    """Go on only with consent to every deletion.

    deleted: the plan's steps that delete something in Azure. expected: names (or ids) that the caller said would be
    deleted. Raises OtherDeletions when they differ, Declined when a person says no.
    """
    ids = [step.cloud_id for step in deleted]
    typer.echo("\n".join(["This deletes in Azure:", *(f"  {one}" for one in ids)] if ids else ["Nothing is deleted."]))
    if expected or yes:
        _compare(ids, expected)
    if yes:
        return
    if not ids:
        confirm("Retire?", yes=False, can_ask=can_ask)
        return
    word = _name(ids[0]) if len(ids) == 1 else f"delete {len(ids)}"
    confirm_by_typing("It cannot be undone.", word, can_ask=can_ask)


def refuse_image_deletions(deleted: Sequence[Step]) -> None:
    """For commands that delete no source image: a plan that would, asked for by the config, is not theirs to apply.

    Raises OtherDeletions.
    """
    images = [step.cloud_id for step in deleted if step.resource_type == IMAGE]
    if images:
        remedy = "The config has migrations in stage retired: `gallery-migrate resume` asks for consent and deletes."
        raise OtherDeletions(f"This would delete {', '.join(images)}. Nothing was changed.", remedy)


def _compare(ids: Sequence[str], expected: Sequence[str]) -> None:
    wanted = {name.lower() for name in expected}
    unexpected = [one for one in ids if not {one, _name(one)} & wanted]
    missing = sorted(name for name in wanted if not any(name in {one, _name(one)} for one in ids))
    if unexpected or missing:
        parts = [f"would be deleted unexpectedly: {', '.join(unexpected)}"] if unexpected else []
        parts += [f"would not be deleted: {', '.join(missing)}"] if missing else []
        remedy = "Name exactly what is to be deleted with --expect-delete."
        raise OtherDeletions(f"{'; '.join(parts)}. Nothing was changed.", remedy)


def _name(cloud_id: str) -> str:
    return cloud_id.rsplit("/", 1)[-1]
