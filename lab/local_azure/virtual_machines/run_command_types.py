"""`Microsoft.Compute/virtualMachines/runCommands`: a script as a resource
(lab/tests/recorded/facts/cli_2022-03-01_managed_run_command.jsonl).

`provisioningState` says that the platform ran it, not that it did well: only `instanceView.executionState` does.
"""

from __future__ import annotations

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import existing_resource
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.virtual_machines import errors, guest
from local_azure.virtual_machines.api_versions import API_VERSIONS
from local_azure.virtual_machines.scripts import printed_by, script_of

SECONDS = 15.0
"""15 s to put, 18 s to patch, 15 s to delete."""
SECRETS = ("protectedParameters", "runAsPassword")
NO_SCRIPT = (
    "Execution failed: failed to get configuration: invalid configuration: Either 'source.script' or "
    "'source.scriptUri' has to be specified"
)
DEFAULTS: Json = {"source": {}, "timeoutInSeconds": 0, "asyncExecution": False}


class RunCommand(ResourceType):
    """A run command of a machine. `internal["view"]` is its instance view."""

    name = "Microsoft.Compute/virtualMachines/runCommands"
    api_versions = tuple(each for each in API_VERSIONS if each >= "2020-06-01")
    style = OperationStyle(url_family="operations", notification=True)
    list_scopes = ("parent",)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """The machine runs."""
        machine = _machine(call)
        if machine.internal.get(guest.POWER) != guest.RUNNING:
            raise errors.not_running(machine.name)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With the defaults seen, without what is secret; the location is the machine's."""
        command = super().build(call, existing, resource_id)
        sent = {key: command.properties[key] for key in command.properties if key not in SECRETS}
        command.properties = {**DEFAULTS, **sent}
        command.location = command.location or _machine(call).location
        command.internal.pop("view", None)
        return command

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """The same for every script."""
        return SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """The script has been "run"."""
        machine = world.store.get(resource.arm_id.parent)
        said = as_object(machine.internal.get(guest.GUEST)) if machine is not None else {}
        resource.internal["view"] = _view(resource, said, operation)

    def render(self, call: Call, resource: Resource) -> Json:
        """The instance view only when asked for."""
        shown = super().render(call, resource)
        if "instanceview" in call.query.get("$expand", "").lower() and "view" in resource.internal:
            shown["properties"]["instanceView"] = resource.internal["view"]
        return shown

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """The same for every script."""
        return SECONDS


def _machine(call: Call) -> Resource:
    parent = call.id.parent
    if parent is None:
        raise errors.required("virtualMachine")
    return existing_resource(Call(call.world, "GET", parent, call.api_version))


def _view(command: Resource, said: Json, operation: Operation) -> Json:
    """What the execution came to; without a script it stays `Running` with exit code 0, as seen."""
    times = {"startTime": timestamp(operation.started), "endTime": timestamp(operation.due)}
    source = as_object(command.properties.get("source"))
    script = script_of(command.properties)
    if not script and not source.get("scriptUri"):
        failed: Json = {"exitCode": 0, "executionState": "Running", "executionMessage": NO_SCRIPT}
        return {**failed, "output": "", "error": "", **times}
    printed = printed_by(script, said)
    done: Json = {
        "exitCode": printed.exit_code,
        "executionState": "Succeeded" if printed.exit_code == 0 else "Failed",
        "executionMessage": "" if printed.exit_code == 0 else f"Execution failed: exit status {printed.exit_code}",
    }
    return {**done, "output": printed.stdout, "error": printed.stderr, **times}
