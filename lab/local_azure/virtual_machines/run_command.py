"""The run command action (v1): POST, 202, and the output in the operation.

Source: lab/tests/recorded/facts/java_2022-11-01_boot_test_run_command.jsonl.
"""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import start_operation
from local_azure.arm.operations import Operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Action, Call, ResourceType, Result
from local_azure.virtual_machines import errors, guest
from local_azure.virtual_machines.scripts import printed_by, result_value, script_of

VERB = "runCommand"
SECONDS = 57.0
"""57 s (lab/tests/recorded/facts/cli_2019-03-01_run_command_invoke.jsonl); minutes for long scripts."""
COMMANDS = ("RunShellScript", "RunPowerShellScript")


def requested(kind: ResourceType) -> Action:
    """The POST action; the script is kept with the operation, not with the machine."""

    def accept(call: Call, machine: Resource) -> Result:
        command = call.body.get("commandId")
        if command not in COMMANDS:
            raise errors.unknown_command(command)
        if machine.internal.get(guest.POWER) != guest.RUNNING:
            raise errors.not_running(machine.name)
        machine.provisioning_state = "Updating"
        call.world.store.put(machine)
        operation = start_operation(kind, call, machine, VERB, SECONDS)
        operation.arguments["script"] = script_of(call.body)
        call.world.operations.save(operation)
        return Result(202, None, operation)

    return accept


def value(machine: Resource, operation: Operation) -> list[Json]:
    """The `value[]` that both result URLs show."""
    printed = printed_by(str(operation.arguments.get("script", "")), as_object(machine.internal.get(guest.GUEST)))
    profile = as_object(machine.properties.get("storageProfile"))
    return result_value(printed, str(as_object(profile.get("osDisk")).get("osType")))
