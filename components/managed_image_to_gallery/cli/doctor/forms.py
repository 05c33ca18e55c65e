"""The stack's state: what an earlier release has left there that this one needs otherwise, and what to type. Pure.

Most of it is written by the next update without anybody's doing (docs/upgrading.md). What counts here is read from the
state before an update: the options of what is deleted, and evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.stored_records import live_resources, stored_migrations
from managed_image_to_gallery.component.source_image import DELETE_SECONDS
from managed_image_to_gallery.component.state.newer_forms import records_of_other_forms
from managed_image_to_gallery.component.state.record_hooks import EVIDENCE_HOOK_NAME
from managed_image_to_gallery.component.state.resource_types import EVIDENCE_SUFFIX, IMAGE, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from managed_image_to_gallery.azure.json_types import ReadOnlyJsonObject
    from managed_image_to_gallery.cli.preview_digest import Json

Resources: TypeAlias = "Mapping[str, ReadOnlyJsonObject]"

SUBJECT = "form of the state"
UPDATE_ONCE = "Run `pulumi up` once with the config as it is, before anything else: it changes nothing in Azure."
VALIDATE_AGAIN = (
    "Set these migrations to stage: published, run `pulumi up`, which drops that evidence, and validate them again "
    "with `gallery-migrate validate`."
)
_NAMED = 5


def findings(state: Json) -> list[Finding]:
    """What is of an earlier form and matters; one that all is well; none for a state without records.

    Evidence first: what is done about it brings the options up to date as well.
    """
    resources = live_resources(state)
    if not any(one.get("type") == RECORD for one in resources.values()):
        return []
    found = [*_evidence(state, resources)] or [*_options(resources)]
    return found or [Finding(SUBJECT, well=True, found="as this release writes it")]


def _evidence(state: Json, resources: Resources) -> Iterator[Finding]:
    """Evidence of an earlier form, by which no image that is still there can be deleted."""
    images = {str(one.get("id", "")).lower() for one in resources.values() if one.get("type") == IMAGE}
    held = {one.name for one in stored_migrations(state).migrations if (one.source_id or "").lower() in images}
    old = [one for one in records_of_other_forms(resources) if one.form.is_older and one.name.endswith(EVIDENCE_SUFFIX)]
    waiting = [name for one in old if (name := one.name.removesuffix(EVIDENCE_SUFFIX)) in held]
    if waiting:
        said = f"evidence of {_listed(waiting)}: {old[0].form.text}"
        yield Finding(SUBJECT, well=False, found=said, remedy=VALIDATE_AGAIN)


def _options(resources: Resources) -> Iterator[Finding]:
    """Options that the engine takes from the state when it deletes: an earlier release has written others."""
    images = [urn for urn, one in resources.items() if one.get("type") == IMAGE]
    slow = [urn for urn in images if _delete_seconds(resources[urn]) != DELETE_SECONDS]
    bare = [urn for urn, one in resources.items() if _is_evidence(urn, one) and not _stays(one)]
    if slow:
        said = f"source images with an earlier release's time limit for a deletion: {_listed(map(_name, slow))}"
        yield Finding(SUBJECT, well=False, found=said, remedy=UPDATE_ONCE)
    if bare:
        said = f"evidence without the hook that keeps it: {_listed(map(_name, bare))}"
        yield Finding(SUBJECT, well=False, found=said, remedy=UPDATE_ONCE)


def _delete_seconds(resource: object) -> object:
    timeouts = cast("Json", cast("Json", resource).get("customTimeouts") or {})
    return timeouts.get("delete")


def _is_evidence(urn: str, resource: object) -> bool:
    return cast("Json", resource).get("type") == RECORD and urn.endswith(EVIDENCE_SUFFIX)


def _stays(resource: object) -> bool:
    hooks = cast("dict[str, list[str]]", cast("Json", resource).get("resourceHooks") or {})
    return EVIDENCE_HOOK_NAME in hooks.get("BeforeDelete", [])


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f"{', '.join(known[:_NAMED])}{more}"
