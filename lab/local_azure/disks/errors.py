"""The refusals of disks and snapshots, each with the source of its text."""

from __future__ import annotations

from local_azure.arm.errors import ArmError, invalid_parameter


def invalid_name(parameter: str) -> ArmError:
    """400 of a name that is no disk name; Compute's usual text, from general knowledge."""
    rule = r"^[^_\W][\w-._]{0,79}(?<![-.])$"
    return invalid_parameter(
        parameter, f"The entity name '{parameter}' is invalid according to its validation rule: {rule}."
    )


def required(parameter: str) -> ArmError:
    """400 of a member that is missing; Compute's usual text (github.com/Azure/azure-powershell/issues/4001)."""
    return invalid_parameter(parameter, f"Required parameter '{parameter}' is missing (null).")


def invalid_value(parameter: str, value: object) -> ArmError:
    """400 of a value outside an enumeration; Compute's usual text, from general knowledge."""
    return invalid_parameter(parameter, f"The value '{value}' of parameter '{parameter}' is invalid.")


def source_not_found(source: str) -> ArmError:
    """404 of a source that is missing or not in the disk's region; invented text."""
    return ArmError(404, "NotFound", f"The source '{source}' of the disk cannot be found in the region of the disk.")


def change_not_allowed(name: str) -> ArmError:
    """409 of a change of what a disk was made from; after docs/reference/azure-errors.md#change-of-what-is-fixed."""
    return ArmError(409, "PropertyChangeNotAllowed", f"Changing property '{name}' is not allowed.", target=name)


def attached(name: str, machine: str) -> ArmError:
    """A DELETE of a disk in use (github.com/ansible/ansible/pull/54644; the status is general knowledge)."""
    return ArmError(409, "OperationNotAllowed", f"Disk {name} is attached to VM {machine}.")
