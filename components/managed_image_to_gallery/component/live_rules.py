"""Rules that need Azure's answers, applied before anything is registered: pure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.limits import DOCUMENTED_MAX_DATA_DISK_SIZE_GB
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.region_rules import region_faults
from managed_image_to_gallery.config.boot_test.args import SecurityType
from managed_image_to_gallery.config.boot_test.plan import cloud_init_of
from managed_image_to_gallery.config.choices import ReplicationMode, Stage
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.resolved_rules import missing_source_region
from managed_image_to_gallery.gate.checks import BOOT_TEST_CHECK
from managed_image_to_gallery.gate.eligibility import Publication, ineligibilities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.azure.models import ImageDefinition, ManagedImage
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.config.definition_models import Definition
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing


def live_faults(migration: Migration, sharing: Sharing, facts: MigrationFacts) -> Iterator[Fault]:
    """What Azure has against a migration in its stage.

    For `retired` next to nothing: the source may be gone, and whether it may be deleted is the delete hook's to say.
    """
    is_published = migration.stage is Stage.PUBLISHED
    if _lacks_source(migration, sharing, facts):
        yield _no_source(migration)
    elif is_published and facts.image is not None:
        yield from _boot_test_fits(migration, facts.image)
    if is_published:
        yield from region_faults(migration, facts.regions)
    if migration.is_existing:
        yield from _existing_versions(migration, facts)
    else:
        yield from _managed_version(migration, sharing, facts)
    yield from _refused_by_gate(migration, facts)


def _managed_version(migration: Migration, sharing: Sharing, facts: MigrationFacts) -> Iterator[Fault]:
    """What Azure has against a version that the stack makes, and its definition; as far as a preview knows them."""
    if migration.stage is Stage.PUBLISHED and facts.image is not None:
        yield from _eligible(migration, sharing, facts, facts.image)
    if migration.late.undecided:
        return
    if migration.stage is Stage.PUBLISHED:
        yield from _gallery(migration, facts)
        yield from _version_is_free(migration, facts)
        yield from _security_profile_agrees(migration, facts)
        yield from _identifier_is_free(migration, sharing, facts)
    if facts.live_definition is not None:
        yield from _definition_agrees(migration, sharing, facts.live_definition)
        yield from _plan_agrees(migration, sharing, facts.live_definition)
    yield from _definition_is_known(migration, sharing, facts)


def _existing_versions(migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    """Whether each version that others keep is there and holds the image; whether it is complete is the gate's."""
    path = f"{migration.path}.existingVersions"
    for wanted, found in zip(migration.versions, facts.existing, strict=False):
        if found is None:
            yield Fault(
                path,
                str(wanted),
                "does not exist in Azure",
                "Correct the id (`gallery-migrate inventory` shows what there is); restore what was soft-deleted; or "
                "publish the image by definition and version.",
            )
        elif not same_id(found.source_id or "", migration.source_id):
            yield Fault(
                path,
                str(wanted),
                f"was made from {found.source_id or 'something else than an image'}, not from "
                f"{migration.source_as_written}",
                "Name a version that was made from this image; one from a disk, a snapshot or another version holds "
                "something else.",
            )


def _lacks_source(migration: Migration, sharing: Sharing, facts: MigrationFacts) -> bool:
    """Whether there is no image although this stage needs one; what else is not known because of that is not told."""
    return facts.image is None and (sharing.declares_source or migration.stage is Stage.PUBLISHED)


def _no_source(migration: Migration) -> Fault:
    return Fault(
        f"{migration.path}.source",
        str(migration.source_as_written),
        "does not exist in Azure",
        "Correct group, name and subscription. If it was deleted after a retirement, set stage: retired.",
    )


