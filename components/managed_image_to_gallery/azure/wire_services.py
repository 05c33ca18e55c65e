"""What services keep of managed images in their own settings: one pure function per kind of resource.

Of Azure Virtual Desktop, Batch, Azure Policy and DevTest Labs (docs/reference/image-consumers.md#services). None of
these asks for the image before it is deleted; each fails later, when it makes its next machine. A body that does not
say what its kind has to say may name any image, as in `wire_references`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.image_ids import ids_in
from managed_image_to_gallery.azure.wire_references import (
    Naming,
    by_id,
    each_once,
    in_image_reference,
    naming_of,
    unknown_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.json_types import Json, JsonObject

HOST_POOL = "AVD host pool"
SESSION_HOSTS = "AVD session host configuration"
BATCH_POOL = "Batch pool"
POLICY_ASSIGNMENT = "policy assignment"
CUSTOM_IMAGE = "custom image of a lab"
FORMULA = "formula of a lab"
LAB_MACHINE = "machine of a lab"

_OF_POOLS = "needed as long as the pool exists, also at 0 nodes; pools of managed images were retired on 2026-03-31"
_OF_POLICIES = "it keeps no image, but machines of the gallery version are judged by it too"


def in_host_pool(value: JsonObject) -> list[Naming]:
    """A host pool: `vmTemplate` is a text that its makers wrote, JSON or not; the portal adds hosts from it."""
    body = Body(HOST_POOL, value)
    template = body.optional_text("properties", "vmTemplate") or ""
    named = _member(template, "customImageId")
    unreadable = [one for one in [naming_of(body, named, HOST_POOL)] if named and not ids_in(named) and one.key is None]
    return [*(by_id(body, one, HOST_POOL) for one in ids_in(template)), *unreadable]


def _member(text: str, name: str) -> str:
    """A member of a text that is a JSON object; empty where it is none, or has none."""
    try:
        value: Json = json.loads(text)
    except ValueError:
        return ""
    member = value.get(name) if isinstance(value, dict) else None
    return "" if member is None else str(member)


def in_session_host_configuration(value: JsonObject) -> list[Naming]:
    """What a host pool makes its next hosts from; the id counts, also beside a marketplace image."""
    body = Body(SESSION_HOSTS, value)
    info = body.optional_object("properties", "imageInfo")
    if info is None:
        return [unknown_in(body, "imageInfo")]
    named = info.optional_text("customInfo", "resourceId")
    if named:
        return [naming_of(body, named, SESSION_HOSTS)]
    return [unknown_in(body, "customInfo.resourceId")] if (info.optional_text("type") or "").lower() == "custom" else []


def in_batch_pool(value: JsonObject) -> list[Naming]:
    """A pool of virtual machines; one of cloud services has no image. The data plane spells the id its own way."""
    body = Body(BATCH_POOL, value)
    deployment = body.optional_object("properties", "deploymentConfiguration")
    if deployment is None:
        return [unknown_in(body, "deploymentConfiguration")]
    machines = deployment.optional_object("virtualMachineConfiguration")
    if machines is None:
        return []
    return [replace(one, reference=replace(one.reference, need=_OF_POOLS)) for one in _in_pool(body, machines)]


def _in_pool(body: Body, machines: Body) -> Iterator[Naming]:
    reference = machines.optional_object("imageReference")
    named = reference and reference.optional_text("virtualMachineImageId")
    if reference is None:
        yield unknown_in(body, "imageReference")
    elif named:
        yield naming_of(body, named, BATCH_POOL)
    else:
        yield from in_image_reference(body, reference)


def in_policy_assignment(value: JsonObject) -> list[Naming]:
    """Parameters that list images, as lists or as one text with semicolons: named, but not kept by it."""
    body = Body(POLICY_ASSIGNMENT, value)
    parameters = body.optional_object("properties", "parameters")
    return [] if parameters is None else each_once(_in_parameters(body, parameters))


def _in_parameters(body: Body, parameters: Body) -> Iterator[Naming]:
    for name in parameters.value:
        written = json.dumps(parameters.value[name])
        if not (found := ids_in(written)):
            continue
        holder = parameters.optional_object(name)
        said = json.dumps(holder.value.get("value")) if holder is not None else written
        for one in found:
            named = by_id(body, one, POLICY_ASSIGNMENT)
            reference = replace(
                named.reference, names_only=True, need=f"parameter {name}; {_OF_POLICIES}", setting=(name, said)
            )
            yield Naming(named.key, reference)


def in_custom_image(value: JsonObject) -> list[Naming]:
    """A lab's entry of an image: since 2017 such an image is a managed image in the lab's group, which it keeps."""
    body = Body(CUSTOM_IMAGE, value)
    named = body.optional_text("properties", "managedImageId")
    return [naming_of(body, named, CUSTOM_IMAGE)] if named else []


def in_formula(value: JsonObject, custom_images: Mapping[str, list[Naming]]) -> list[Naming]:
    """What a formula makes its machines from: a lab's entry, or an image itself.

    custom_images: what each of the lab's entries names, by its folded id.
    """
    body = Body(FORMULA, value)
    return _by_custom_image(body, body.optional_text(*_OF_FORMULA), custom_images)


def in_lab_machine(value: JsonObject, custom_images: Mapping[str, list[Naming]]) -> list[Naming]:
    """A machine of a lab, beside the machine that Compute has of it."""
    body = Body(LAB_MACHINE, value)
    return _by_custom_image(body, body.optional_text("properties", "customImageId"), custom_images)


_OF_FORMULA = ("properties", "formulaContent", "properties", "customImageId")


def _by_custom_image(body: Body, named: str | None, custom_images: Mapping[str, list[Naming]]) -> list[Naming]:
    if not named:
        return []
    entry = naming_of(body, named, body.what)
    if entry.key is None or "/customimages/" not in entry.key:
        return [entry]
    return [Naming(one.key, entry.reference) for one in custom_images.get(entry.key, ())]
