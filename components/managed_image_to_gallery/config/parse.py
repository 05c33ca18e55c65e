"""From the raw config to migrations, or to one error with every fault.

Each part is judged as far as it can be: an entry whose shape is wrong does not hide what is wrong with its neighbours.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.config.faults import ConfigFaults, Fault, named
from managed_image_to_gallery.config.list_rules import list_faults
from managed_image_to_gallery.config.migration import Migration, make_migration
from managed_image_to_gallery.config.models import (
    AbandonedVersion,
    ComponentArguments,
    Gallery,
    MigrationEntry,
    ReferenceScan,
    StackKeys,
    VersionSettings,
)
from managed_image_to_gallery.config.resolved_rules import migration_faults
from managed_image_to_gallery.config.rules import (
    abandoned_faults,
    entry_faults,
    gallery_faults,
    instance_faults,
    scan_faults,
    settings_faults,
    subscription_faults,
)
from managed_image_to_gallery.config.structure import Model, validated
from managed_image_to_gallery.config.yaml_dates import date_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from managed_image_to_gallery.config.late_values import LateValues

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Plan:
    """What a stack asks for: its gallery, its migrations in config order, the versions that it gives up."""

    gallery: Gallery
    migrations: tuple[Migration, ...]
    abandoned_versions: tuple[AbandonedVersion, ...] = ()


def parse_stack_config(raw: Mapping[str, object], subscription_id: str, now: datetime | None = None) -> Plan:
    """Judge the whole config; keys are those below `managed-image-to-gallery:`. Raises ConfigFaults."""
    faults: list[Fault] = []
    parts = _valid_parts(raw, faults)
    faults.extend(date_faults(raw))
    faults.extend(_part_faults(parts))
    migrations = [] if parts.gallery is None else list(_migrations(parts, parts.gallery, subscription_id))
    for migration in migrations:
        faults.extend(migration_faults(migration, now))
    faults.extend(list_faults(migrations))
    if faults or parts.gallery is None:
        raise ConfigFaults(named(faults, entry_names(raw)))
    return Plan(parts.gallery, tuple(migrations), tuple(one for _, one in parts.abandoned))


def entry_names(raw: Mapping[str, object]) -> dict[int, str]:
    """The names of the entries of a raw config, by index, as far as they can be told; nothing need be right in it."""
    listed = raw.get("migrations")
    entries = cast("list[object]", listed) if isinstance(listed, list) else []
    return {index: name for index, entry in enumerate(entries) if (name := _name_of(entry))}


def _name_of(entry: object) -> str:
    """It stands before what is wrong with it, so a name of several lines must not look like lines of ours."""
    said, source = _mapping(entry), _mapping(_mapping(entry).get("source"))
    parts = [str(each) for each in (_mapping(said.get("definition")).get("name"), said.get("version")) if each]
    if said.get("existingVersions"):
        parts = [str(source.get("name") or source.get("id") or "").rpartition("/")[2]]
    return one_line(str(said.get("name") or "-".join(parts)))[:_LONGEST_NAME]


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def parse_component_args(
    name: str,
    args: Mapping[str, object],
    subscription_id: str,
    now: datetime | None = None,
    late: LateValues | None = None,
) -> Migration:
    """Judge the arguments of one component instance. Raises ConfigFaults with paths like `myName.version`.

    `subscription_id` is the stack's, for arguments that say no other; empty where the stack says none. `late` is what
    there is to know of the outputs that stood in `args`.
    """
    faults: list[Fault] = []
    arguments = validated(ComponentArguments, dict(args), name, faults)
    faults.extend(date_faults(dict(args), name))
    if arguments is None:
        raise ConfigFaults(faults)
    subscription_id = arguments.subscription_id or subscription_id
    faults.extend(_argument_faults(arguments, name, subscription_id))
    if faults:
        raise ConfigFaults(faults)
    migration = make_migration(
        arguments,
        arguments.gallery,
        path=name,
        subscription_id=subscription_id,
        name=name,
        reference_subscriptions=arguments.reference_subscriptions,
        reference_sweep=arguments.reference_sweep,
        abandoned_versions=arguments.abandoned_versions or (),
        late=late,
    )
    faults = [*migration_faults(migration, now), *list_faults([migration])]
    if faults:
        raise ConfigFaults(faults)
    return migration


def _argument_faults(arguments: ComponentArguments, name: str, subscription_id: str) -> Iterator[Fault]:
    """Everything that can be said about the arguments before a migration is made of them."""
    yield from instance_faults(name)
    yield from gallery_faults(arguments.gallery, f"{name}.gallery")
    yield from settings_faults(arguments, name)
    yield from entry_faults(arguments, name)
    yield from subscription_faults(subscription_id, f"{name}.subscription_id")
    yield from abandoned_faults(enumerate(arguments.abandoned_versions or ()), f"{name}.abandonedVersions")


@dataclass(frozen=True)
class _Parts:
    """What of the config has the right shape; entries with the index they stand at."""

    gallery: Gallery | None
    defaults: VersionSettings
    scan: ReferenceScan
    abandoned: tuple[tuple[int, AbandonedVersion], ...]
    entries: tuple[tuple[int, MigrationEntry], ...]


def _valid_parts(raw: Mapping[str, object], faults: list[Fault]) -> _Parts:
    """Each part is read by itself, and adds its faults."""
    validated(StackKeys, dict(raw), "", faults)
    return _Parts(
        gallery=validated(Gallery, raw["gallery"], "gallery", faults) if "gallery" in raw else None,
        defaults=_valid_item(VersionSettings, raw, "defaults", faults) or VersionSettings.model_validate({}),
        entries=_valid_items(MigrationEntry, raw, "migrations", faults),
        scan=_valid_item(ReferenceScan, raw, "referenceScan", faults) or ReferenceScan(),
        abandoned=_valid_items(AbandonedVersion, raw, "abandonedVersions", faults),
    )


def _valid_item(model: type[Model], raw: Mapping[str, object], key: str, faults: list[Fault]) -> Model | None:
    said = raw.get(key)
    return None if said is None else validated(model, said, key, faults)


def _valid_items(
    model: type[Model], raw: Mapping[str, object], key: str, faults: list[Fault]
) -> tuple[tuple[int, Model], ...]:
    listed = raw.get(key)
    items = cast("list[object]", listed) if isinstance(listed, list) else []
    found = ((index, validated(model, item, f"{key}[{index}]", faults)) for index, item in enumerate(items))
    return tuple((index, item) for index, item in found if item is not None)


def _part_faults(parts: _Parts) -> Iterator[Fault]:
    if parts.gallery is not None:
        yield from gallery_faults(parts.gallery, "gallery")
    yield from settings_faults(parts.defaults, "defaults")
    yield from scan_faults(parts.scan, "referenceScan")
    yield from abandoned_faults(parts.abandoned, "abandonedVersions")
    for index, entry in parts.entries:
        yield from settings_faults(entry, f"migrations[{index}]")
        yield from entry_faults(entry, f"migrations[{index}]")


def _migrations(parts: _Parts, gallery: Gallery, subscription_id: str) -> Iterator[Migration]:
    """The entries as migrations; one without a usable source is left out, its fault is reported already."""
    for index, entry in parts.entries:
        with suppress(InvalidResourceId):
            yield make_migration(
                with_defaults(entry, parts.defaults),
                gallery,
                path=f"migrations[{index}]",
                subscription_id=subscription_id,
                reference_subscriptions=parts.scan.subscriptions,
                reference_sweep=parts.scan.sweep,
            )


def with_defaults(entry: MigrationEntry, defaults: VersionSettings) -> MigrationEntry:
    """The entry with the stack's defaults for everything that it does not say itself; tags are merged.

    A tag of the entry takes the place of a default of that name in whatever case: to Azure they are one tag.
    """
    absent = {key: getattr(defaults, key) for key in VersionSettings.model_fields if getattr(entry, key) is None}
    own = entry.tags or {}
    said = {name.lower() for name in own}
    others = {name: value for name, value in (defaults.tags or {}).items() if name.lower() not in said}
    return entry.model_copy(update={**absent, "tags": {**others, **own} or None})
