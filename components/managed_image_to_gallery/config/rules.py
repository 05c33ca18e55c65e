"""What the parts of the config must be, each by itself: gallery, entry, version settings, scan. Pure.

Each rule is one small generator of faults; numbers and names come from the room `azure`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import limits, names
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import is_id_of_anything, resource_id_or_none
from managed_image_to_gallery.config.boot_test.rules import boot_test_faults
from managed_image_to_gallery.config.definition_rules import definition_faults
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.gallery_parts.rules import (
    edge_zone_faults,
    identity_faults,
    lock_faults,
    only_when_made,
    replica_count_faults,
    replica_set_faults,
    role_faults,
    security_faults,
    sharing_faults,
)
from managed_image_to_gallery.config.value_rules import (
    end_of_life_faults,
    name_faults,
    region_name_faults,
    resource_id_faults,
    subscription_faults,
    tag_faults,
)
from managed_image_to_gallery.config.version_choice import version_choice_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from managed_image_to_gallery.config.models import (
        AbandonedVersion,
        Gallery,
        MigrationEntry,
        ReferenceScan,
        Source,
        VersionSettings,
    )

_NAME = "[A-Za-z0-9._-]"
_NAME_IN_WORDS = "letters (A to Z), digits, dots, dashes or underscores"
_VERSIONS = "Microsoft.Compute/galleries/images/versions"
_FORMER_NAME = (
    "Choose such a name. A stack that has the migration under this one: say it as formerName beside the new name."
)
_ALIAS = "Choose such a name. A stack that has it under this one: aliases=[pulumi.Alias(name=…)] in its options."


def gallery_faults(gallery: Gallery, path: str) -> Iterator[Fault]:
    """Everything that can be said about the gallery by itself."""
    yield from name_faults(gallery.name, f"{path}.name", names.violations_of_gallery_name)
    yield from name_faults(gallery.resource_group, f"{path}.resourceGroup", names.violations_of_resource_group_name)
    if gallery.location:
        yield from region_name_faults(gallery.location, f"{path}.location")
    yield from tag_faults(gallery.tags or {}, f"{path}.tags")
    yield from sharing_faults(gallery.sharing_profile, f"{path}.sharingProfile")
    yield from identity_faults(gallery.identity, f"{path}.identity")
    yield from role_faults(gallery.role_assignments, path)
    yield from lock_faults(gallery.lock, f"{path}.lock", of_gallery=True)
    if not gallery.create:
        keys = ("tags", "sharing_profile", "soft_delete_policy", "identity", "role_assignments", "lock")
        yield from only_when_made(gallery, keys, path, "is not made here (create: true)")


def entry_faults(entry: MigrationEntry, path: str) -> Iterator[Fault]:
    """Everything that can be said about one entry by itself, its version settings aside."""
    yield from _name(entry, path)
    yield from _source(entry.source, f"{path}.source")
    yield from version_choice_faults(entry, path)
    if entry.definition is not None:
        yield from definition_faults(entry.definition, f"{path}.definition")
    yield from _version(entry, f"{path}.version")
    yield from _version_ids(entry.existing_versions or (), f"{path}.existingVersions")
    for index, reference in enumerate(entry.accepted_references or ()):
        if not is_id_of_anything(reference.id):
            where = f"{path}.acceptedReferences[{index}].id"
            yield from resource_id_faults(reference.id, where, "what names the image")
        if not reference.reason.strip():
            yield Fault(
                f"{path}.acceptedReferences[{index}].reason",
                reference.reason,
                "must not be empty",
                "Say why it is safe.",
            )
    yield from _version_ids(entry.requires or (), f"{path}.requires")


def _version_ids(versions: Iterable[str], path: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for index, version in enumerate(versions):
        where = f"{path}[{index}]"
        yield from resource_id_faults(version, where, "an image version", _VERSIONS)
        number = version.strip().rstrip("/").rpartition("/")[2]
        if number.lower() == "latest":
            rule = "must name a version by its number: which one is the latest changes"
            yield Fault(where, version, rule, "Write the number of the version that holds the image.")
        first = seen.setdefault(f"/{version.strip().strip('/').lower()}", where)
        if first != where:
            yield Fault(where, version, f"is the same version as {first}", "Keep one of the two.")


def settings_faults(settings: VersionSettings, path: str) -> Iterator[Fault]:
    """Version settings, as they stand in `defaults` or in an entry."""
    yield from _target_regions(settings, path)
    if settings.end_of_life_date is not None:
        yield from end_of_life_faults(settings.end_of_life_date, f"{path}.endOfLifeDate")
    yield from _data_disk_limit(settings, path)
    yield from _days_not_used(settings, path)
    yield from tag_faults(settings.tags or {}, f"{path}.tags")
    yield from security_faults(settings.security_profile, f"{path}.securityProfile")
    yield from edge_zone_faults(settings.target_extended_locations, path)
    yield from lock_faults(settings.lock, f"{path}.lock")
    yield from boot_test_faults(settings.boot_test, f"{path}.bootTest")


def instance_faults(name: str) -> Iterator[Fault]:
    """The name of an instance of the component: that of a migration, or a program's own."""
    if not re.fullmatch(f"{_NAME}+", name):
        yield Fault("name", name, f"must be {_NAME_IN_WORDS}", _ALIAS)


