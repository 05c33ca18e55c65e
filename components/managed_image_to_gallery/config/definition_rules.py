"""What an image definition of the config must be, by itself. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import limits, names
from managed_image_to_gallery.config.choices import Architecture, OsState
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.gallery_parts.rules import (
    disk_type_faults,
    only_when_made,
    role_faults,
    uri_faults,
)
from managed_image_to_gallery.config.value_rules import end_of_life_faults, name_faults, tag_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.config.definition_models import Definition


def definition_faults(definition: Definition, path: str) -> Iterator[Fault]:
    """Everything that can be said about an image definition by itself."""
    yield from name_faults(definition.name, f"{path}.name", names.violations_of_definition_name)
    for key, value, rule in (
        ("publisher", definition.publisher, names.violations_of_publisher),
        ("offer", definition.offer, names.violations_of_offer),
        ("sku", definition.sku, names.violations_of_sku),
    ):
        if value is not None:
            yield from name_faults(value, f"{path}.{key}", rule)
    yield from _only_what_images_can_be(definition, path)
    if definition.end_of_life_date is not None:
        yield from end_of_life_faults(definition.end_of_life_date, f"{path}.endOfLifeDate")
    yield from _ranges(definition, f"{path}.recommended")
    for key, uri in (
        ("privacyStatementUri", definition.privacy_statement_uri),
        ("releaseNoteUri", definition.release_note_uri),
    ):
        yield from uri_faults(uri, f"{path}.{key}")
    yield from disk_type_faults(
        definition.disallowed.disk_types if definition.disallowed else (), f"{path}.disallowed.diskTypes"
    )
    yield from tag_faults(definition.tags or {}, f"{path}.tags")
    yield from role_faults(definition.role_assignments, path)
    if definition.existing:
        keys = ("privacy_statement_uri", "release_note_uri", "disallowed", "tags", "role_assignments")
        yield from only_when_made(definition, keys, path, "exists (existing: true)")


def _only_what_images_can_be(definition: Definition, path: str) -> Iterator[Fault]:
    if definition.os_state is OsState.SPECIALIZED:
        yield Fault(f"{path}.osState", "Specialized", "must be Generalized: managed images are", "Leave it out.")
    if definition.architecture is Architecture.ARM64:
        yield Fault(f"{path}.architecture", "Arm64", "must be x64: no managed image is Arm64", "Leave it out.")
    refused = {kind.lower() for kind in limits.SECURITY_TYPES_WITHOUT_MANAGED_IMAGES}
    for index, feature in enumerate(definition.features or ()):
        if feature.name.lower() == "securitytype" and feature.value.lower() in refused:
            yield Fault(
                f"{path}.features[{index}].value",
                feature.value,
                "is a security type that no managed image can fulfil",
                "Leave it out, or use TrustedLaunchSupported for a generation 2 image.",
            )


def _ranges(definition: Definition, path: str) -> Iterator[Fault]:
    recommended = definition.recommended
    if recommended is None:
        return
    for key, span in (("vCPUs", recommended.v_cpus), ("memory", recommended.memory)):
        if span and span.min is not None and span.max is not None and span.min > span.max:
            yield Fault(f"{path}.{key}", f"{span.min}..{span.max}", "min must not be above max", "Swap them.")
