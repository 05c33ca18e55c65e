"""The refusals of galleries, definitions and versions, each with the source of its text.

Sources are entries of docs/reference/azure-errors.md. Codes and statuses that are not known there are
`InvalidParameter` 400 for a value, by analogy with docs/reference/azure-errors.md#duplicate-regions; whole texts that
are not known are marked *invented*. No other module of this family makes an error text.
"""

from __future__ import annotations

from collections.abc import Sequence

from local_azure.arm.errors import ArmError, OperationFailed, invalid_parameter

VERSION = "galleryImageVersion.properties"
REGIONS = f"{VERSION}.publishingProfile.targetRegions"


# --- names and values ------------------------------------------------------------------------------------------------


def invalid_entity_name(entity: str, rule: str) -> ArmError:
    """400 of a gallery's or definition's name; the gallery's rule is known from such a text.

    Source: docs/reference/azure-galleries.md#names.
    """
    return invalid_parameter(entity, f"The entity name '{entity}' is invalid according to its validation rule: {rule}.")


def invalid_version_name() -> ArmError:
    """400 of a version that is not three integers (docs/reference/azure-errors.md#version-number)."""
    return invalid_parameter(
        "galleryImageVersionName",
        "The image version name is invalid. The image version name should follow Major(int).Minor(int).Patch(int) "
        "format, for e.g: 1.0.0, 2018.12.1 etc.",
    )


def required(parameter: str) -> ArmError:
    """400 of a member that is missing; Compute's usual text (github.com/Azure/azure-powershell/issues/4001)."""
    return invalid_parameter(parameter, f"Required parameter '{parameter}' is missing (null).")


def invalid_value(parameter: str, value: object) -> ArmError:
    """400 of a value outside an enumeration; Compute's usual text, from general knowledge."""
    return invalid_parameter(parameter, f"The value '{value}' of parameter '{parameter}' is invalid.")


def out_of_range(parameter: str, value: object, low: int, high: int) -> ArmError:
    """400 of a number outside its range (docs/reference/azure-errors.md#number-out-of-range)."""
    return invalid_parameter(
        parameter,
        f"The value {value} of parameter {parameter} is out of range. "
        f"The value must be between {low} and {high}, inclusive.",
    )


def unknown_member(member: str, object_type: str, path: str, position: int) -> ArmError:
    """400 of a member that the type has not (docs/reference/azure-errors.md#unknown-member)."""
    return ArmError(
        400,
        "BadRequest",
        f"Could not find member '{member}' on object of type '{object_type}'. Path '{path}', line 1, "
        f"position {position}",
    )


def parameter_not_allowed(parameter: str) -> ArmError:
    """400 of a member that the api-version does not know yet.

    Source: docs/reference/azure-errors.md#member-unknown-to-the-api-version.
    """
    return invalid_parameter(parameter, f"Parameter '{parameter}' is not allowed.")


def end_of_life_not_future(parameter: str) -> ArmError:
    """400 of an end of life in the past (docs/reference/azure-errors.md#end-of-life-in-the-past)."""
    return invalid_parameter(parameter, "EndOfLifeDate must be set to a future date.")


def unparsable_date(value: object, path: str) -> ArmError:
    """400 of a date that is none (docs/reference/azure-errors.md#date-that-is-none)."""
    return ArmError(
        400, "BadRequest", f"Could not convert string to DateTimeOffset: {value}. Path '{path}'", target=path
    )


# --- regions ---------------------------------------------------------------------------------------------------------


def duplicate_regions() -> ArmError:
    """400 of one region twice, whatever the spelling (docs/reference/azure-errors.md#duplicate-regions)."""
    return invalid_parameter(REGIONS, "Duplicate regions are not allowed in target publishing regions.")


def home_region_missing(regions: Sequence[str], location: str) -> ArmError:
    """400 of target regions without the version's own location.

    Source: docs/reference/azure-errors.md#own-region-missing; code and status inferred there.
    """
    return invalid_parameter(
        REGIONS,
        f"Gallery image version publishing profile regions '{', '.join(regions)}' must contain the location of image "
        f"version '{location}'.",
    )


