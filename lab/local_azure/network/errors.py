"""The refusals of the network provider. Codes and texts as printed in public issue threads, or marked *invented*."""

from __future__ import annotations

from local_azure.arm.errors import ArmError


def subnet_in_use(subnet: str, user: str) -> ArmError:
    """400 of a subnet, or a network with one, that an interface is in (terraform-provider-azurerm's sources)."""
    return ArmError(
        400,
        "InUseSubnetCannotBeDeleted",
        f"Subnet {subnet} is in use by {user} and cannot be deleted. In order to delete the subnet, delete all the "
        "resources within the subnet. See aka.ms/deletesubnet.",
    )


def interface_in_use(interface: str, machine: str) -> ArmError:
    """400 of an interface that a machine has."""
    return ArmError(
        400,
        "NicInUse",
        f"Network Interface {interface} is used by existing resource {machine}. In order to delete the network "
        "interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.",
    )


def public_address_in_use(address: str, user: str) -> ArmError:
    """400 of a public address that an interface has; general knowledge."""
    return ArmError(
        400,
        "PublicIPAddressCannotBeDeleted",
        f"Public IP address {address} can not be deleted since it is still allocated to resource {user}. In order to "
        "delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, "
        "see aka.ms/deletepublicip.",
    )


def security_group_in_use(group: str, user: str) -> ArmError:
    """400 of a security group that an interface or subnet has; general knowledge."""
    return ArmError(
        400,
        "InUseNetworkSecurityGroupCannotBeDeleted",
        f"Network security group {group} cannot be deleted because it is in use by the following resources: {user}. "
        "In order to delete the Network security group, remove the association with the resource(s). To learn how to "
        "do this, see aka.ms/deletensg.",
    )


def invalid_reference(referenced: str, by: str) -> ArmError:
    """400 of a reference to something that is missing or in another region; general knowledge."""
    return ArmError(
        400,
        "InvalidResourceReference",
        f"Resource {referenced} referenced by resource {by} was not found. Please make sure that the referenced "
        "resource exists, and that both resources are in the same region.",
    )


def invalid_format(member: str) -> ArmError:
    """400 of a body without a required member; the text is invented."""
    return ArmError(
        400, "InvalidRequestFormat", f"Cannot parse the request: the required property '{member}' is missing."
    )


def invalid_name(name: object) -> ArmError:
    """400 of a name that a subnet cannot have; general knowledge."""
    return ArmError(
        400,
        "InvalidResourceName",
        f"Resource name {name!s:.100} is invalid. The name can be up to 80 characters long. It must begin with a word "
        "character, and it must end with a word character or with '_'. The name may contain word characters or '.', "
        "'-', '_'.",
    )


def subnet_full(subnet: str) -> ArmError:
    """400 of a subnet without a free address; general knowledge."""
    return ArmError(
        400,
        "SubnetIsFull",
        f"Subnet {subnet} with address prefix does not have enough capacity for 1 IP addresses.",
    )
