"""What Azure says about one migration, as the rules and the declarations of the component take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.models import Gallery, ImageDefinition, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.component.beside import FoundCompanion
    from managed_image_to_gallery.gate.verdicts import GateResult


@dataclass(frozen=True)
class MigrationFacts:
    """What Azure says about one migration; None where it says that there is no such thing.

    siblings: the definitions in the gallery, read only while the migration is published.
    version: read only while the migration is published; the gate reads its own.
    gate_result: what the gate said, only for the stage validated.
    regions: those of the stack's subscription by canonical name; None where the identity may not list them.
    existing, existing_definitions: the versions that others keep, in the migration's order, read only while the
    migration is published; their definitions only where machines are made of them. beside: what Azure has already of
    what would be made beside the version. kept_because: why a version that Failed may be the only copy of its source.
    in_bin: whether there is none and its number is in the gallery's bin. namesake: the gallery in another group that
    has the name of the one that is to be made.
    """

    image: ManagedImage | None = None
    gallery: Gallery | None = None
    live_definition: ImageDefinition | None = None
    siblings: tuple[ImageDefinition, ...] = ()
    version: ImageVersion | None = None
    gate_result: GateResult | None = None
    regions: Mapping[str, Region] | None = None
    existing: tuple[ImageVersion | None, ...] = ()
    existing_definitions: tuple[ImageDefinition | None, ...] = ()
    beside: tuple[FoundCompanion, ...] = ()
    kept_because: str = ""
    in_bin: bool = False
    namesake: Gallery | None = None

    @property
    def definition_in_azure(self) -> ImageDefinition:
        """The definition, where `live_rules` has made sure that it is there."""
        if self.live_definition is None:
            raise LookupError("the image definition was not found in Azure")
        return self.live_definition
