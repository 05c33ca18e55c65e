"""What the gate is asked about: one source image and the version, or the versions, that are to replace it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.resource_graph import SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.boot_test import BootTest, BootTestRecord


@dataclass(frozen=True)
class GateSubject:
    """One migration as the gate sees it: its first version, and a subject like it for each further one.

    migration: the migration's name, for messages.
    target_regions: every region of the config, canonical; all must be replicated to.
    replica_counts: canonical region → replicas asked for; regions that are left out are not compared.
    encrypted_disks: canonical region or edge zone, and disk, that are to have a disk encryption set, whichever it is.
    storage: canonical region or edge zone → how its replicas are to be stored; those left out are not compared.
    edge_zones: every edge zone of the config, canonical; all must be replicated to.
    further_replicas: replicas asked for beside those: of edge zones by name, of a region's additional sets by its name
    and how they are stored (`eastus2 Premium_LRS`).
    adopted: the source image as it was when it was adopted; None where no record of that is known, which is refused.
    accepted_references: (id, reason) of what may go on naming the source image; a scale set covers its instances.
    searched_subscriptions: subscriptions that are searched for references; the source's own is in any case.
    sweep: what is swept by Resource Graph for further references; None where the config does without.
    not_used_for_days: for how many days nothing may have been made from the source image that is gone; 0 asks nothing.
    required_versions: further versions that must be complete from the source image.
    boot_test: the test machines that prove the version; None where none is asked for.
    source_as_written: the source image as the config spells it, for messages; `source_id` may be folded.
    existing: others keep the version; it must be in every region that it has itself where `target_regions` names none.
    proven_regions: the regions in which stored evidence saw such a version, canonical; it must have them still.
    further: the subjects of the other versions, each of which must be proven too.
    boot_test_record: what an earlier boot test proved, from stored evidence; with it no machine is looked at.
    """

    migration: str
    source_id: ResourceId
    version_id: ResourceId
    definition_id: ResourceId
    gallery_id: ResourceId
    target_regions: tuple[str, ...]
    replica_counts: Mapping[str, int] = field(default_factory=dict[str, int])
    encrypted_disks: frozenset[tuple[str, str]] = frozenset()
    storage: Mapping[str, str] = field(default_factory=dict[str, str])
    edge_zones: tuple[str, ...] = ()
    further_replicas: Mapping[str, int] = field(default_factory=dict[str, int])
    adopted: AdoptedImage | None = None
    accepted_references: tuple[tuple[str, str], ...] = ()
    searched_subscriptions: tuple[str, ...] = ()
    sweep: SweepScope | None = None
    not_used_for_days: int = 0
    required_versions: tuple[ResourceId, ...] = ()
    boot_test: BootTest | None = None
    boot_test_record: BootTestRecord | None = None
    source_as_written: ResourceId | None = None
    existing: bool = False
    proven_regions: tuple[str, ...] = ()
    further: tuple[GateSubject, ...] = ()

    @property
    def of_each_version(self) -> tuple[GateSubject, ...]:
        """A subject for each version."""
        return (self, *self.further)

    @property
    def source_text(self) -> str:
        """The source image for people, who compare it with the portal."""
        return str(self.source_as_written or self.source_id)
