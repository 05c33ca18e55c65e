"""The refusals of machines and scale sets, each with the source of its text; no other module here makes one.

Sources are entries of docs/reference/azure-errors.md. Texts that are neither there nor general knowledge of Azure are
marked *invented*.
"""

from __future__ import annotations

from local_azure.arm.errors import ArmError, OperationFailed, invalid_parameter

# --- what a machine starts from ---


def image_not_found(image_id: str, region: str) -> ArmError:
    """404 of a managed image that is missing or in another region: one text for both.

    Source: docs/reference/azure-errors.md#image-not-in-the-region.
    """
    return ArmError(404, "NotFound", f"The Image '{image_id}' cannot be found in '{region}' region.")


def gallery_image_not_found(image_id: str, region: str) -> ArmError:
    """404 of a gallery image without a completed replica in the region.

    Source: docs/reference/azure-errors.md#no-replica-in-the-region.
    """
    return ArmError(
        404,
        "GalleryImageNotFound",
        f"The gallery image {image_id} is not available in {region} region. Please contact image owner to replicate to "
        "this region, or change your requested region.",
    )


def platform_image_not_found(urn: str) -> ArmError:
    """404 of an unknown Marketplace image (docs/reference/azure-errors.md#platform-image-not-found)."""
    return ArmError(
        404,
        "PlatformImageNotFound",
        f"The platform image '{urn}' is not available. Verify that all fields in the storage profile are correct. "
        "For more details about storage profile information, please refer to https://aka.ms/storageprofile",
        target="imageReference",
    )


def plan_required(machine_id: str) -> ArmError:
    """400 of a machine without the plan that its image carries.

    Source: docs/reference/azure-errors.md#machine-without-its-plan; the status is inferred.
    """
    return ArmError(
        400,
        "VMMarketplaceInvalidInput",
        "Creating a virtual machine from Marketplace image or a custom image sourced from a Marketplace image requires "
        f"Plan information in the request. VM: '{machine_id}'.",
    )


def plan_not_eligible(publisher: str, product: str) -> ArmError:
    """400 of a plan that is not the image's.

    Source: docs/reference/azure-errors.md#plan-that-does-not-exist with its inner error; the status is inferred.
    """
    inner = {
        "code": "BadRequest",
        "message": f"Offer with PublisherId: {publisher} and OfferId: {product} not found.",
    }
    return ArmError(
        400,
        "MarketplacePurchaseEligibilityFailed",
        "Marketplace purchase eligibilty check returned errors. See inner errors for details.",
        details=[inner],
    )


def security_type_required(security_type: str) -> ArmError:
    """400 of a standard machine from a TrustedLaunch image; text as printed in public issue threads."""
    return ArmError(
        400,
        "BadRequest",
        "The provided gallery image only supports creation of VMs and VM Scale Sets with "
        f"'{security_type}' security type.",
    )


def invalid_image_id(image_id: str) -> ArmError:
    """400 of a reference to something that is no image; invented."""
    return invalid_parameter(
        "imageReference.id", f"The value '{image_id}' of parameter 'imageReference.id' is invalid."
    )


def attached_disk_not_found(disk_id: str) -> ArmError:
    """404 of a disk that is missing or in another region; general knowledge."""
    return ArmError(404, "NotFound", f"Disk {disk_id} is not found.")


# --- the model ---


def required(parameter: str) -> ArmError:
    """400 of a member that is missing; Compute's usual text (github.com/Azure/azure-powershell/issues/4001)."""
    return invalid_parameter(parameter, f"Required parameter '{parameter}' is missing (null).")


def not_allowed(parameter: str) -> ArmError:
    """400 of a member that does not go with the rest (`osProfile` with a specialized image); general knowledge."""
    return invalid_parameter(parameter, f"Parameter '{parameter}' is not allowed.")


def authentication_required() -> ArmError:
    """400 of a Linux machine with neither a password nor a key; general knowledge."""
    return invalid_parameter(
        "linuxConfiguration",
        "Authentication using either SSH or by user name and password must be enabled in Linux profile.",
    )


def change_not_allowed(path: str) -> ArmError:
    """409 of a change of what is fixed once the machine exists; general knowledge (form as
    docs/reference/azure-errors.md#change-of-the-source).
    """
    return ArmError(409, "PropertyChangeNotAllowed", f"Changing property '{path}' is not allowed.", target=path)


def invalid_reference(referenced: str, by: str) -> ArmError:
    """400 of a network interface that is missing or in another region; general knowledge."""
    return ArmError(
        400,
        "InvalidResourceReference",
        f"Resource {referenced} referenced by resource {by} was not found. Please make sure that the referenced "
        "resource exists, and that both resources are in the same region.",
    )


def interface_in_use(interface_id: str, machine_id: str) -> ArmError:
    """400 of a network interface that another machine has; invented after NicInUse."""
    return ArmError(400, "NicInUse", f"Network Interface {interface_id} is used by existing resource {machine_id}.")


def invalid_capacity(capacity: object, most: int) -> ArmError:
    """400 of a scale set's size; the limit is documented, the text is invented."""
    return invalid_parameter("sku.capacity", f"The capacity '{capacity}' is not a whole number from 0 to {most}.")


# --- what can be done with a machine ---


def not_running(machine: str) -> ArmError:
    """409 of a script for a machine that is off; general knowledge."""
    return ArmError(
        409, "OperationNotAllowed", f"Cannot modify extensions in the VM '{machine}' when the VM is not running."
    )


def generalized(operation: str, machine: str) -> ArmError:
    """Starting what was generalized (github.com/Azure/azure-powershell/issues/2818; status and code are general
    knowledge).
    """
    return ArmError(
        409,
        "OperationNotAllowed",
        f"Operation '{operation}' is not allowed on VM '{machine}' since the VM is generalized.",
    )


def unknown_command(command: object) -> ArmError:
    """400 of a commandId other than the two for scripts; invented."""
    return invalid_parameter("commandId", f"The entity '{command}' was not found as a run command.")


def provisioning_timed_out(machine: str) -> OperationFailed:
    """A machine that does not come up; text as printed in public issue threads."""
    return OperationFailed(
        "OSProvisioningTimedOut",
        f"OS Provisioning for VM '{machine}' did not finish in the allotted time. The VM may still finish "
        "provisioning successfully. Please check provisioning state later.",
    )
