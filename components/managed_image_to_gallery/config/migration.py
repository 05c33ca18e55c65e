"""A migration as the component works with it: defaults applied, names turned into ids."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.models import OS_DISK, data_disk
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_graph import SweepScope
from managed_image_to_gallery.azure.resource_ids import (
    ResourceId,
    definition_id,
    gallery_id,
    image_id,
    parse_resource_id,
    version_id,
)
from managed_image_to_gallery.config.boot_test.plan import boot_test_of
from managed_image_to_gallery.config.choices import ReferenceSweep, Stage
from managed_image_to_gallery.config.definition_models import Definition
from managed_image_to_gallery.config.late import folded
from managed_image_to_gallery.config.late_values import LateValues
from managed_image_to_gallery.gate.subject import GateSubject

if TYPE_CHECKING:
    from managed_image_to_gallery.config.gallery_parts.args import StorageAccountType
    from managed_image_to_gallery.config.gallery_parts.models import EdgeZone, Encryption
    from managed_image_to_gallery.config.models import (
        AbandonedVersion,
        Gallery,
        MigrationEntry,
        Source,
        TargetRegion,
    )
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.evidence import Evidence


@dataclass(frozen=True)
class Migration:
    """One source image that becomes one image version, or has become some that others keep.

    `path` is where the config says it (`migrations[1]`), for messages. `settings` has the stack's defaults applied.
    `version_id`, with the ids of its definition and gallery, is the first of those where there are several.
    `further_versions` are the others. `gallery` and `subscription_id` are the stack's, whoever keeps the versions.
    `abandoned_versions` are those that a component by itself gives up; what a stack's config gives up is in its plan.
    `late` are the arguments of such a component that are outputs; a config has none.
    """

    name: str
    path: str
    stage: Stage
    source_id: ResourceId
    gallery: Gallery
    gallery_id: ResourceId
    definition_id: ResourceId
    version_id: ResourceId
    settings: MigrationEntry
    subscription_id: str
    reference_subscriptions: tuple[str, ...]
    reference_sweep: ReferenceSweep = ReferenceSweep.SEARCHED
    abandoned_versions: tuple[AbandonedVersion, ...] = ()
    further_versions: tuple[ResourceId, ...] = ()
    late: LateValues = field(default_factory=LateValues)

    @property
    def is_existing(self) -> bool:
        """Whether its versions are others': the stack only reads them."""
        return self.settings.existing_versions is not None

    @property
    def versions(self) -> tuple[ResourceId, ...]:
        """Every version that must be proven before the source image is deleted."""
        return (self.version_id, *self.further_versions)

    @property
    def each_version(self) -> tuple[Migration, ...]:
        """The migration once for each of its versions, for what looks at one at a time."""
        further = (_of_version(self, version) for version in self.further_versions)
        return (replace(self, further_versions=()), *further)

    @property
    def source_as_written(self) -> ResourceId:
        """The source image as the config spells it, for people; the engine sees `source_id`."""
        return _given_source(self.settings.source, self.source_id.subscription_id)

    @property
    def definition(self) -> Definition:
        """What the config says about the image definition; of one that others keep, that it is there."""
        return self.settings.definition or Definition.model_validate(
            {"name": self.definition_id.name, "existing": True}
        )

    @property
    def target_regions(self) -> tuple[TargetRegion, ...]:
        """The complete list of regions that the version is replicated to."""
        return self.settings.target_regions or ()

    @property
    def regions(self) -> tuple[str, ...]:
        """The target regions in their canonical spelling."""
        return tuple(canonical_region(region.name) for region in self.target_regions)

    @property
    def edge_zones(self) -> tuple[EdgeZone, ...]:
        """The complete list of edge zones that the version is replicated to besides."""
        return self.settings.target_extended_locations or ()

    @property
    def further_replicas(self) -> dict[str, int]:
        """Replicas beside those of the target regions, as the gate names them."""
        sets = {
            f"{canonical_region(region.name)} {one.storage_account_type.value}": one.replica_count
            for region in self.target_regions
            for one in region.additional_replica_sets or ()
        }
        return sets | {canonical_region(zone.extended_location): zone.replica_count for zone in self.edge_zones}

    @property
    def storage(self) -> dict[str, str]:
        """How replicas are to be stored, by canonical region and edge zone, where the config says so."""
        zones = {canonical_region(zone.extended_location): zone.storage_account_type for zone in self.edge_zones}
        regions = {
            canonical_region(region.name): region.storage_account_type or self._general_storage(index)
            for index, region in enumerate(self.target_regions)
        }
        return {place: kind.value for place, kind in (*regions.items(), *zones.items()) if kind is not None}

    @property
    def encrypted_disks(self) -> frozenset[tuple[str, str]]:
        """Canonical region or edge zone, and disk, of everything that is to have a disk encryption set."""
        regions = {canonical_region(region.name): region.encryption for region in self.target_regions}
        zones = {canonical_region(zone.extended_location): zone.encryption for zone in self.edge_zones}
        return frozenset((place, disk) for place, said in {**regions, **zones}.items() for disk in _encrypted(said))

    def _general_storage(self, index: int) -> StorageAccountType | None:
        """What the version says for a region; None where the region's own word is not known yet, or others made it."""
        own = folded(f"targetRegions[{index}].storageAccountType")
        return None if self.is_existing or own in self.late.outputs else self.settings.storage_account_type

    @property
    def searched_subscriptions(self) -> tuple[str, ...]:
        """Where whoever needs the source image is looked for, sorted.

        Beside the image's subscription in the stack's own: the team that takes the image from another one works there,
        its other stacks too, whose versions may still be made of it.
        """
        asked = (self.source_id.subscription_id, self.subscription_id, *self.reference_subscriptions)
        return tuple(sorted({one.lower() for one in asked}))

    @property
    def sweep(self) -> SweepScope | None:
        """What Resource Graph is asked about; None for nothing."""
        if self.reference_sweep is ReferenceSweep.NONE:
            return None
        return SweepScope(self.searched_subscriptions, everywhere=self.reference_sweep is ReferenceSweep.ALL)

    @property
    def required_versions(self) -> tuple[ResourceId, ...]:
        """Further versions that must be complete from the image before it is retired; until then it waits for them."""
        return tuple(parse_resource_id(version) for version in self.settings.requires or ())

    def gate_subject(self, adopted: AdoptedImage | None = None, evidence: Evidence | None = None) -> GateSubject:
        """What the gate is asked about this migration.

        adopted: the image as it was adopted, without which the gate refuses. With the record of a boot test in the
        evidence no test machine is looked at, and what the evidence saw of an existing version's regions must be there.
        """
        first, *further = (_subject(one, adopted, evidence) for one in self.each_version)
        return replace(first, further=tuple(further))