def restricted_region(region: str) -> ArmError:
    """400 of a region that needs a feature.

    Source: docs/reference/azure-errors.md#region-that-needs-a-feature; the feature's name is invented.
    """
    return invalid_parameter(
        REGIONS,
        f"Cannot specify {region} in target regions because the subscription is missing required feature "
        f"Microsoft.Compute/{region.replace(' ', '')}Access. Either register your subscription with the required "
        "feature or remove the region from the target region list.",
    )


def incomplete_regions(version: str) -> ArmError:
    """400 of a PUT that leaves out a replicated region.

    Source: docs/reference/azure-errors.md#region-left-out, seen for application versions.
    """
    return ArmError(
        400,
        "BadRequest",
        f"Complete set of target locations not specified while updating gallery artifact '{version}' and type "  # noqa: S608 - no SQL
        "'GalleryImageVersion'. Deletion of previously replicated locations is not allowed, and you need to specify a "
        "complete set of target locations in the update request or specify null or empty set for target regions in "
        "the update request or set allow deletion of replicated locations under safety profile property. To figure "
        "out complete set of target locations, you can perform a get first on gallery artifact",
    )


def no_zone_redundancy(region: str) -> ArmError:
    """400 of zone-redundant storage where there are no zones.

    Source: docs/reference/azure-errors.md#no-zones-for-zone-redundant-storage.
    """
    return invalid_parameter(
        f"{REGIONS}['{region}'].storageAccountType", "ZRS storage account type is not supported in this region."
    )


def storage_type_needed(region: str, storage_type: str) -> ArmError:
    """400 of an update that leaves out a region's own storage type.

    Source: docs/reference/azure-errors.md#storage-type-of-a-region.
    """
    return invalid_parameter(
        f"{REGIONS}.storageAccountType",
        "Global storage account type does not match the storage account type in the existing TargetRegion: "
        f"'{region}'. Please specify '{storage_type}' as the storage account type for this region.",
    )


def strategy_and_type() -> ArmError:
    """400 of a storage strategy together with a storage type (documented in the SDK; invented text)."""
    return invalid_parameter(
        f"{VERSION}.publishingProfile.storageAccountStrategy",
        "Only one of storageAccountStrategy and storageAccountType can be specified.",
    )


def encryption_set_missing(region: str, other: str, encryption_set: str, disk: str) -> ArmError:
    """400 of disk encryption sets for some regions only.

    Source: docs/reference/azure-errors.md#encryption-sets-in-some-regions.
    """
    target = f"galleryArtifactVersion.properties.publishingProfile.targetRegions.encryption.{disk}.diskEncryptionSetId"
    return invalid_parameter(
        target,
        f"A disk encryption set is required for disk '{target}' in target region '{region}' since disk encryption set "
        f"'{encryption_set}' is used for the corresponding disk in region '{other}'",
    )


def encryption_set_elsewhere(encryption_set: str, region: str) -> ArmError:
    """400 of a disk encryption set of another subscription than the gallery's (documented rule; invented text)."""
    return invalid_parameter(
        f"{REGIONS}.encryption",
        f"The disk encryption set '{encryption_set}' used in target region '{region}' must be in the subscription of "
        "the gallery.",
    )


def shallow_rule(what: str) -> ArmError:
    """400 of what a Shallow version cannot have (packer-plugin-azure 337 and 383; invented text)."""
    return invalid_parameter(
        f"{VERSION}.publishingProfile.replicationMode", f"Shallow replication mode does not support {what}."
    )


# --- state -----------------------------------------------------------------------------------------------------------


def change_not_allowed(path: str) -> ArmError:
    """409 of a change of what is fixed.

    Source: docs/reference/azure-errors.md#change-of-what-is-fixed, docs/reference/azure-errors.md#change-of-the-source.
    """
    return ArmError(409, "PropertyChangeNotAllowed", f"Changing property '{path}' is not allowed.", target=path)


