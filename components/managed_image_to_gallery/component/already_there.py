"""What Azure has already of what a run would make or take over, told before anything is registered: pure.

The provider refuses to create what exists, but only in the update, when other resources have been made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import FAILED
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.component.import_rules import import_faults
from managed_image_to_gallery.component.state.resource_types import LOCK, ROLE
from managed_image_to_gallery.component.taking_over import DEFINITION, VERSION, definition_in_state, version_in_state
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.gate.remedies import az_image_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.component.beside import FoundCompanion
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.component.taking_over import TakenOver
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing

_LOST = "If an earlier update of this stack made it, `gallery-migrate resume` takes it into the state."


def already_there_faults(
    own: OwnState,
    migration: Migration,
    sharing: Sharing,
    facts: MigrationFacts,
    taken: TakenOver,
    *,
    readopts: bool = False,
) -> Iterator[Fault]:
    """Everything that Azure has and the state has not, unless it is taken over; and what is to be and cannot.

    readopts: what exists is looked for to be taken into the state, so that only what cannot be is a fault.
    """
    yield from _beside_faults(migration, facts.beside)
    if migration.is_existing or migration.stage is not Stage.PUBLISHED:
        return
    if not readopts:
        yield from _around_the_version(own, migration, sharing, facts, taken)
    importing = VERSION in taken.now
    if version_in_state(own, migration) is None and _is_left_behind(migration, facts):
        yield _left_behind(migration, importing=importing)
    elif facts.in_bin and version_in_state(own, migration) is None:
        yield _in_the_bin(migration)
    elif not readopts:
        yield from import_faults(migration, facts) if importing else _version_itself(own, migration, facts)


def _is_left_behind(migration: Migration, facts: MigrationFacts) -> bool:
    """Whether a creation that Failed has left a version that can be made again: see `only_copies`."""
    version = facts.version
    is_failed = version is not None and version.provisioning_state == FAILED
    return is_failed and _holds_the_image(migration, version) and not facts.kept_because


def _left_behind(migration: Migration, *, importing: bool) -> Fault:
    """One way out: taken over it would stay Failed, and its number cannot be used while it is there."""
    path = f"{migration.path}.{'importVersion' if importing else 'version'}"
    rule = f"{migration.version_id} is in Azure in state Failed, and not in the stack's state: it proves nothing"
    delete = az_image_version("delete", migration.version_id)
    remedy = f"Its image is there, to make it again from. Delete it, and repeat this: {delete}"
    return Fault(path, True if importing else migration.version_id.name, rule, remedy)


def _around_the_version(
    own: OwnState, migration: Migration, sharing: Sharing, facts: MigrationFacts, taken: TakenOver
) -> Iterator[Fault]:
    """The gallery and the definition, where the stack is to make them."""
    if migration.gallery.create and facts.gallery is not None and not own.has_gallery(migration.gallery_id.name):
        command = f"pulumi config rm --path '{PROJECT}:gallery.create'"
        remedy = f"To use it as it is: {command if _is_entry(migration) else 'leave create out'}. {_LOST}"
        yield Fault("gallery.create", True, _rule(migration.gallery_id), remedy)
    owns = sharing.definition_owner == migration.name and not sharing.merged_definition.existing
    is_new = DEFINITION not in taken.now and not definition_in_state(own, migration)
    if owns and is_new and facts.live_definition is not None:
        path, rule = f"{migration.path}.definition", _rule(migration.definition_id)
        yield Fault(path, migration.definition.name, rule, _existing(migration))


def _in_the_bin(migration: Migration) -> Fault:
    """A PUT brings back what was deleted, whatever it holds (docs/reference/azure-galleries.md#deletion)."""
    version = migration.version_id
    rule = f"{version} is in the gallery's bin: an update would bring back what was deleted, and not publish the image"
    restore = az_image_version("undelete", version)
    remedy = f"Choose another version number. To have the deleted one again: {restore}, then importVersion: true."
    return Fault(f"{migration.path}.version", version.name, rule, remedy)


def _version_itself(own: OwnState, migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    if version_in_state(own, migration) is None and _holds_the_image(migration, facts.version):
        path, rule = f"{migration.path}.version", _rule(migration.version_id)
        remedy = f"Do not delete it: {facts.kept_because}. " if facts.kept_because else ""
        yield Fault(path, migration.version_id.name, rule, f"{remedy}{_ways_out(migration)}")


def _beside_faults(migration: Migration, found: Sequence[FoundCompanion]) -> Iterator[Fault]:
    """Locks, roles and what a boot test needs: none of it is ever taken over, because nothing of it holds anything."""
    of_tests = [one for one in found if one.companion.kind not in (LOCK, ROLE)]
    for one in (each for each in found if each not in of_tests):
        what, instead = _ACCESS[one.companion.kind]
        rule = f"is in Azure already, and not in the stack's state: {one.id}"
        remedy = f"{instead} Or take it away, and the stack makes its own: az {what} delete --ids {one.id}"
        yield Fault(one.companion.path, one.companion.lock or one.companion.role[1], rule, remedy)
    if of_tests:
        listed = " ".join(one.id for one in of_tests)
        yield Fault(
            f"{migration.path}.bootTest",
            None,
            f"is in Azure, and not in the stack's state: an update cannot create already existing resource {listed}",
            "An earlier test left it, or another stack tests the same version now: wait for that one, or name another "
            f"group in bootTest.resourceGroup. What is left over holds nothing: az resource delete --ids {listed}, "
            "then pulumi refresh, because a machine takes its interface along",
        )


_ACCESS = {
    LOCK: ("lock", "Leave the lock out, or give it another name (lock.name): a resource may have several."),
    ROLE: ("role assignment", "Leave the entry out: the principal has the role, and Azure assigns it once."),
}
"""By type: the words of the command, and what to do otherwise."""


def _holds_the_image(migration: Migration, version: ImageVersion | None) -> bool:
    """Whether there is such a version, from this source; one from another is told by `live_rules`."""
    return version is not None and same_id(version.source_id or "", migration.source_id)


def _rule(resource: ResourceId) -> str:
    return f"is in Azure, and not in the stack's state: an update cannot create already existing resource {resource}"


def _existing(migration: Migration) -> str:
    return f"To use it as it is: {_set(migration, 'definition.existing', 'true')}. {_LOST}"


def _ways_out(migration: Migration) -> str:
    here = "its entry" if _is_entry(migration) else "the component"
    return (
        f"To take it over: {_set(migration, 'importVersion', 'true')}. To leave it to those who made it, and only read "
        f"it: {_only_read(migration)}. {_LOST} If the migration has moved to another stack, take {here} out of "
        "this one."
    )


def _only_read(migration: Migration) -> str:
    if not _is_entry(migration):
        return f"existing_versions=[{str(migration.version_id)!r}] in place of definition and version"
    key = _key(migration)
    return " && ".join(
        [
            *(f"pulumi config rm --path '{key}.{part}'" for part in ("definition", "version")),
            f"pulumi config set --path '{key}.existingVersions[0]' {migration.version_id}",
        ]
    )


def _set(migration: Migration, field: str, value: str) -> str:
    """The command for an entry of the stack's config, or the words for a component's arguments."""
    if not _is_entry(migration):
        return f"{field}: {value}"
    return f"pulumi config set --path '{_key(migration)}.{field}' {value}"


def _is_entry(migration: Migration) -> bool:
    return migration.path.startswith("migrations[")


def _key(migration: Migration) -> str:
    return f"{PROJECT}:{migration.path}"
