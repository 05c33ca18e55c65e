"""The refusals of managed images, each with the source of its text."""

from __future__ import annotations

from local_azure.arm.errors import ArmError, OperationFailed, invalid_parameter

NAME_RULE = r"^[^_\W][\w-._]{0,79}(?<![-.])$"


def invalid_name() -> ArmError:
    """400 of a name that is no image name; Compute's usual text, from general knowledge."""
    return invalid_parameter(
        "imageName", f"The entity name 'imageName' is invalid according to its validation rule: {NAME_RULE}."
    )


def required(parameter: str) -> ArmError:
    """400 of a member that is missing; Compute's usual text (github.com/Azure/azure-powershell/issues/4001)."""
    return invalid_parameter(parameter, f"Required parameter '{parameter}' is missing (null).")


def invalid_value(parameter: str, value: object) -> ArmError:
    """400 of a value outside an enumeration; Compute's usual text, from general knowledge."""
    return invalid_parameter(parameter, f"The value '{value}' of parameter '{parameter}' is invalid.")


def source_machine_not_found(name: str) -> ArmError:
    """404 of a source machine that is missing or in another region.

    Source: docs/reference/azure-errors.md#machine-of-an-image-not-found; the status by the code.
    """
    return ArmError(
        404,
        "NotFound",
        f"Source Virtual Machine '{name}' specified in the request does not exist in this Azure location.",
    )


def not_generalized(name: str) -> ArmError:
    """409 of a source machine that was not generalized; invented text."""
    return ArmError(
        409,
        "OperationNotAllowed",
        f"Operation 'Create Image' is not allowed on the Virtual Machine '{name}' since it is not generalized.",
    )


def source_disk_not_found(kind: str, resource_id: str) -> ArmError:
    """404 of a managed disk or snapshot that is missing or in another region; invented text after
    docs/reference/azure-errors.md#image-not-in-the-region.
    """
    return ArmError(404, "NotFound", f"The {kind} '{resource_id}' cannot be found in the region of the image.")


def change_not_allowed(name: str) -> ArmError:
    """409 of another source or another fixed property.

    Source: docs/reference/azure-errors.md#change-of-an-image, which is about `sourceVirtualMachine`.
    """
    return ArmError(409, "PropertyChangeNotAllowed", f"Changing property '{name}' is not allowed.", target=name)


def in_use_by_provisioning(image: str, machines: list[str]) -> OperationFailed:
    """An accepted DELETE fails while machines are made from the image (docs/reference/azure-errors.md#image-in-use)."""
    return OperationFailed(
        "OperationNotAllowed",
        f"Operation 'Image Delete' is not allowed since the Virtual Machines '{','.join(machines)}' are being "
        f"provisioned using the Image '{image}'.",
    )