def gallery_name_taken(name: str, group: str) -> ArmError:
    """409 of a gallery's name that the subscription has in another group.

    Invented. Source: docs/reference/azure-galleries.md#names, inferred.
    """
    return ArmError(
        409,
        "Conflict",
        f"The gallery name '{name}' is already used in resource group '{group}' of this subscription. "
        "Gallery names are unique within a subscription. Choose a different name.",
        target="galleryName",
    )


def identifier_taken(definition: str, publisher: str, offer: str, sku: str) -> ArmError:
    """409 of a publisher, offer and SKU that another definition of the gallery has.

    Source: docs/reference/azure-errors.md#publisher-offer-and-sku-taken; code invented.
    """
    return ArmError(
        409,
        "Conflict",
        f"Gallery image: {definition} identified by (publisher:{publisher}, offer:{offer}, sku:{sku}) already exists. "
        "Choose a different publisher, offer, sku combination.",
        target="galleryImage.properties.identifier",
    )


def nested_resources(nested: Sequence[str]) -> ArmError:
    """409 of a parent that still has, or is still thought to have, children.

    Source: docs/reference/azure-errors.md#nested-resources.
    """
    return ArmError(
        409,
        "CannotDeleteResource",
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
        f"'{', '.join(nested)}'. Please delete all nested resources before deleting this resource.",
        extra_headers={"x-ms-failure-cause": "gateway"},
    )


def operation_running(version: str, state: str) -> ArmError:
    """409 of a PUT or PATCH while another one is being carried out; invented."""
    return ArmError(
        409,
        "Conflict",
        f"The gallery image version '{version}' cannot be updated while its provisioning state is '{state}'. "
        "Wait until the running operation is done and retry.",
    )


def blocked_until_end_of_life(version: str, end_of_life: str) -> ArmError:
    """409 of a DELETE before the end of life where that is blocked; invented."""
    return ArmError(
        409,
        "OperationNotAllowed",
        f"The gallery image version '{version}' cannot be deleted before its end of life date '{end_of_life}' because "
        "'blockDeletionBeforeEndOfLife' is set to true in its safety profile. Set it to false to delete the version.",
        target=f"{VERSION}.safetyProfile.blockDeletionBeforeEndOfLife",
    )


# --- the source ------------------------------------------------------------------------------------------------------


def source_not_found(source: str) -> ArmError:
    """404 of a source that is missing or in another region.

    Source: docs/reference/azure-errors.md#source-not-found; code and status are not known.
    """
    return ArmError(
        404,
        "NotFound",
        f"Source {source} is not found. Please check source exists, and is in the same region as gallery image "
        "version being created.",
    )


def two_sources() -> ArmError:
    """400 of a source for the whole and sources for single disks.

    Source: docs/reference/azure-errors.md#two-kinds-of-sources.
    """
    return invalid_parameter(
        f"{VERSION}.storageProfile",
        "The gallery artifact version source can only be specified either directly under storageProfile or within "
        "individual OS or data disks",
    )


def machine_of_other_subscription(machine: str, subscription: str) -> ArmError:
    """400 of another subscription's machine as `source.id`.

    Source: docs/reference/azure-errors.md#machine-of-another-subscription.
    """
    path = f"{VERSION}.storageProfile.source.virtualMachineId"
    return invalid_parameter(
        f"{VERSION}.storageProfile.source.id",
        f"The source VM '{machine}' is a cross subscription source for the galleryImageVersion created in subscription "
        f"'{subscription}'. Please retry the call by specifying the VM id in '{path}' instead. "
        "See https://aka.ms/acgsecurityupdates for more details.",
    )


def encrypted_source_elsewhere(source: str, subscription: str, wanted: str) -> ArmError:
    """400 of a source in another subscription whose disks are encrypted with a customer's key.

    Source: docs/reference/azure-errors.md#encrypted-source; code and status inferred.
    """
    return invalid_parameter(
        f"{VERSION}.storageProfile.source",
        f"Encrypted source: '{source}' is in a different subscription ID than the current gallery image version "
        f"subscription '{wanted}'. Please retry with an unencrypted source(s) or use the source's subscription "
        f"'{subscription}' to create the gallery image version.",
    )


