"""Where each migration stands in the stack: from what the state holds, not from what a file says. Pure.

Evidence is there from `validated` on, and goes when a migration goes back; the source image leaves the state when it is
deleted. An image that several migrations share stays until all are retired: then the outputs of the last update say
which of them are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.component.state.resource_types import (
    ADOPTED_SUFFIX,
    COMPONENT,
    EVIDENCE_SUFFIX,
    RECORD,
    STACK,
)
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.preview_digest import Json

_IMAGE, _DEFINITION = ":Image", ":GalleryImage"
_STAGE = "/stage"


def stages_in_state(state: Json) -> dict[str, Stage]:
    """The stage of every migration that the stack has, by name; `state` as `pulumi stack export` gives it."""
    resources = cast("list[Json]", state.get("resources") or [])
    names = [_name(one) for one in resources if one.get("type") == COMPONENT]
    evidence = {_name(one).removesuffix(EVIDENCE_SUFFIX) for one in resources if _is_record(one, EVIDENCE_SUFFIX)}
    images = {str(one.get("id", "")).lower() for one in resources if str(one.get("type", "")).endswith(_IMAGE)}
    sources = {
        _name(one).removesuffix(ADOPTED_SUFFIX): _source(one) for one in resources if _is_record(one, ADOPTED_SUFFIX)
    }
    exported = _stages_in_outputs(resources)
    return {
        name: Stage.PUBLISHED
        if name not in evidence
        else Stage.RETIRED
        if sources.get(name) not in images or (exported.get(name) == Stage.RETIRED.value and _shared(name, sources))
        else Stage.VALIDATED
        for name in names
    }


def declared_in_state(state: Json) -> frozenset[str]:
    """Names of a stack's definitions and images: they tell which migration declares what it shares with others."""
    resources = cast("list[Json]", state.get("resources") or [])
    return frozenset(_name(one) for one in resources if str(one.get("type", "")).endswith((_IMAGE, _DEFINITION)))


def _name(resource: Json) -> str:
    return str(resource.get("urn", "")).rsplit("::", 1)[-1]


def _is_record(resource: Json, suffix: str) -> bool:
    return resource.get("type") == RECORD and _name(resource).endswith(suffix)


def _source(record: Json) -> str:
    """The image that was adopted, folded; empty for a record that was made when there was none any more."""
    output = cast("Json", record.get("outputs") or {}).get("output")
    return str(cast("Json", output).get("source", "")).lower() if isinstance(output, dict) else ""


def _shared(name: str, sources: dict[str, str]) -> bool:
    return list(sources.values()).count(sources[name]) > 1


def _stages_in_outputs(resources: list[Json]) -> dict[str, object]:
    """By migration: each has an export `<name>/stage`. Earlier programs have one, `migrations`, for all."""
    outputs = cast("Json", next((one.get("outputs") for one in resources if one.get("type") == STACK), None) or {})
    exported = outputs.get("migrations")
    earlier = cast("dict[str, Json]", exported) if isinstance(exported, dict) else {}
    listed = {name: values.get("stage") for name, values in earlier.items() if isinstance(cast("object", values), dict)}
    alone = {key.removesuffix(_STAGE): value for key, value in outputs.items() if key.endswith(_STAGE)}
    return {**listed, **alone}
