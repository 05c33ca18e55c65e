"""What this stack's state says of its migrations before the run: pure.

The engine answers a program that asks for its own stack with type and outputs of every resource that is not marked for
deletion, by URN (engine: resource/deploy/builtins.go, `readStackResourceOutputs`; backend/backend.go,
`GetStackResourceOutputs`). Ids and options are not among it; the ids are outputs of the component.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

from managed_image_to_gallery.azure.resource_ids import resource_id_or_none
from managed_image_to_gallery.component.state.resource_types import COMPONENT, GALLERY, SUFFIXES, without_api_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.json_types import Json, ReadOnlyJsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId

StateResources: TypeAlias = "Mapping[str, ReadOnlyJsonObject]"
"""URN → `{"type": …, "outputs": {…}}`."""


@dataclass(frozen=True)
class OwnMigration:
    """A migration as the state has it.

    urn: that of its component, which is not there (`has_component`) when only children are left under this name.
    adopted: the record of the adopted image, as it was stored. source_id, version_id, definition_id: None where the
    state does not say, as after a first update that failed half-way. version_number: "1.0.0", None without a version.
    version: what the state has of the version, as its provider answered it. imported: which parts were taken over.
    parts: which of "adopted", "evidence", "source", "definition" and "version" there are.
    """

    urn: str
    adopted: ReadOnlyJsonObject | None = None
    source_id: str | None = None
    version_id: str | None = None
    definition_id: str | None = None
    version_number: str | None = None
    parts: frozenset[str] = frozenset()
    has_component: bool = True
    version: ReadOnlyJsonObject = field(default_factory=dict[str, "Json"], compare=False)
    imported: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The migration's name."""
        return self.urn.rsplit("::", 1)[-1]


@dataclass(frozen=True)
class OwnState:
    """All migrations that the state has. Components of one name may stand below several parents.

    is_empty: there is nothing at all in it, not even the stack: it is new, or was destroyed. galleries: the names, in
    lower case, of those that it has. declared: type, without an API version, and logical name of everything that it
    has. versioned_types: the types with an API version in it.
    """

    migrations: tuple[OwnMigration, ...] = ()
    is_empty: bool = False
    galleries: frozenset[str] = frozenset()
    declared: frozenset[tuple[str, str]] = frozenset()
    versioned_types: frozenset[str] = frozenset()

    def has_gallery(self, name: str) -> bool:
        """Whether it has a gallery of this name; Azure ignores case."""
        return name.lower() in self.galleries

    def named(self, name: str) -> Sequence[OwnMigration]:
        """The migrations of a name: one, or none; several in programs that declare components below others."""
        return self._by_name.get(name, ())

    def of_version(self, version: ResourceId) -> Sequence[OwnMigration]:
        """The migrations of a version, whatever their names."""
        return self._by_version.get(version.key, ())

    def from_source(self, source: ResourceId) -> Sequence[OwnMigration]:
        """The migrations from a source image, whatever their names."""
        return self._by_source.get(source.key, ())

    def has_source(self, source: ResourceId) -> bool:
        """Whether it has this source image itself, by any of its migrations."""
        return any("source" in one.parts for one in self.from_source(source))

    @cached_property
    def _by_name(self) -> dict[str, list[OwnMigration]]:
        return _grouped((one.name, one) for one in self.migrations)

    @cached_property
    def _by_version(self) -> dict[str, list[OwnMigration]]:
        return _grouped((key_of(one.version_id), one) for one in self.migrations if one.version_id)

    @cached_property
    def _by_source(self) -> dict[str, list[OwnMigration]]:
        return _grouped((key_of(one.source_id), one) for one in self.migrations if one.source_id)


def key_of(text: str | None) -> str:
    """The folded form of an id, as `ResourceId.key`; empty for what is none."""
    found = resource_id_or_none(text)
    return "" if found is None else found.key


def own_state_of(resources: StateResources) -> OwnState:
    """The migrations among the resources of a state, in the order of the state."""
    found: dict[str, dict[str, ReadOnlyJsonObject]] = {}
    for urn, part, outputs in _parts(resources):
        found.setdefault(urn, {})[part] = outputs
    return OwnState(
        tuple(_migration(urn, parts) for urn, parts in found.items()),
        is_empty=not resources,
        galleries=frozenset(_galleries(resources)),
        declared=frozenset(_declared(resources)),
        versioned_types=frozenset(kind for kind in _types(resources) if without_api_version(kind)),
    )


def _declared(resources: StateResources) -> Iterator[tuple[str, str]]:
    for urn, resource in resources.items():
        kind = str(resource.get("type", ""))
        yield without_api_version(kind) or kind, urn.rpartition("::")[2]


def _types(resources: StateResources) -> Iterator[str]:
    return (str(resource.get("type", "")) for resource in resources.values())


def _galleries(resources: StateResources) -> Iterator[str]:
    for resource in resources.values():
        kind = str(resource.get("type", ""))
        if (without_api_version(kind) or kind) == GALLERY:
            outputs = cast("ReadOnlyJsonObject", resource.get("outputs") or {})
            yield str(outputs.get("name") or "").lower()


def _parts(resources: StateResources) -> Iterator[tuple[str, str, ReadOnlyJsonObject]]:
    """The URN of the component, what of it this is ("" for itself), and its outputs."""
    for urn, resource in resources.items():
        head, _, name = urn.rpartition("::")
        kind, outputs = str(resource.get("type", "")), cast("ReadOnlyJsonObject", resource.get("outputs") or {})
        if kind == COMPONENT:
            yield urn, "", outputs
        elif head.endswith(f"{COMPONENT}${kind}"):
            for suffix in SUFFIXES.get(without_api_version(kind) or kind, ()):
                if name.endswith(suffix):
                    yield f"{head.removesuffix(f'${kind}')}::{name.removesuffix(suffix)}", suffix[1:], outputs


def _migration(urn: str, parts: Mapping[str, ReadOnlyJsonObject]) -> OwnMigration:
    own, adopted = parts.get("", {}), parts.get("adopted", {}).get("output")
    record = cast("ReadOnlyJsonObject", adopted) if isinstance(adopted, dict) else None
    version, imported = parts.get("version", {}), own.get("imported")
    return OwnMigration(
        urn=urn,
        adopted=record,
        source_id=_text(own.get("source_id")) or _text((record or {}).get("source")) or _source_of(version),
        version_id=_text(own.get("version_id")),
        definition_id=_text(own.get("definition_id")),
        version_number=_text(version.get("name")),
        parts=frozenset(part for part in parts if part),
        has_component="" in parts,
        version=version,
        imported=frozenset(map(str, imported)) if isinstance(imported, list) else frozenset(),
    )


def _source_of(version: ReadOnlyJsonObject) -> str | None:
    """What a version was made from: all that is left of a migration whose component already has another name."""
    profile = version.get("storageProfile")
    source = profile.get("source") if isinstance(profile, dict) else None
    return _text(source.get("id")) if isinstance(source, dict) else None


def _grouped(entries: Iterable[tuple[str, OwnMigration]]) -> dict[str, list[OwnMigration]]:
    groups: dict[str, list[OwnMigration]] = {}
    for key, one in entries:
        groups.setdefault(key, []).append(one)
    return groups


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