def encrypted_version(source: str) -> ArmError:
    """400 of a version as a source that is encrypted with a customer's key (documented rule; invented text).

    Source: docs/reference/azure-galleries.md#version-fields.
    """
    return invalid_parameter(
        f"{VERSION}.storageProfile.source",
        f"The gallery image version '{source}' is encrypted with a customer-managed key and cannot be the source of "
        "another gallery image version.",
    )


def source_busy(source: str) -> ArmError:
    """409 of a second version from one source at the same time.

    Source: docs/reference/azure-errors.md#source-in-use; code and status invented.
    """
    return ArmError(
        409,
        "Conflict",
        f"Too many requests on source '{source}'. Please reduce the number of requests on the source or wait some time "
        "before retrying.",
    )


# --- operations that fail after they were accepted -------------------------------------------------------------------


def other_generation(source: str, generation: str, expected: str) -> OperationFailed:
    """The source's generation is not the definition's (docs/reference/azure-errors.md#other-generation)."""
    return OperationFailed(
        "Conflict",
        f"The resource with id '{source}' has a different Hypervisor generation ['{generation}'] than the parent "
        f"gallery image Hypervisor generation ['{expected}'].",
    )


def other_os_type(source: str, os_type: str, expected: str) -> OperationFailed:
    """The source's operating system is not the definition's.

    Source: docs/reference/azure-errors.md#other-operating-system; code inferred.
    """
    return OperationFailed(
        "Conflict",
        f"The resource with id '{source}' has a different OS type ['{os_type}'] than the parent gallery image OS type "
        f"generation ['{expected}']",
    )


def other_machine_state(machine: str, state: str, expected: str) -> OperationFailed:
    """A machine's OS state is not the definition's (docs/reference/azure-errors.md#other-os-state)."""
    return OperationFailed(
        "BadRequest",
        f"The resource with id '{machine}' has a different OS state ['{state}'] than the parent gallery image OS state "
        f"['{expected}'].",
    )


def other_os_state(source: str, expected: str, state: str) -> OperationFailed:
    """The OS state of another source is not the definition's.

    Source: docs/reference/azure-errors.md#other-os-state; code inferred.
    """
    return OperationFailed(
        "Conflict",
        f"Cannot create Gallery Image Version from: {source} since the OS State in the parent gallery image "
        f"('{expected}') is not '{state}'.",
    )


def other_plan(source: str, plan: str, expected: str) -> OperationFailed:
    """The source's Marketplace plan is not the definition's.

    Source: docs/reference/azure-errors.md#other-purchase-plan; code inferred.
    """
    return OperationFailed(
        "Conflict",
        f"The resource with id {source} has a different plan ['{plan}'] than the parent gallery image plan "
        f"['{expected}'].",
    )


def source_too_large(size: int, limit: int) -> OperationFailed:
    """A disk is larger than a Full version may hold.

    Source: docs/reference/azure-errors.md#disk-larger-than-a-gallery-takes.
    """
    return OperationFailed(
        "GallerySourceResourceExceedsMaxSize",
        f"The GalleryImageVersion source resource size {size} exceeds the max size {limit} supported.",
    )


def replication_failed(details: dict[str, str]) -> OperationFailed:
    """Some regions failed.

    Source: docs/reference/azure-errors.md#replication-failed; its code is not known, `ReplicationJobsFailed` is
    invented.
    """
    regions = ", ".join(f"{{region:{region}, detail:{detail}}}" for region, detail in details.items())
    return OperationFailed(
        "ReplicationJobsFailed",
        "Gallery replication jobs failed in one or more regions. The failing regions' details are as follows: "
        f"'{regions}'. If retry does not work, then please do an update by removing the failed regions and update "
        "again by adding them back.",
    )
