"""What an interruption has left: operations that the state has open, versions that Azure is still building. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.counting import listed
from managed_image_to_gallery.component.state.resource_types import VERSION, VERSION_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.cli.preview_digest import Json
    from managed_image_to_gallery.config.migration import Migration

_BUILDING = frozenset({"Creating", "Updating", "Migrating"})


@dataclass(frozen=True)
class Findings:
    """What was found.

    pending: (operation, resource name) that the state has begun and not ended. building: migrations whose version Azure
    is working on. failed: migrations whose version Azure could not build. only_copies: why a version must be kept
    although it failed, by its folded id. known: whether the state knows of a failed version that it is not finished, by
    the migration's name; what is not there the state does not have.
    """

    pending: Sequence[tuple[str, str]]
    building: Sequence[Migration]
    failed: Sequence[Migration]
    only_copies: Mapping[str, str]
    known: Mapping[str, bool] = field(default_factory=dict[str, bool])

    def lines(self) -> list[str]:
        """What was found and what will be done about it, for people: a line where nobody has to do anything."""
        begun = [f"{name} ({operation})" for operation, name in self.pending]
        return [
            *_told(
                begun,
                "was begun; its result is looked for in Azure",
                "operations were begun; their results are looked for",
            ),
            *_told(
                [one.name for one in self.building],
                "Azure is still building the version; it is waited for",
                "versions are still built by Azure and waited for",
            ),
            *(self._failed(one) for one in self.failed),
        ]

    def _failed(self, migration: Migration) -> str:
        """Deleting a version is no advice while what it had before it failed may be all that is left."""
        version = migration.version_id
        if version.key in self.only_copies:
            return (
                f"{migration.name}: {version} is in state Failed. Do not delete it: {self.only_copies[version.key]}. "
                "Take a region that fails off the list, and resume."
            )
        said = f"{migration.name}: Azure could not build the version"
        if self.known.get(migration.name) and not self.pending:  # a refresh, which what is pending needs, forgets it
            return f"{said}; it is published again."
        refreshed = "run `pulumi refresh`, then resume" if migration.name in self.known else "then resume"
        return f"{said}. Delete {version}, {refreshed}; its number cannot be used while it is there."


def _told(names: Sequence[str], alone: str, together: str) -> list[str]:
    """`web-1.0.0: alone.`, or `36 together: a, b, c and 33 more.`"""
    if len(names) < 2:
        return [f"{name}: {alone}." for name in names]
    return [f"{len(names):,} {together}: {listed(names)}."]


def findings(
    state: Json,
    migrations: Sequence[Migration],
    versions: Mapping[str, ImageVersion | None],
    only_copies: Mapping[str, str],
) -> Findings:
    """Findings from a stack's state, the versions in Azure (by migration name), and which of them must be kept."""
    states = {name: version.provisioning_state for name, version in versions.items() if version is not None}
    return Findings(
        pending=[_pending(one) for one in cast("list[Json]", state.get("pending_operations") or [])],
        building=[one for one in migrations if states.get(one.name) in _BUILDING],
        failed=[one for one in migrations if states.get(one.name) == "Failed"],
        only_copies=only_copies,
        known=dict(_versions_in(state)),
    )


def _versions_in(state: Json) -> Iterator[tuple[str, bool]]:
    """The versions that the state has, by migration, each with whether it is unfinished (`initErrors`)."""
    for resource in cast("list[Json]", state.get("resources") or []):
        if resource.get("type") == VERSION:
            name = str(resource.get("urn", "")).rsplit("::", 1)[-1]
            yield name.removesuffix(VERSION_SUFFIX), bool(resource.get("initErrors"))


def _pending(operation: Json) -> tuple[str, str]:
    resource = cast("Json", operation.get("resource") or {})
    return str(operation.get("type", "operation")), str(resource.get("urn", "")).rsplit("::", 1)[-1]
