"""What the stack takes over from Azure instead of making it, and what of that it leaves as it is: pure.

An import changes nothing in Azure: every input of the resource is ignored in the run that takes it over, because the
engine would send what differs in the same update (docs/reference/pulumi-engine.md#import-replacement). Afterwards only
what the config decides is declared. An id is given to the engine only while the state does not have the resource, so
that no other spelling of it can ever become an import-replacement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.state.own_state import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.config.definition_models import Definition
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import MigrationEntry
    from managed_image_to_gallery.config.sharing import Sharing

VERSION, DEFINITION = "version", "definition"

VERSION_INPUTS = (
    "location",
    "storageProfile",
    "publishingProfile",
    "safetyProfile",
    "securityProfile",
    "restore",
    "tags",
)
"""Every input of a version but its names, which its id gives."""

FIXED_IN_VERSIONS = (
    "location",
    "storageProfile",
    "securityProfile",
    "restore",
    "publishingProfile.replicaCount",
    "publishingProfile.replicationMode",
    "publishingProfile.storageAccountType",
)
"""What nobody can change of a version, or what the config has no key for: it stays as it was taken over."""

FIXED_IN_DEFINITIONS = (
    "location",
    "identifier",
    "osType",
    "osState",
    "hyperVGeneration",
    "architecture",
    "features",
    "purchasePlan",
)
"""What nobody can change of a definition."""

DECIDED_IN_DEFINITIONS = {
    "recommended": "recommended",
    "description": "description",
    "endOfLifeDate": "end_of_life_date",
    "disallowed": "disallowed",
    "eula": "eula",
    "privacyStatementUri": "privacy_statement_uri",
    "releaseNoteUri": "release_note_uri",
    "tags": "tags",
}
"""The other inputs of a definition, and the config's fields for them."""


@dataclass(frozen=True)
class TakenOver:
    """What of a migration is imported in this run, and what ever was, by part of the component.

    version: what the state has of a version that was taken over: it tells Azure's way of saying it.
    """

    now: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    version: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def ignored_in_version(self, settings: MigrationEntry) -> list[str]:
        """The inputs of the version that the engine is to leave alone."""
        if VERSION in self.now:
            return list(VERSION_INPUTS)
        undecided = {
            "publishingProfile.endOfLifeDate": settings.end_of_life_date,
            "publishingProfile.targetExtendedLocations": settings.target_extended_locations,
            "tags": settings.tags,
        }
        left = [path for path, said in undecided.items() if said is None]
        return [*FIXED_IN_VERSIONS, *left] if VERSION in self.ever else []

    def ignored_in_definition(self, definition: Definition) -> list[str]:
        """The inputs of the definition that the engine is to leave alone."""
        if DEFINITION in self.now:
            return [*FIXED_IN_DEFINITIONS, *DECIDED_IN_DEFINITIONS]
        left = [path for path, key in DECIDED_IN_DEFINITIONS.items() if getattr(definition, key, None) is None]
        return [*FIXED_IN_DEFINITIONS, *left] if DEFINITION in self.ever else []

    def said(self, value: bool | None, key: str, *path: str) -> bool | None:
        """A truth value for the engine; None where Azure leaves it out too, which means no."""
        known = self.version if VERSION in self.ever else None
        for part in path:
            known = known.get(part) if known is not None else None
        return bool(value) if value or known is None or key in known else None

    def region(self, name: str) -> Mapping[str, Any] | None:
        """What the state has of a target region; None where it is not known to have it."""
        return next((each for each in self._regions if canonical_region(str(each.get("name"))) == name), None)

    def place_of(self, name: str) -> int:
        """Where a target region stands in Azure's list: the engine compares lists by their order. New ones are last."""
        names = [canonical_region(str(each.get("name"))) for each in self._regions]
        return names.index(name) if name in names else len(names)

    @property
    def _regions(self) -> list[Mapping[str, Any]]:
        profile = self.version.get("publishingProfile") if VERSION in self.ever else None
        return cast("list[Mapping[str, Any]]", (profile or {}).get("targetRegions") or [])


def taken_over(own: OwnState, migration: Migration, sharing: Sharing) -> TakenOver:
    """What a migration takes over, by its config and by what the state has."""
    if migration.is_existing:
        return TakenOver()
    version, definition = version_in_state(own, migration), definition_in_state(own, migration)
    owns = sharing.definition_owner == migration.name and not sharing.merged_definition.existing
    asked = {VERSION: bool(migration.settings.import_version), DEFINITION: owns and sharing.imports_definition}
    there = {VERSION: version is not None, DEFINITION: definition}
    known = [one for one in own.migrations if same_id(one.definition_id or "", migration.definition_id)]
    before = {
        VERSION: any(VERSION in one.imported for one in own.of_version(migration.version_id)),
        DEFINITION: owns and any(DEFINITION in one.imported for one in known),
    }
    return TakenOver(
        now=frozenset(part for part, wanted in asked.items() if wanted and not there[part]),
        ever=frozenset(part for part, wanted in asked.items() if wanted or before[part]),
        version=version or {},
    )


def version_in_state(own: OwnState, migration: Migration) -> Mapping[str, Any] | None:
    """What the state has of a migration's version, whatever the migration's name was; None where it has none.

    Where it does not say which version it is, as after a first update that was killed, the name tells.
    """
    named = [one for one in own.named(migration.name) if one.version_id is None]
    found = [one for one in (*own.of_version(migration.version_id), *named) if VERSION in one.parts]
    former = [one for one in own.from_source(migration.source_id) if VERSION in one.parts and one.version_id is None]
    return next((cast("Mapping[str, Any]", one.version) for one in (*found, *former)), None)


def definition_in_state(own: OwnState, migration: Migration) -> bool:
    """Whether the state has a migration's definition, whoever declared it."""
    declared = [one for one in own.migrations if DEFINITION in one.parts]
    return any(
        one.definition_id is None or key_of(one.definition_id) == migration.definition_id.key for one in declared
    )
