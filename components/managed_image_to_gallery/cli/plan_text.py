"""A preview in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.preview_digest import DELETES, REPLACES
from managed_image_to_gallery.component.state.resource_types import COMPONENT, RECORD, STACK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.cli.preview_digest import Digest, Step

_WORDS = {
    RECORD: "record",
}
_NAMED_BY_KIND = (Kind.IMAGE, Kind.VERSION, Kind.DEFINITION, Kind.GALLERY)
_UNTOLD = (STACK, COMPONENT, "pulumi:providers:")
_VERBS = {"import": "adopt", "same": "keep"}


def changes(digest: Digest) -> list[Step]:
    """The steps that change something, without the stack, components and providers."""
    return [step for step in digest.steps if step.operation != "same" and not step.resource_type.startswith(_UNTOLD)]


def deletions(digest: Digest) -> list[Step]:
    """The steps that delete something in Azure; records live only in the stack's state."""
    found = (step for step in changes(digest) if step.operation in DELETES | REPLACES)
    return [step for step in found if step.key.startswith("/subscriptions/")]


def lines(steps: Iterable[Step]) -> list[str]:
    """A line per step: `adopt   source image      web-1.0.0-source`."""
    return [f"  {verb(step):<8}{word(step):<18}{one_line(step.name)}" for step in steps]


def verb(step: Step) -> str:
    """What is done."""
    return _VERBS.get(step.operation, step.operation)


def word(step: Step) -> str:
    """What it is done to."""
    if step.kind is not None and step.kind in _NAMED_BY_KIND:
        return step.kind.value
    return _WORDS.get(step.resource_type, step.resource_type.rsplit(":", 1)[-1])
