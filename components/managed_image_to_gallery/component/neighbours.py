"""What a component instance is given of its neighbours in the same stack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pulumi

    from managed_image_to_gallery.component.state.own_state import OwnMigration
    from managed_image_to_gallery.config.sharing import Role


@dataclass(frozen=True)
class Neighbours:
    """The instance's role among its neighbours, and the resources of theirs that it must wait for.

    waits_for: the gallery, the definition or the source image that a neighbour declares, and the version before it.
    gallery_is_declared: the stack declares the gallery, so that the instance must not.
    former: migrations of the state that the config does not name any more; what they shared is handed on.
    """

    role: Role
    waits_for: Sequence[pulumi.Resource] = field(default=())
    gallery_is_declared: bool = True
    former: Sequence[OwnMigration] = field(default=())
