"""Names for resources that the program left unnamed (docs/reference/provider-protocol.md#names-of-resources)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum

from .schema import ResourceType
from .values import Json, JsonObject

CREATE_BEFORE_DELETE = "__createBeforeDelete"
"""Internal input: the name is random, so a replacement may exist beside the old resource."""

_SUFFIX_LENGTH = 8


class NamingMode(Enum):
    """What the stack's `pulumi:autonaming` setting asks for."""

    PROPOSE = 0
    ENFORCE = 1
    DISABLE = 2


@dataclass(frozen=True)
class NamingRequest:
    """What the engine says about a name: the logical one, a seed that repeats for the same update, the stack's wish."""

    logical_name: str
    seed: bytes = b""
    mode: NamingMode | None = None
    proposed: str = ""


def with_name(resource: ResourceType, inputs: JsonObject, old_inputs: JsonObject, request: NamingRequest) -> JsonObject:
    """The inputs with the resource's own name: given, kept from the old inputs, or made up."""
    parameter = resource.name_parameter
    if parameter in inputs:
        return inputs
    if parameter in old_inputs:
        kept: JsonObject = {parameter: old_inputs[parameter]}
        if CREATE_BEFORE_DELETE in old_inputs:
            kept[CREATE_BEFORE_DELETE] = old_inputs[CREATE_BEFORE_DELETE]
        return {**inputs, **kept}
    return {**inputs, **_made_up(resource, request)}


def is_random(resource: ResourceType) -> bool:
    """Whether the type's default name carries a random suffix.

    A type directly below a provider (or a resource group) does; a child such as an image version takes its logical
    name.
    """
    _, _, below_provider = resource.path.rpartition("Microsoft.")
    return "Microsoft." not in resource.path or below_provider.count("{") == 1


def _made_up(resource: ResourceType, request: NamingRequest) -> dict[str, Json]:
    if request.mode is NamingMode.DISABLE:
        return {}
    if request.mode is NamingMode.ENFORCE:
        return {resource.name_parameter: request.proposed}
    if not is_random(resource):
        return {resource.name_parameter: request.proposed or request.logical_name}
    name = request.proposed or f"{request.logical_name}{_suffix(request.seed)}"
    return {resource.name_parameter: name, CREATE_BEFORE_DELETE: True}


def _suffix(seed: bytes) -> str:
    """Eight hex digits, the same for the same seed; random when the engine sent none."""
    return hashlib.sha256(seed).hexdigest()[:_SUFFIX_LENGTH] if seed else secrets.token_hex(_SUFFIX_LENGTH // 2)