def _encrypted(said: Encryption | None) -> list[str]:
    """The disks that a place of the config names a disk encryption set for."""
    if said is None:
        return []
    return [
        *([OS_DISK] if said.os_disk_image else []),
        *(data_disk(int(one.lun)) for one in said.data_disk_images or ()),
    ]


def _of_version(migration: Migration, version: ResourceId) -> Migration:
    return replace(
        migration,
        version_id=version,
        definition_id=version.parent,
        gallery_id=version.parent.parent,
        further_versions=(),
    )


def _subject(migration: Migration, adopted: AdoptedImage | None, evidence: Evidence | None) -> GateSubject:
    """What the gate is asked about a migration's first version."""
    accepted, version = migration.settings.accepted_references or (), migration.version_id
    return GateSubject(
        migration=migration.name,
        source_id=migration.source_id,
        version_id=version,
        definition_id=migration.definition_id,
        gallery_id=migration.gallery_id,
        target_regions=migration.regions,
        replica_counts={canonical_region(region.name): region.replica_count for region in migration.target_regions},
        encrypted_disks=migration.encrypted_disks,
        storage=migration.storage,
        edge_zones=tuple(canonical_region(zone.extended_location) for zone in migration.edge_zones),
        further_replicas=migration.further_replicas,
        adopted=adopted,
        accepted_references=tuple((reference.id, reference.reason) for reference in accepted),
        searched_subscriptions=migration.searched_subscriptions,
        sweep=migration.sweep,
        not_used_for_days=migration.settings.not_used_for_days or 0,
        required_versions=migration.required_versions if migration.stage is Stage.RETIRED else (),
        boot_test=boot_test_of(migration),
        boot_test_record=evidence.boot_test_of(version) if evidence else None,
        source_as_written=migration.source_as_written,
        existing=migration.is_existing,
        proven_regions=evidence.regions_of(version) if evidence and migration.is_existing else (),
    )