def _version(entry: MigrationEntry, path: str) -> Iterator[Fault]:
    if entry.version is None:
        return
    meant = ".".join(map(str, names.number_in_azure(entry.version) or ()))
    is_right = not names.violations_of_version_number(meant)
    remedy = f'Write "{meant}".' if is_right else "Choose a number that Azure accepts."
    for violation in names.violations_of_version_number(entry.version):
        yield Fault(path, entry.version, violation, remedy)


def _name(entry: MigrationEntry, path: str) -> Iterator[Fault]:
    """It stands in comments, reports and terminals of others, so it has nothing that steers them."""
    if entry.name is not None and not re.fullmatch(f"{_NAME}{{1,100}}", entry.name):
        yield Fault(f"{path}.name", entry.name, f"must be 1 to 100 {_NAME_IN_WORDS}", _FORMER_NAME)


def scan_faults(scan: ReferenceScan, path: str) -> Iterator[Fault]:
    """The subscriptions of the reference scan."""
    for index, subscription in enumerate(scan.subscriptions):
        yield from subscription_faults(subscription, f"{path}.subscriptions[{index}]")


def abandoned_faults(abandoned: Iterable[tuple[int, AbandonedVersion]], path: str) -> Iterator[Fault]:
    """Versions that are given up, with the index they stand at: each by its whole id, once, with a reason.

    A migration of the config may still publish such a version, or keep it: the entry is a permission and no order.
    """
    seen: dict[str, str] = {}
    for index, one in abandoned:
        where = f"{path}[{index}]"
        yield from resource_id_faults(one.id, f"{where}.id", "an image version", _VERSIONS)
        first = seen.setdefault(f"/{one.id.strip().strip('/').lower()}", where)
        if first != where:
            yield Fault(f"{where}.id", one.id, f"is the same version as {first}.id", "Keep one of the two.")
        if not one.reason.strip():
            yield Fault(f"{where}.reason", one.reason, "must not be empty", "Say why nobody will need it again.")


def _source(source: Source, path: str) -> Iterator[Fault]:
    by_name = source.resource_group is not None or source.name is not None
    if (source.id is not None) == by_name:
        yield Fault(path, None, "must say either id, or resourceGroup and name", "Keep one of the two.")
    elif source.id is not None:
        yield from resource_id_faults(source.id, f"{path}.id", "a managed image", "Microsoft.Compute/images")
        parsed = resource_id_or_none(source.id)
        if parsed is not None:
            yield from name_faults(parsed.resource_group, f"{path}.id", names.violations_of_resource_group_name)
    else:
        for key, value, rule in (
            ("resourceGroup", source.resource_group, names.violations_of_resource_group_name),
            ("name", source.name, names.violations_of_image_name),
        ):
            if value is None:
                yield Fault(f"{path}.{key}", None, "is required", "Add it.")
            else:
                yield from name_faults(value, f"{path}.{key}", rule)
    if source.location:
        yield from region_name_faults(source.location, f"{path}.location")


def _target_regions(settings: VersionSettings, path: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for index, region in enumerate(settings.target_regions or ()):
        where = f"{path}.targetRegions[{index}]"
        yield from region_name_faults(region.name, f"{where}.name")
        first = seen.setdefault(canonical_region(region.name), where)
        if first != where:
            yield Fault(f"{where}.name", region.name, f"is the same region as {first}.name", "Keep one of the two.")
        yield from replica_count_faults(region.replica_count, where)
        yield from replica_set_faults(region.additional_replica_sets, where)
    yield from _encryption_everywhere(settings, path)


def _encryption_everywhere(settings: VersionSettings, path: str) -> Iterator[Fault]:
    regions = settings.target_regions or ()
    without = [region.name for region in regions if region.encryption is None]
    if without and len(without) < len(regions):
        yield Fault(
            f"{path}.targetRegions",
            without,
            "regions without encryption beside regions with it; Azure takes all or none",
            "Give every region its disk encryption sets, or none.",
        )


def _data_disk_limit(settings: VersionSettings, path: str) -> Iterator[Fault]:
    limit = settings.max_data_disk_size_gb
    if limit is not None and not 1 <= limit <= limits.MAX_DATA_DISK_SIZE_GB:
        yield Fault(
            f"{path}.maxDataDiskSizeGB", limit, f"must be 1 to {limits.MAX_DATA_DISK_SIZE_GB}", "Azure takes no more."
        )


def _days_not_used(settings: VersionSettings, path: str) -> Iterator[Fault]:
    days = settings.not_used_for_days
    if days is not None and not 0 <= days <= limits.ACTIVITY_LOG_DAYS:
        rule = f"must be 0 to {limits.ACTIVITY_LOG_DAYS}: Azure keeps its activity log for so many days"
        yield Fault(f"{path}.notUsedForDays", days, rule, "Choose such a number; 0 does not ask.")
