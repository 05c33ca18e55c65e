"""The pack: each rule of `gallery_rules` as a policy of Pulumi, with its level and its settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gallery_rules.lifetime import end_of_life_faults, missing_tags, unprotected
from gallery_rules.reading import COMPONENT, IMAGE, MACHINES, VERSION, at, compute_kind, folded
from gallery_rules.references import managed_image_references
from gallery_rules.regions import not_zone_redundant, source_region_missing, too_few_replicas
from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ResourceValidationPolicy,
    StackValidationPolicy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pulumi_policy import PolicyResource, ReportViolation, ResourceValidationArgs, StackValidationArgs

_STRINGS = {"type": "array", "items": {"type": "string"}}


def _rule(
    name: str,
    description: str,
    kinds: Iterable[str],
    faults: Callable[[ResourceValidationArgs], Iterable[str]],
    **settings: object,
) -> ResourceValidationPolicy:
    """A policy for resources of `kinds`; `settings` are what a stack's policy config can set, as JSON Schema."""

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if compute_kind(args.resource_type) in kinds:
            for fault in faults(args):
                report(fault, None)

    schema = PolicyConfigSchema(properties=settings) if settings else None  # pyright: ignore[reportArgumentType]  # JSON Schema
    return ResourceValidationPolicy(name, description, validate, config_schema=schema)


def _options(args: ResourceValidationArgs) -> Iterable[str]:
    return unprotected(protect=args.opts.protect, delete_before_replace=bool(args.opts.delete_before_replace))


def _source_regions(args: StackValidationArgs, report: ReportViolation) -> None:
    """Source images that the stack still declares give their region; a retired one is no longer known."""
    images = [one for one in args.resources if compute_kind(one.resource_type) == IMAGE]
    locations = {folded(_image_id(one)): str(at(one.props, "location") or "") for one in images}
    for one in args.resources:
        if compute_kind(one.resource_type) == VERSION:
            for fault in source_region_missing(one.props, locations):
                report(fault, one.urn)


def _image_id(image: PolicyResource) -> object:
    """The id of a declared image: the engine hands a policy the outputs, where only the component says it."""
    component = image.parent
    is_migration = component is not None and component.resource_type == COMPONENT
    return at(component.props, "source_id") if is_migration else at(image.props, "id")


PolicyPack(
    name="gallery-migration",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        _rule(
            "no-managed-image-references",
            "No virtual machine or scale set is made from a managed image.",
            MACHINES,
            lambda args: managed_image_references(args.props),
        ),
        StackValidationPolicy(
            "source-region-among-targets",
            "The region of the source image is among the target regions of its version.",
            _source_regions,
        ),
        _rule(
            "production-replicas",
            "A version of production has enough replicas in each region.",
            [VERSION],
            lambda args: too_few_replicas(args.props, int(args.get_config()["minimum"])),
            minimum={"type": "integer", "minimum": 1, "default": 2},
        ),
        _rule(
            "production-zone-redundancy",
            "A version of production is zone redundant where the region has zones.",
            [VERSION],
            lambda args: not_zone_redundant(args.props, args.get_config()["regionsWithoutZones"]),
            regionsWithoutZones={**_STRINGS, "default": ["northcentralus", "westcentralus", "westus"]},
        ),
        _rule(
            "end-of-life",
            "The end of life of a version is set and not too far away.",
            [VERSION],
            lambda args: end_of_life_faults(args.props, datetime.now(UTC), int(args.get_config()["mostDaysAway"])),
            mostDaysAway={"type": "integer", "minimum": 1, "default": 1830},
        ),
        _rule("version-kept", "No version can be deleted or replaced.", [VERSION], _options),
        _rule(
            "required-tags",
            "A version carries the required tags.",
            [VERSION],
            lambda args: missing_tags(args.props, args.get_config()["tags"]),
            tags={**_STRINGS, "default": ["environment"]},
        ),
    ],
)