def _eligible(migration: Migration, sharing: Sharing, facts: MigrationFacts, image: ManagedImage) -> Iterator[Fault]:
    location = migration.settings.source.location
    if location and canonical_region(location) != image.location:
        yield Fault(
            f"{migration.path}.source.location", location, f"is not the image's: {image.location}", "Leave it out."
        )
    for finding in ineligibilities(image, _publication(migration, sharing, image), facts.live_definition):
        if finding.rule == "own-region-among-targets":
            yield missing_source_region(migration, image.location)
        else:
            rule = f"{finding.rule}: expected {finding.expected}, found {finding.found}"
            yield Fault(f"{migration.path}.source", str(migration.source_as_written), rule, finding.remedy)


def _publication(migration: Migration, sharing: Sharing, image: ManagedImage) -> Publication:
    definition, settings = sharing.merged_definition, migration.settings
    security = [feature.value for feature in definition.features or () if feature.name.lower() == "securitytype"]
    limit = settings.max_data_disk_size_gb
    return Publication(
        version_location=image.location,
        target_regions=migration.regions,
        os_type=definition.os_type.value if definition.os_type else None,
        hyper_v_generation=definition.hyper_v_generation.value if definition.hyper_v_generation else None,
        architecture=definition.architecture.value if definition.architecture else None,
        security_type=security[0] if security else None,
        replication_mode=(settings.replication_mode or ReplicationMode.FULL).value,
        max_data_disk_size_gb=DOCUMENTED_MAX_DATA_DISK_SIZE_GB if limit is None else limit,
    )


