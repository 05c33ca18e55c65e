"""New entries, judged by the rules that `check` applies: what it would refuse is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.component.live_reads import read_facts
from managed_image_to_gallery.component.live_rules import live_faults
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.config.sharing import sharing_by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.faults import Fault
    from managed_image_to_gallery.config.migration import Migration


def faults_of_new(
    settings: AzureSettings,
    subscription_id: str,
    config: Mapping[str, object],
    entries: Sequence[Mapping[str, object]],
) -> dict[int, list[Fault]]:
    """What the rules and Azure have against new entries, by their index among the new.

    config: the project's config with its gallery. Faults of the entries that are there already are `check`'s to tell;
    they keep Azure from being asked about the new ones. Raises AzureReadFailed.
    """
    before = cast("list[object]", config.get("migrations") or [])
    whole = {**config, "migrations": [*before, *map(dict, entries)]}
    try:
        migrations = parse_stack_config(whole, subscription_id).migrations
    except ConfigFaults as error:
        return _of_new(error.faults, len(before))
    return _of_new(_live(settings, migrations, len(before)), len(before))


def _live(settings: AzureSettings, migrations: Sequence[Migration], first: int) -> Iterable[Fault]:
    sharing = sharing_by_name(migrations)
    facts = read_facts(settings, migrations[first:], lambda _: None)
    for migration, known in zip(migrations[first:], facts, strict=True):
        yield from live_faults(migration, sharing[migration.name], known)


def _of_new(faults: Iterable[Fault], first: int) -> dict[int, list[Fault]]:
    found: dict[int, list[Fault]] = {}
    for fault in faults:
        if fault.index is not None and fault.index >= first:
            found.setdefault(fault.index - first, []).append(fault)
    return found
