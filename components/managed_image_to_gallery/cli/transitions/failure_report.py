"""What of an update failed, each cause once. Pure.

A role that is missing, a quota or an outage fails fifty versions with one message; its remedy is one as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import cause_of, counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.engine.failures import StepFailure

_STOPPED = ("context canceled", "update canceled")
"""How the engine ends what was going on, and the update, when somebody stopped it (docs/reference/pulumi-engine.md)."""


def failure_texts(failures: Sequence[StepFailure], *, interrupted: bool) -> list[str]:
    """A text per cause: the first failure of it, and which others are alike.

    What was only stopped has not failed: there is nothing to correct, and the command says how to go on.
    """
    alike: dict[tuple[str, str], list[StepFailure]] = {}
    for failure in failures:
        if not (interrupted and failure.message.strip().lower().endswith(_STOPPED)):
            alike.setdefault((failure.code, cause_of(failure.message)), []).append(failure)
    return [_text(first, others) for first, *others in alike.values()]


def _text(first: StepFailure, others: Sequence[StepFailure]) -> str:
    if not others:
        return first.text()
    names = listed([one.resource for one in others])
    return f"{first.text()}\n    The same of {counted(len(others), 'other')}: {names}."
