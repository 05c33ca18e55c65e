"""Consent to exactly what is deleted: typed by a person, or named by a script."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console

from managed_image_to_gallery.azure.counting import counted, in_order, listed
from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.output.saying import IRREVERSIBLE, tell
from managed_image_to_gallery.cli.preview_digest import folded_id
from managed_image_to_gallery.cli.questions import confirm, confirm_by_typing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.preview_digest import Step


_ROWS_BELOW = 4
"""What follows the list on the screen: its number once more, and the question."""

_LOG_WIDTH = 10_000
"""In a log no id is too long."""


class OtherDeletions(CommandFailed):
    """What would be deleted is not what was expected; nothing was changed."""

    status = ExitStatus.REFUSED


class NameFitsSeveral(OtherDeletions):
    """A name does not say which image is meant: it fits several."""

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        self.name, self.ids = name, tuple(ids)
        listed = "\n".join(f"  {one}" for one in ids)
        super().__init__(
            f"The name {name} fits {len(ids)} images. Nothing was changed. They are:\n{listed}",
            "Give the id of the one that is to be deleted: --expect-delete ID.",
        )


def require_consent(
    deleted: Sequence[Step], expected: Sequence[str], named: Mapping[str, str], *, yes: bool, can_ask: bool
) -> None:
    """Go on only with consent to every deletion.

    deleted: the plan's steps that delete something in Azure. expected: names (or ids) that the caller said would be
    deleted. named: ids of all source images that the config names, by folded id, whatever their stage: a name that
    fits one of those too does not say which is meant. Raises OtherDeletions when they differ, Declined when a person
    says no.
    """
    deleted = sorted(deleted, key=lambda step: in_order(step.key))
    ids = {step.key: step.cloud_id for step in deleted}
    _tell(ids, "image" if all(step.kind is Kind.IMAGE for step in deleted) else "resource")
    if expected or yes:
        _compare(ids, [_meant(text, {**named, **ids}) for text in expected])
    if yes:
        return
    if not ids:
        confirm("Retire?", yes=False, can_ask=can_ask)
        return
    word = _name(next(iter(ids.values()))) if len(ids) == 1 else f"delete {len(ids)}"
    confirm_by_typing("It cannot be undone.", word, can_ask=can_ask)


def _tell(ids: Mapping[str, str], noun: str) -> None:
    """All of them; and their number once more where the first have left the screen."""
    if not ids:
        tell("Nothing is deleted.")
        return
    count = counted(len(ids), noun)
    screen = Console()
    lines = _lines([one_line(one) for one in ids.values()], screen.width if screen.is_terminal else _LOG_WIDTH)
    tell("\n".join([f"This deletes in Azure ({count}):", *lines]), style=IRREVERSIBLE)
    if len(lines) + _ROWS_BELOW > screen.height:
        tell(f"In all {count}: {listed([_name(one) for one in ids.values()])}.", style=IRREVERSIBLE)


def _lines(ids: Sequence[str], width: int) -> list[str]:
    """An id to a line; where they would be broken, under their subscription what tells them apart."""
    try:
        parsed = sorted((parse_resource_id(one) for one in ids), key=lambda one: in_order(one.key))
    except InvalidResourceId:
        parsed = []
    if not parsed or all(len(one) + 2 <= width for one in ids):
        return [f"  {one}" for one in ids]
    lines: list[str] = []
    for subscription, group in groupby(parsed, key=lambda one: one.subscription_id):
        lines += [f"  in subscription {subscription}:", *(f"    {_short(one)}" for one in group)]
    return lines


def _short(resource: ResourceId) -> str:
    """`group/name` of an image, and of anything else its type too."""
    kinds = () if resource.types == ("images",) else resource.types[-1:]
    return "/".join((resource.resource_group, *kinds, *resource.names))


def refuse_image_deletions(deleted: Sequence[Step]) -> None:
    """For commands that delete no source image: they must not apply a plan that does, even if the config asks for it.

    Raises OtherDeletions.
    """
    images = [step.cloud_id for step in deleted if step.kind is Kind.IMAGE]
    if images:
        remedy = (
            "The config has migrations in stage retired whose images still exist. `gallery-migrate resume` asks for "
            "consent and deletes them."
        )
        raise OtherDeletions(f"The plan would delete {', '.join(images)}. Nothing was changed.", remedy)


def _meant(text: str, known: Mapping[str, str]) -> str:
    """The folded id that a name or an id means; the text itself when it fits nothing. Raises NameFitsSeveral."""
    if "/" in text.strip():
        return folded_id(text)
    fitting = {key: one for key, one in known.items() if _name(key) == text.strip().lower()}
    if len(fitting) > 1:
        raise NameFitsSeveral(text, [fitting[key] for key in sorted(fitting)])
    return next(iter(fitting), text)


def _compare(ids: Mapping[str, str], meant: Sequence[str]) -> None:
    unexpected = [one for key, one in ids.items() if key not in meant]
    missing = sorted(set(meant) - ids.keys())
    if unexpected or missing:
        parts = [f"would be deleted unexpectedly: {', '.join(unexpected)}"] if unexpected else []
        parts += [f"would not be deleted: {', '.join(missing)}"] if missing else []
        remedy = "Name with --expect-delete exactly the images that are to be deleted."
        raise OtherDeletions(f"{'; '.join(parts)}. Nothing was changed.", remedy)


def _name(cloud_id: str) -> str:
    return cloud_id.rsplit("/", 1)[-1]