def _gallery(migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    if facts.gallery is None and not migration.gallery.create:
        yield Fault(
            "gallery",
            str(migration.gallery_id),
            "does not exist in Azure",
            "Correct it, or set create: true to make it. In a program that makes it beside this component, pass its "
            "`name` as an output.",
        )
    if facts.namesake is not None:
        yield Fault(
            "gallery.name",
            migration.gallery_id.name,
            f"is taken: a gallery's name is unique in its subscription, and {facts.namesake.id} has it",
            "Choose another name; or name that group in gallery.resourceGroup, without create, to use that gallery.",
        )


def _version_is_free(migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    version = facts.version
    if version is not None and not same_id(version.source_id or "", migration.source_id):
        yield Fault(
            f"{migration.path}.version",
            migration.version_id.name,
            f"is taken: {migration.version_id} was made from {version.source_id or 'something else'}",
            "Choose another version number.",
        )


def _security_profile_agrees(migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    """It is fixed with the version, which is never made anew (docs/reference/azure-galleries.md#version-fields)."""
    stated, version = migration.settings.security_profile, facts.version
    if stated is None or version is None:
        return
    wanted = stated.model_dump(mode="json", by_alias=True, exclude_none=True)
    if wanted != (version.security_profile or {}):
        yield Fault(
            f"{migration.path}.securityProfile",
            None,
            "contradicts the existing version, whose security profile is another and cannot be changed",
            "Say what it has, leave it out, or publish another version number.",
        )


def _identifier_is_free(migration: Migration, sharing: Sharing, facts: MigrationFacts) -> Iterator[Fault]:
    stated = sharing.merged_definition
    wanted = [(part or "").lower() for part in (stated.publisher, stated.offer, stated.sku)]
    for sibling in facts.siblings:
        taken = [sibling.publisher, sibling.offer, sibling.sku]
        if [part.lower() for part in taken] == wanted and not same_id(sibling.id, migration.definition_id):
            yield Fault(
                f"{migration.path}.definition",
                "/".join(taken),
                f"publisher, offer and sku are taken in the gallery by {sibling.id.name}",
                "Change one of the three, or use that definition.",
            )


def _definition_agrees(migration: Migration, sharing: Sharing, existing: ImageDefinition) -> Iterator[Fault]:
    """What cannot be changed once a definition exists (docs/reference/azure-galleries.md#definition-fields)."""
    stated = sharing.merged_definition
    for key, wanted, found in (
        ("publisher", stated.publisher, existing.publisher),
        ("offer", stated.offer, existing.offer),
        ("sku", stated.sku, existing.sku),
        ("osType", stated.os_type and stated.os_type.value, existing.os_type),
        (
            "hyperVGeneration",
            stated.hyper_v_generation and stated.hyper_v_generation.value,
            existing.hyper_v_generation,
        ),
        ("eula", stated.eula, existing.eula or "nothing"),
        ("architecture", stated.architecture and stated.architecture.value, existing.architecture),
        *_features(stated, existing),
    ):
        if wanted is not None and wanted.lower() != found.lower():
            yield Fault(
                f"{migration.path}.definition.{key}",
                wanted,
                f"contradicts the existing definition, which says {found} and cannot be changed",
                "Say what it says, or use another definition.",
            )


def _features(stated: Definition, existing: ImageDefinition) -> Iterator[tuple[str, str, str]]:
    """Each feature that is stated, with what the definition says of it."""
    known = {name.lower(): value for name, value in existing.features}
    for index, feature in enumerate(stated.features or ()):
        yield f"features[{index}].value", feature.value, known.get(feature.name.lower(), "nothing of it")


def _plan_agrees(migration: Migration, sharing: Sharing, existing: ImageDefinition) -> Iterator[Fault]:
    """A purchase plan is compared as a whole and cannot be changed.

    Source: docs/reference/azure-galleries.md#purchase-plans.
    """
    wanted, found = sharing.merged_definition.purchase_plan, existing.purchase_plan
    if wanted is None:
        return
    wanted_texts = (wanted.name, wanted.publisher, wanted.product)
    found_texts = (found.name, found.publisher, found.product) if found else ()
    if wanted_texts != found_texts:
        yield Fault(
            f"{migration.path}.definition.purchasePlan",
            "/".join(wanted_texts),
            f"contradicts the existing definition, which has {'/'.join(found_texts) or 'none'} and cannot be changed",
            "Say what it has, or use another definition.",
        )


def _definition_is_known(migration: Migration, sharing: Sharing, facts: MigrationFacts) -> Iterator[Fault]:
    if facts.live_definition is not None:
        return
    definition = sharing.merged_definition
    if definition.existing:
        yield Fault(
            f"{migration.path}.definition",
            str(migration.definition_id),
            "does not exist in Azure although existing: true says so",
            "Correct the name, or leave existing out to create it.",
        )
    elif _lacks_source(migration, sharing, facts):
        return
    elif facts.image is None and not (definition.os_type and definition.hyper_v_generation):
        yield Fault(
            f"{migration.path}.definition",
            str(migration.definition_id),
            "neither it nor the source image is in Azure, so OS type and generation are not known",
            "Run `pulumi refresh` and look at what became of the gallery; or give osType and hyperVGeneration.",
        )


def _refused_by_gate(migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    """Every refusal in one fault. The boot test alone is no fault here: the evidence in the state may prove it."""
    result = facts.gate_result
    if result is None or {verdict.check for verdict in result.refusals} <= {BOOT_TEST_CHECK}:
        return
    yield Fault(
        f"{migration.path}.stage",
        migration.stage.value,
        f"the gate refuses {migration.name}\n{textwrap.indent(result.refusal_text(), '    ')}",
        "Until every check passes keep stage: published.",
    )


def _boot_test_fits(migration: Migration, image: ManagedImage) -> Iterator[Fault]:
    """What machines of the image cannot be (docs/reference/azure-galleries.md#trusted-launch)."""
    test, path = migration.settings.boot_test, f"{migration.path}.bootTest"
    if test is None:
        return
    if test.security_type is SecurityType.TRUSTED_LAUNCH and image.hyper_v_generation.upper() != "V2":
        rule = f"needs generation 2, the image is {image.hyper_v_generation}"
        yield Fault(f"{path}.securityType", test.security_type.value, rule, "Leave it out.")
    if cloud_init_of(test) is not None and image.os_type != "Linux":
        rule = f"is for Linux, the image is {image.os_type}"
        yield Fault(f"{path}.probe.cloudInit", None, rule, "Give a script, which PowerShell runs.")
