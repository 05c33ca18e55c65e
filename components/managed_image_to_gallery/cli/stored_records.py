"""What a stack's exported state has of its migrations' records: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import InvalidEvidence
from managed_image_to_gallery.component.state.own_state import OwnState, own_state_of
from managed_image_to_gallery.component.state.resource_types import EVIDENCE_SUFFIX, RECORD
from managed_image_to_gallery.gate.evidence import Evidence, evidence_from_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.json_types import JsonObject, ReadOnlyJsonObject


def stored_migrations(state: Mapping[str, object]) -> OwnState:
    """The migrations of a state (the `deployment` of an export), as the engine would tell them to the program."""
    return own_state_of(live_resources(state))


def live_resources(state: Mapping[str, object]) -> Mapping[str, ReadOnlyJsonObject]:
    """The resources of a state by URN, without those whose deletion is pending."""
    resources = cast("list[JsonObject]", state.get("resources") or [])
    live = {str(one.get("urn")): one for one in resources if not one.get("delete")}
    return cast("Mapping[str, ReadOnlyJsonObject]", live)


def stored_evidence(state: Mapping[str, object]) -> dict[str, Evidence]:
    """The evidence in a state by migration; a record that is damaged is left out, so nothing rests on it."""
    found: dict[str, Evidence] = {}
    for resource in cast("list[JsonObject]", state.get("resources") or []):
        name = str(resource.get("urn", "")).rsplit("::", 1)[-1]
        if resource.get("type") == RECORD and name.endswith(EVIDENCE_SUFFIX):
            record = cast("JsonObject", resource.get("outputs") or {}).get("output")
            try:
                found[name.removesuffix(EVIDENCE_SUFFIX)] = evidence_from_dict(cast("JsonObject", record))
            except (InvalidEvidence, TypeError, ValueError, KeyError):
                continue
    return found