def make_migration(
    entry: MigrationEntry,
    gallery: Gallery,
    *,
    path: str,
    subscription_id: str,
    name: str | None = None,
    reference_subscriptions: tuple[str, ...] = (),
    reference_sweep: ReferenceSweep = ReferenceSweep.SEARCHED,
    abandoned_versions: tuple[AbandonedVersion, ...] = (),
    late: LateValues | None = None,
) -> Migration:
    """Turn one faultless entry, defaults already applied, into a migration. Raises InvalidResourceId."""
    version, *further = _versions(entry, gallery_id(subscription_id, gallery.resource_group, gallery.name))
    return Migration(
        name=name or logical_name(entry),
        path=path,
        stage=entry.stage,
        source_id=source_id(entry.source, subscription_id),
        gallery=gallery,
        gallery_id=version.parent.parent,
        definition_id=version.parent,
        version_id=version,
        settings=entry,
        subscription_id=subscription_id.lower(),
        reference_subscriptions=reference_subscriptions,
        reference_sweep=reference_sweep,
        abandoned_versions=abandoned_versions,
        further_versions=tuple(further),
        late=late or LateValues(),
    )


def _versions(entry: MigrationEntry, gallery: ResourceId) -> list[ResourceId]:
    """The versions of an entry: those that exist, or the one that the stack makes. Raises InvalidResourceId.

    Those that exist in an order of their own, so that the config's means nothing.
    """
    if entry.existing_versions:
        return sorted((parse_resource_id(version) for version in entry.existing_versions), key=lambda one: one.key)
    if entry.definition is None or entry.version is None:
        raise InvalidResourceId("version", "the entry has neither definition and version nor existingVersions")
    return [version_id(definition_id(gallery, entry.definition.name), entry.version)]


def logical_name(entry: MigrationEntry) -> str:
    """The name of a migration that has none: definition and version, which together name it in Azure too.

    With versions that exist it is the image's name, which stays when the list of them changes.
    """
    if entry.name:
        return entry.name
    if entry.definition is not None:
        return f"{entry.definition.name}-{entry.version}"
    return entry.source.name or (entry.source.id or "").rstrip("/").rpartition("/")[2]


def source_id(source: Source, subscription_id: str) -> ResourceId:
    """The id of the source image in the one spelling that the engine ever sees. Raises InvalidResourceId.

    The engine compares ids literally and takes another spelling for another image, which it would import before it
    deletes the "old" one (docs/reference/pulumi-engine.md#import-replacement). Azure ignores case in group and image
    names, so both are folded: however the config spells them, today or after an edit, the id stays the same text.
    """
    given = _given_source(source, subscription_id)
    return ResourceId(
        given.subscription_id,
        given.resource_group.lower(),
        given.provider,
        given.types,
        tuple(name.lower() for name in given.names),
    )


def _given_source(source: Source, subscription_id: str) -> ResourceId:
    if source.id is not None:
        return parse_resource_id(source.id)
    if source.resource_group is None or source.name is None:
        raise InvalidResourceId("source", "it has neither an id nor a resource group and a name")
    return image_id(subscription_id, source.resource_group, source.name)
