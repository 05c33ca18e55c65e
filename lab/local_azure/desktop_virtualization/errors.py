"""The refusals of Azure Virtual Desktop. The texts are invented; no recorded refusal is known."""

from __future__ import annotations

from collections.abc import Iterable

from local_azure.arm.errors import ArmError


def required(member: str) -> ArmError:
    """400 of a body without a required member."""
    return ArmError(400, "400", f"ActivityId: 0 Error: The field '{member}' is required.")


def not_one_of(member: str, value: object, known: Iterable[str]) -> ArmError:
    """400 of a value that is none of those known."""
    return ArmError(400, "400", f"ActivityId: 0 Error: '{value}' is no value of '{member}': {', '.join(known)}.")


def no_configuration(pool: str) -> ArmError:
    """400 of a configuration for a pool that is not managed by the service (inferred)."""
    return ArmError(400, "400", f"ActivityId: 0 Error: The management type of the host pool '{pool}' is not Automated.")


def other_name(name: str) -> ArmError:
    """400 of a configuration that is not called `default`; there is one for each pool."""
    return ArmError(400, "400", f"ActivityId: 0 Error: The name '{name}' is not 'default'.")
