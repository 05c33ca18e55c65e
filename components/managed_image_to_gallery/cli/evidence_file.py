"""The evidence of a stack as one JSON document for auditors, from `pulumi stack export`: pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import InvalidEvidence
from managed_image_to_gallery.component.state.resource_types import EVIDENCE_SUFFIX, RECORD
from managed_image_to_gallery.gate.evidence import evidence_from_dict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.json_types import Json, JsonObject


class NotAState(Exception):
    """The text is not the output of `pulumi stack export`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"this is not the output of `pulumi stack export`: {reason}")


def audit_document(export: str) -> dict[str, dict[str, JsonObject]]:
    """What the state holds as evidence, by migration, each with whether its digest is intact.

    Shape: `{"migrations": {"<name>": {"intact": true, "evidence": {…}}}}`; a record that was edited or damaged is
    shown as it is, with `"intact": false` and the `"reason"`. Raises NotAState.
    """
    return {"migrations": evidence_in(_deployment(export))}


def evidence_in(deployment: Mapping[str, Json]) -> dict[str, JsonObject]:
    """The entries of the audit document, from the `deployment` of an export. Raises NotAState."""
    resources = deployment.get("resources", [])
    if not isinstance(resources, list):
        raise NotAState("its resources are not a list")
    return {name: _entry(stored) for name, stored in _records(resources)}


def is_intact(document: dict[str, dict[str, JsonObject]]) -> bool:
    """Whether no record of an audit document was edited or damaged."""
    return all(entry["intact"] for entry in document["migrations"].values())


def _entry(stored: JsonObject) -> JsonObject:
    try:
        return {"intact": True, "evidence": evidence_from_dict(stored).to_dict()}
    except InvalidEvidence as error:
        return {"intact": False, "reason": error.reason, "evidence": stored}


def _records(resources: list[Json]) -> Iterator[tuple[str, JsonObject]]:
    for resource in resources:
        if not isinstance(resource, dict) or resource.get("type") != RECORD:
            continue
        name = str(resource.get("urn", "")).rsplit("::", 1)[-1]
        outputs = resource.get("outputs")
        stored = outputs.get("output") if isinstance(outputs, dict) else None
        if name.endswith(EVIDENCE_SUFFIX) and isinstance(stored, dict):
            yield name.removesuffix(EVIDENCE_SUFFIX), stored


def _deployment(export: str) -> JsonObject:
    try:
        state = cast("Json", json.loads(export))
    except ValueError as error:
        raise NotAState(f"it is not JSON ({error})") from error
    deployment = state.get("deployment") if isinstance(state, dict) else None
    if not isinstance(deployment, dict):
        raise NotAState("it has no deployment")
    return deployment
