"""The facts of a report: an entry per migration, and the managed images that no migration takes."""

from __future__ import annotations

import asyncio
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.cli.inventory.estate import reasons_against
from managed_image_to_gallery.cli.inventory.rows import size_gb
from managed_image_to_gallery.cli.inventory.users import swept, users_of_all
from managed_image_to_gallery.cli.progress.samples import COMPLETED, Sample, samples_of
from managed_image_to_gallery.cli.references import Change, find_changes
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.gate import run_gate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageReference, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.azure_reads.shared_facts import SharedFacts
    from managed_image_to_gallery.cli.azure_reads.stack_facts import StackFacts
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.verdicts import Verdict


@dataclass(frozen=True)
class ReportedMigration:
    """One migration: image and versions (None where there is none), regions, verdicts (none once retired), changes.

    evidence: the record of the state with its `intact`; None where the state has none. adopted: the image as the state
    has it since it was adopted.
    """

    migration: Migration
    image: ManagedImage | None
    versions: Sequence[ImageVersion | None]
    samples: Sequence[Sample]
    verdicts: Sequence[Verdict]
    changes: Sequence[Change]
    evidence: JsonObject | None
    adopted: AdoptedImage | None = None

    @property
    def source_id(self) -> ResourceId:
        """The source image as Azure spells it; once it is gone, as the config does."""
        return self.image.id if self.image else self.migration.source_as_written

    @property
    def version(self) -> ImageVersion | None:
        """The version; of several that others keep, the first that is there."""
        return next((one for one in self.versions if one is not None), None)

    @property
    def missing(self) -> str:
        """What is said where a version is not there; empty where all are."""
        if all(self.versions):
            return ""
        return "not there" if self.migration.is_existing else "not made yet"

    @property
    def size_gb(self) -> int | None:
        """OS and data disks in GB: of the image, once it is gone as it was adopted, or as Azure says of the version."""
        if self.image:
            return size_gb(self.image)
        return _adopted_gb(self.adopted) or (_version_gb(self.version) if self.version else None)

    @property
    def replicas(self) -> int:
        """The copies of the version in all its regions."""
        return sum(region.replica_count for region in self.migration.target_regions)

    @property
    def replication(self) -> str:
        """The regions that are not complete, each; else that all are."""
        behind = [f"{sample.region} {sample.state}" for sample in self.samples if sample.state != COMPLETED]
        return ", ".join(behind) or f"complete ({len(self.samples)})"

    @property
    def version_name(self) -> str:
        """`gallery/definition/version`, each of several."""
        return ", ".join("/".join(version.names) for version in self.migration.versions)

    def replicas_in(self, region: str) -> int | str:
        """The copies that are asked for in a region, of a version of others those that it has; empty where unknown."""
        asked = {canonical_region(one.name): one.replica_count for one in self.migration.target_regions}
        own = {one.name: one.replica_count for one in self.version.target_regions} if self.version else {}
        return {**own, **asked}.get(region, "")

    @property
    def left_to_do(self) -> list[str]:
        """What a person has to do until this migration is finished."""
        if self.migration.stage is Stage.RETIRED:
            steps = ["Run `gallery-migrate retire`: the image is still there."] if self.image else []
        else:
            steps = [f"{verdict.check}: {verdict.remedy}" for verdict in self.verdicts if not verdict.passed]
            command = "validate" if self.migration.stage is Stage.PUBLISHED else "retire"
            steps += [] if steps else [f"Run `gallery-migrate {command} {shlex.quote(self.migration.name)}`."]
        return [*steps, *(f"Change {change.kind} {change.consumer_id}." for change in self.changes)]


async def read_facts(
    look: StackFacts,
    migrations: Sequence[Migration],
    evidence: Mapping[str, JsonObject],
    adopted: Mapping[str, AdoptedImage | None],
    time: float,
) -> list[ReportedMigration]:
    """The facts of migrations, in their order; evidence and adopted images by name. Raises ReadFailed."""
    images, versions, verdicts, changes = await asyncio.gather(
        asyncio.gather(*(look.image(one.source_id) for one in migrations)),
        asyncio.gather(*(_versions(look, one) for one in migrations)),
        asyncio.gather(*(_verdicts(look, one, adopted.get(one.name)) for one in migrations)),
        find_changes(look, migrations),
    )
    return [
        ReportedMigration(
            migration=one,
            image=image,
            versions=found_versions,
            samples=[
                sample
                for each, version in zip(one.each_version, found_versions, strict=True)
                for sample in samples_of(each, version, time)
            ],
            verdicts=found,
            changes=changes[one.name],
            evidence=evidence.get(one.name),
            adopted=adopted.get(one.name),
        )
        for one, image, found_versions, found in zip(migrations, images, versions, verdicts, strict=True)
    ]


async def _versions(look: StackFacts, migration: Migration) -> list[ImageVersion | None]:
    return await asyncio.gather(*(look.version(version) for version in migration.versions))


def _adopted_gb(adopted: AdoptedImage | None) -> int | None:
    """The sum of the disks in the record; None of a record that holds only a digest."""
    sizes = [value for name, value in adopted.content.items() if name.endswith(".diskSizeGB")] if adopted else []
    return sum(size for size in sizes if isinstance(size, int)) or None


def _version_gb(version: ImageVersion) -> int | None:
    return ((version.os_disk_size_gb or 0) + sum(disk.size_gb or 0 for disk in version.data_disks)) or None


async def _verdicts(look: StackFacts, migration: Migration, adopted: AdoptedImage | None) -> Sequence[Verdict]:
    """What the gate says now; of a retired migration it could only say that the image is gone."""
    if migration.stage is Stage.RETIRED:
        return ()
    return (await run_gate(look, migration.gate_subject(adopted))).verdicts


@dataclass(frozen=True)
class LeftOut:
    """An image without a migration: why Azure would not take it (empty when it would), and who uses it."""

    image: ManagedImage
    reasons: Sequence[str]
    users: Sequence[ImageReference]

    @property
    def user_names(self) -> str:
        """Its users in one text."""
        return ", ".join(user.short_text for user in self.users)


def subscriptions_of(subscription_id: str, migrations: Sequence[Migration]) -> set[str]:
    """Where a stack's images may be: its own subscription and those of its sources."""
    return {subscription_id.lower(), *(one.source_id.subscription_id.lower() for one in migrations)}


async def read_left_out(
    look: SharedFacts, subscriptions: AbstractSet[str], taken: AbstractSet[str]
) -> tuple[list[LeftOut], str]:
    """Images of subscriptions that are not among the folded ids of those taken, by id, and how certain their users are.

    Raises ReadFailed.
    """
    images, sweep = await asyncio.gather(look.images(subscriptions), swept(look, subscriptions))
    left = [image for image in images if image.id.key not in taken]
    if not left:
        return [], ""
    users = await users_of_all(look, subscriptions, left, sweep)
    return [LeftOut(one, reasons_against(one), users.index.users_of(one.id)) for one in left], users.certainty
