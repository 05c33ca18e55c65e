"""What is read of one migration: as much as its stage needs, and no more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AccessDenied, SignInFailed
from managed_image_to_gallery.azure.models import FAILED
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.live_facts import MigrationFacts
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.checks.facts import answered
from managed_image_to_gallery.gate.only_copies import only_copies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.models import Gallery, ImageDefinition
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.checks.facts import GateFacts
    from managed_image_to_gallery.gate.verdicts import GateResult


async def facts_of(reader: AzureReader, migration: Migration, gate_result: GateResult | None) -> MigrationFacts:
    """What the stage needs: everything to publish, what the gate has read to validate, what is left once retired."""
    if gate_result is not None and gate_result.facts is not None:
        return await _read_by_the_gate(reader, migration, gate_result, gate_result.facts)
    if migration.is_existing:
        return await _read_existing(reader, migration)
    if migration.late.undecided:
        return await _read_image(reader, migration)
    if migration.stage is Stage.PUBLISHED:
        return await _read_to_publish(reader, migration)
    facts, definition = await asyncio.gather(_read_image(reader, migration), reader.definition(migration.definition_id))
    return replace(facts, live_definition=definition)


async def _read_by_the_gate(
    reader: AzureReader, migration: Migration, gate_result: GateResult, seen: GateFacts
) -> MigrationFacts:
    return MigrationFacts(
        image=answered(seen.image_answer),
        live_definition=None if migration.is_existing else answered(seen.definition_answer),
        gate_result=gate_result,
        regions=await _regions(reader, migration.subscription_id),
    )


async def _read_image(reader: AzureReader, migration: Migration) -> MigrationFacts:
    """The image, and the regions that there are."""
    image, regions = await asyncio.gather(
        reader.image(migration.source_id), _regions(reader, migration.subscription_id)
    )
    return MigrationFacts(image=image, regions=regions)


async def _read_to_publish(reader: AzureReader, migration: Migration) -> MigrationFacts:
    """What the version goes to: the gallery with all its definitions, and what is there under the version's number."""
    facts, gallery, siblings = await asyncio.gather(
        _read_image(reader, migration),
        reader.gallery(migration.gallery_id),
        reader.definitions(migration.gallery_id),
    )
    definition = next((one for one in siblings if same_id(one.id, migration.definition_id)), None)
    version = await reader.version(migration.version_id) if definition else None
    failed = [version] if version is not None and version.provisioning_state == FAILED else []
    return replace(
        facts,
        gallery=gallery,
        live_definition=definition,
        siblings=tuple(siblings),
        version=version,
        kept_because="; ".join((await only_copies(reader, failed)).values()),
        in_bin=version is None and await _is_in_bin(reader, migration, gallery, definition),
        namesake=await _namesake(reader, migration) if gallery is None and migration.gallery.create else None,
    )


async def _namesake(reader: AzureReader, migration: Migration) -> Gallery | None:
    """The gallery of the subscription that has the name of the one that is to be made; they are unique there."""
    name = migration.gallery_id.name.lower()
    try:
        galleries = await reader.galleries(migration.gallery_id.subscription_id)
    except AccessDenied:
        return None
    return next((one for one in galleries if one.id.name.lower() == name), None)


async def _is_in_bin(
    reader: AzureReader, migration: Migration, gallery: Gallery | None, definition: ImageDefinition | None
) -> bool:
    """Whether the version's number was deleted softly; who may not look finds the deleted version made again."""
    if gallery is None or definition is None or not gallery.soft_delete_enabled:
        return False
    try:
        return migration.version_id.name in await reader.deleted_numbers(migration.definition_id)
    except AccessDenied:
        return False


async def _read_existing(reader: AzureReader, migration: Migration) -> MigrationFacts:
    """What others keep: once retired, whether the image is there; before, whether it is in the versions, too."""
    each = migration.versions if migration.stage is Stage.PUBLISHED else ()
    image, versions, definitions, regions = await asyncio.gather(
        reader.image(migration.source_id),
        asyncio.gather(*(reader.version(one) for one in each)),
        asyncio.gather(*(reader.definition(one) for one in definitions_asked_for(migration))),
        _regions(reader, migration.subscription_id),
    )
    return MigrationFacts(
        image=image, existing=tuple(versions), existing_definitions=tuple(definitions), regions=regions
    )


async def _regions(reader: AzureReader, subscription_id: str) -> Mapping[str, Region] | None:
    """The subscription's regions: advice that a right too few must not make an obstacle."""
    try:
        return await reader.regions(subscription_id)
    except SignInFailed:
        raise
    except AccessDenied:
        return None


def definitions_asked_for(migration: Migration) -> list[ResourceId]:
    """Those that are read by themselves: while a version is to be made, all of its gallery are asked for."""
    is_published = migration.stage is Stage.PUBLISHED
    if not migration.is_existing:
        return [] if is_published else [migration.definition_id]
    is_tested = is_published and migration.settings.boot_test is not None
    return [one.parent for one in migration.versions] if is_tested else []
