"""To which migration a step of a plan belongs. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.component.state.resource_types import COMPONENT, DEFINITION, IMAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from managed_image_to_gallery.cli.preview_digest import Digest, Step
    from managed_image_to_gallery.config.sharing import Sharing


def owner_of(step: Step) -> str | None:
    """The migration whose component the step's resource is, or is in; None for what belongs to the whole stack.

    The engine shows a delete that an earlier update has left pending without its component; then the name says which
    it is.
    """
    if step.resource_type == COMPONENT:
        return step.name
    if COMPONENT not in step.urn:
        return None
    return step.parent.rsplit("::", 1)[-1] or step.name.rpartition("-")[0]


def steps_of(digest: Digest, names: Collection[str]) -> list[str]:
    """URNs of the steps that change something of these migrations."""
    return [step.urn for step in digest.steps if step.operation != "same" and owner_of(step) in names]


def steps_of_others(digest: Digest, selected: Collection[str], sharing: Mapping[str, Sharing]) -> list[str]:
    """URNs of the steps that change something of migrations that are not selected.

    A definition or a source image that a selected migration shares is its own too, whichever component declares it.
    """
    return [
        step.urn
        for step in digest.steps
        if step.operation != "same"
        and (owner := owner_of(step)) is not None
        and not _belongs_to(step, owner, selected, sharing)
    ]


def _belongs_to(step: Step, owner: str, selected: Collection[str], sharing: Mapping[str, Sharing]) -> bool:
    if owner in selected:
        return True
    shared = sharing.get(owner)
    if shared is None:
        return False
    sharers = {IMAGE: shared.source_sharers, DEFINITION: shared.definition_sharers}.get(step.resource_type, ())
    return any(name in selected for name in sharers)
