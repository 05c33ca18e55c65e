"""Rules that need the defaults applied: how the fields of one migration fit together."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.limits import MAX_TAGS
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.times import InvalidDate, end_of_life
from managed_image_to_gallery.config.boot_test.rules import resolved_boot_test_faults
from managed_image_to_gallery.config.choices import ReplicationMode, Stage
from managed_image_to_gallery.config.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.config.migration import Migration


def migration_faults(migration: Migration, now: datetime | None = None) -> Iterator[Fault]:
    """Everything that does not fit together in one migration. `now` is the time that dates are compared with."""
    yield from _requires_others(migration)
    yield from resolved_boot_test_faults(migration)
    if not migration.is_existing:
        yield from _managed_version(migration, now or datetime.now(UTC))


def _managed_version(migration: Migration, now: datetime) -> Iterator[Fault]:
    """What is asked of a version that the stack itself makes, or has taken over."""
    yield from _regions_are_named(migration)
    yield from _source_region_is_a_target(migration)
    yield from _shallow(migration)
    yield from _block_deletion(migration)
    yield from _not_too_many_tags(migration)
    if migration.stage is Stage.PUBLISHED:
        # Later the version exists and its date may pass: an entry may stay in the config for good.
        yield from _dates_to_come(migration, now)


def _regions_are_named(migration: Migration) -> Iterator[Fault]:
    if not migration.target_regions:
        yield Fault(
            f"{migration.path}.targetRegions",
            None,
            "must name at least the region of the source image",
            "List the regions here or in defaults.",
        )


def _source_region_is_a_target(migration: Migration) -> Iterator[Fault]:
    location = migration.settings.source.location
    if location and migration.target_regions and canonical_region(location) not in migration.regions:
        yield missing_source_region(migration, location)


def missing_source_region(migration: Migration, location: str) -> Fault:
    """The fault that the source image's region is not among the targets, from the config or from a live read."""
    return Fault(
        f"{migration.path}.targetRegions",
        ", ".join(region.name for region in migration.target_regions),
        f"must contain the source image's region, {location}: a version lives where its source lives",
        f"Add {location} to the list.",
    )


def _shallow(migration: Migration) -> Iterator[Fault]:
    if migration.settings.replication_mode is not ReplicationMode.SHALLOW:
        return
    path = f"{migration.path}.replicationMode"
    if migration.stage is not Stage.PUBLISHED:
        yield Fault(
            path,
            "Shallow",
            f"cannot go with stage {migration.stage.value}: a shallow version goes on depending on its source",
            "Publish another version number with replicationMode Full, or stay published.",
        )
    if len(migration.target_regions) > 1 or any(region.replica_count > 1 for region in migration.target_regions):
        yield Fault(path, "Shallow", "allows only the source's region with one replica", "Use Full.")
    if migration.further_replicas:
        remedy = "Use Full, or leave edge zones and additional replica sets out."
        yield Fault(path, "Shallow", "allows only the source's region with one replica", remedy)
    if any(region.encryption for region in migration.target_regions):
        yield Fault(path, "Shallow", "does not go with disk encryption sets", "Use Full, or leave encryption out.")


def _block_deletion(migration: Migration) -> Iterator[Fault]:
    settings = migration.settings
    if settings.block_deletion_before_end_of_life and settings.end_of_life_date is None:
        yield Fault(
            f"{migration.path}.blockDeletionBeforeEndOfLife", True, "needs endOfLifeDate", "Give endOfLifeDate too."
        )


def _not_too_many_tags(migration: Migration) -> Iterator[Fault]:
    count = len(migration.settings.tags or {})
    if count > MAX_TAGS:
        rule = f"must not be more than {MAX_TAGS}, those of defaults counted"
        yield Fault(f"{migration.path}.tags", f"{count} tags", rule, "Leave some out, or put several into one value.")


def _requires_others(migration: Migration) -> Iterator[Fault]:
    for index, version in enumerate(migration.settings.requires or ()):
        if any(same_id(version, one) for one in migration.versions):
            rule = "is the migration's own version, which the gate proves anyway"
            yield Fault(f"{migration.path}.requires[{index}]", version, rule, "Name versions of others, or none.")


def _dates_to_come(migration: Migration, now: datetime) -> Iterator[Fault]:
    for path, text in (
        (f"{migration.path}.endOfLifeDate", migration.settings.end_of_life_date),
        (f"{migration.path}.definition.endOfLifeDate", migration.definition.end_of_life_date),
    ):
        # A date that cannot be read is reported where it is written.
        with suppress(InvalidDate):
            if text is not None and end_of_life(text) <= now:
                yield Fault(path, text, "is in the past", "Choose a date to come, or leave it out.")
