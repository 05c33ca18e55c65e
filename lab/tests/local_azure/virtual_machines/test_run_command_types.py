from __future__ import annotations

import json

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from tests.local_azure.families import Azure, body_of
from tests.local_azure.virtual_machines.conftest import IMAGE, MACHINE, machine_body

COMMAND = f"{MACHINE}/runCommands/probe"
TYPE = "Microsoft.Compute/virtualMachines/runCommands"


@pytest.fixture
def machine(azure: Azure) -> Azure:
    azure.put(MACHINE, machine_body())
    azure.done()
    return azure


def put(azure: Azure, **properties: object) -> Json:
    return body_of(azure.put(COMMAND, {"location": "West US", "properties": properties}))


def view(azure: Azure) -> Json:
    azure.done()
    return azure.get(COMMAND, expand="instanceView")["properties"]["instanceView"]


def test_a_command_is_a_resource_of_its_machine(machine: Azure):
    shown = put(machine, source={"script": "echo hello"})
    assert shown["type"] == TYPE
    assert shown["properties"] == {
        "source": {"script": "echo hello"},
        "timeoutInSeconds": 0,
        "asyncExecution": False,
        "provisioningState": "Creating",
    }
    machine.done()
    assert "instanceView" not in machine.get(COMMAND)["properties"]
    assert [each["name"] for each in machine.list(TYPE, MACHINE)] == ["probe"]
    machine.delete(COMMAND)
    machine.done()
    assert machine.list(TYPE, MACHINE) == []


def test_the_view_shows_output_and_state(machine: Azure):
    put(machine, source={"script": "echo hello"})
    shown = view(machine)
    assert (shown["executionState"], shown["exitCode"], shown["output"]) == ("Succeeded", 0, "hello\n")


def test_a_command_without_a_script_says_succeeded_and_running_as_seen(machine: Azure):
    put(machine, source={})
    shown = view(machine)
    assert machine.get(COMMAND)["properties"]["provisioningState"] == "Succeeded"
    assert (shown["executionState"], shown["exitCode"]) == ("Running", 0)
    assert "Either 'source.script' or 'source.scriptUri' has to be specified" in shown["executionMessage"]


def test_a_failing_script_is_succeeded_as_a_resource_and_failed_as_an_execution(azure: Azure):
    image = azure.world.store.get(IMAGE)
    assert image is not None
    image.tags = {"local-azure-guest": json.dumps({"stdout": "x", "exitCode": 3})}
    azure.put(MACHINE, machine_body())
    azure.done()
    put(azure, source={"script": "probe"})
    shown = view(azure)
    assert azure.get(COMMAND)["properties"]["provisioningState"] == "Succeeded"
    assert (shown["executionState"], shown["exitCode"]) == ("Failed", 3)


def test_secrets_are_not_kept(machine: Azure):
    put(machine, source={"script": "x"}, protectedParameters=[{"name": "p", "value": "canary"}], runAsPassword="canary")
    assert "canary" not in json.dumps([each.to_json() for each in machine.world.store.all()])


def test_a_patch_runs_the_new_script(machine: Azure):
    put(machine, source={"script": "echo one"})
    machine.done()
    machine.patch(COMMAND, {"properties": {"source": {"script": "echo two"}}})
    assert view(machine)["output"] == "two\n"


def test_a_command_needs_a_running_machine(machine: Azure):
    machine.post(MACHINE, "deallocate")
    machine.done()
    with pytest.raises(ArmError, match="when the VM is not running"):
        put(machine, source={"script": "x"})


def test_commands_go_with_their_machine(machine: Azure):
    put(machine, source={"script": "x"})
    machine.done()
    machine.delete(MACHINE)
    machine.done()
    assert machine.world.store.get(COMMAND) is None
