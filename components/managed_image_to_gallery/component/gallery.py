"""The gallery and the image definition, where the stack owns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import pulumi
from pulumi_azure_native import compute

from managed_image_to_gallery.azure.limits import REQUIRED_OS_STATE
from managed_image_to_gallery.azure.times import as_azure_answers
from managed_image_to_gallery.component.gallery_parts import gallery_identity, sharing_profile
from managed_image_to_gallery.component.library_internals import API_VERSION
from managed_image_to_gallery.component.roles_and_locks import declare_lock, declare_roles
from managed_image_to_gallery.component.state.resource_types import DEFINITION_SUFFIX
from managed_image_to_gallery.component.taking_over import DEFINITION
from managed_image_to_gallery.config.choices import Architecture
from managed_image_to_gallery.config.late_values import LateValues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.component.taking_over import TakenOver
    from managed_image_to_gallery.config.definition_models import Definition, Range, Recommended
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import Gallery

T = TypeVar("T")


def declare_gallery(
    name: str,
    gallery: Gallery,
    at: ResourceId,
    guard: pulumi.ResourceHook,
    parent: pulumi.Resource | None = None,
    late: LateValues | None = None,
) -> compute.Gallery:
    """Declare the gallery, with its id `at`, its roles and its lock.

    It is protected and guarded, because versions in it may be the only copies of their sources.
    """
    late = late or LateValues()
    made = compute.Gallery(
        name,
        gallery_name=late.of("gallery.name", gallery.name),
        resource_group_name=late.of("gallery.resourceGroup", gallery.resource_group),
        location=late.of("gallery.location", gallery.location),
        description=late.of("gallery.description", gallery.description),
        tags=late.mapping("gallery.tags", gallery.tags),
        sharing_profile=sharing_profile(gallery.sharing_profile) if gallery.sharing_profile else None,
        soft_delete_policy=compute.SoftDeletePolicyArgs(**gallery.soft_delete_policy.model_dump())
        if gallery.soft_delete_policy
        else None,
        identity=gallery_identity(gallery.identity, late) if gallery.identity else None,
        opts=pulumi.ResourceOptions(
            parent=parent,
            protect=True,
            ignore_changes=[API_VERSION],
            depends_on=list(late.depends_on),
            hooks=pulumi.ResourceHookBinding(before_delete=[guard]),
        ),
    )
    declare_roles(gallery.role_assignments, name, made, at, late, "gallery", parent)
    declare_lock(gallery.lock, name, made, gallery.name, parent)
    return made


def declare_definition(
    migration: Migration,
    definition: Definition,
    facts: MigrationFacts,
    *,
    name: pulumi.Input[str],
    parent: pulumi.Resource,
    aliases: Sequence[pulumi.Alias],
    waits_for: Sequence[pulumi.Resource],
    guard: pulumi.ResourceHook,
    taken: TakenOver,
) -> compute.GalleryImage:
    """Declare the definition with the OS type and generation of the source image.

    Generation and architecture are always sent: their defaults differ between API versions
    (docs/reference/azure-galleries.md#api-versions-and-their-defaults). The location is left to the provider, which
    takes the resource group's and keeps it. name: the definition's, known when it is its turn to be made.
    """
    late = migration.late
    return compute.GalleryImage(
        f"{migration.name}{DEFINITION_SUFFIX}",
        resource_group_name=late.of("gallery.resourceGroup", migration.gallery_id.resource_group),
        gallery_name=late.of("gallery.name", migration.gallery_id.name),
        gallery_image_name=name,
        identifier=compute.GalleryImageIdentifierArgs(
            publisher=definition.publisher or "", offer=definition.offer or "", sku=definition.sku or ""
        ),
        os_type=_known_or_later(late, lambda: compute.OperatingSystemTypes(os_type(definition, facts))),
        os_state=compute.OperatingSystemStateTypes(REQUIRED_OS_STATE),
        hyper_v_generation=_known_or_later(late, lambda: hyper_v_generation(definition, facts)),
        architecture=(definition.architecture or Architecture.X64).value,
        features=_features(definition),
        recommended=_recommended(definition.recommended) if definition.recommended else None,
        description=late.of("definition.description", definition.description),
        eula=definition.eula,
        privacy_statement_uri=late.of("definition.privacyStatementUri", definition.privacy_statement_uri),
        release_note_uri=late.of("definition.releaseNoteUri", definition.release_note_uri),
        disallowed=_disallowed(definition),
        tags=late.mapping("definition.tags", definition.tags),
        purchase_plan=_purchase_plan(definition),
        end_of_life_date=late.of(
            "definition.endOfLifeDate",
            as_azure_answers(definition.end_of_life_date) if definition.end_of_life_date else None,
            as_azure_answers,
        ),
        opts=pulumi.ResourceOptions(
            parent=parent,
            import_=str(migration.definition_id) if DEFINITION in taken.now else None,
            ignore_changes=taken.ignored_in_definition(definition),
            protect=True,
            aliases=list(aliases),
            depends_on=list(waits_for),
            hooks=pulumi.ResourceHookBinding(before_delete=[guard]),
            custom_timeouts=replication_timeouts(),
        ),
    )


def _features(definition: Definition) -> list[compute.GalleryImageFeatureArgs] | None:
    named = [compute.GalleryImageFeatureArgs(name=one.name, value=one.value) for one in definition.features or ()]
    return named or None


def _disallowed(definition: Definition) -> compute.DisallowedArgs | None:
    said = definition.disallowed
    return compute.DisallowedArgs(disk_types=list(said.disk_types)) if said else None


def _purchase_plan(definition: Definition) -> compute.ImagePurchasePlanArgs | None:
    said = definition.purchase_plan
    return compute.ImagePurchasePlanArgs(**said.model_dump()) if said else None


def replication_timeouts() -> pulumi.CustomTimeouts:
    """How long the provider may take for a definition or a version: six hours for what replicates.

    Documented for many regions (docs/reference/azure-galleries.md#times). In hours on purpose: the engine refuses days
    (`1d`).
    """
    return pulumi.CustomTimeouts(create="6h", update="6h", delete="2h")


def os_type(definition: Definition, facts: MigrationFacts) -> str:
    """The source image's OS type; once the image is gone, the definition's as configured or as it is in Azure."""
    if facts.image:
        return facts.image.os_type
    return definition.os_type.value if definition.os_type else facts.definition_in_azure.os_type


def hyper_v_generation(definition: Definition, facts: MigrationFacts) -> str:
    """The source image's generation; once the image is gone, the definition's as configured or as it is in Azure."""
    if facts.image:
        return facts.image.hyper_v_generation
    if definition.hyper_v_generation:
        return definition.hyper_v_generation.value
    return facts.definition_in_azure.hyper_v_generation


def _known_or_later(late: LateValues, known: Callable[[], T]) -> pulumi.Input[T]:
    """Without the image, a preview that does not know where the definition is cannot read what it has."""
    try:
        return known()
    except LookupError:
        if not late.undecided:
            raise
        return cast("pulumi.Output[T]", late.place(None))


def _recommended(recommended: Recommended) -> compute.RecommendedMachineConfigurationArgs:
    return compute.RecommendedMachineConfigurationArgs(
        v_cpus=_range(recommended.v_cpus), memory=_range(recommended.memory)
    )


def _range(span: Range | None) -> compute.ResourceRangeArgs | None:
    return compute.ResourceRangeArgs(min=span.min, max=span.max) if span else None
