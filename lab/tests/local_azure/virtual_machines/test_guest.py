from __future__ import annotations

import json

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.virtual_machines.disks import DISK_TYPE
from tests.local_azure.families import Azure, body_of
from tests.local_azure.virtual_machines.conftest import IMAGE, IMAGE_DEFINITION, MACHINE, machine_body


def started(azure: Azure, image_id: str = IMAGE) -> None:
    azure.put(MACHINE, machine_body(image_id))
    azure.done()


def agent(azure: Azure) -> tuple[str, str]:
    status = azure.get(MACHINE, expand="instanceView")["properties"]["instanceView"]["vmAgent"]["statuses"][0]
    return status["code"], status["displayStatus"]


def power(azure: Azure) -> str:
    codes = [each["code"] for each in azure.view(MACHINE, "instanceView")["statuses"]]
    return next(code for code in codes if code.startswith("PowerState/"))


def say_of_image(azure: Azure, guest: Json) -> None:
    image = azure.world.store.get(IMAGE)
    assert image is not None
    image.tags = {"local-azure-guest": json.dumps(guest)}


def run(azure: Azure, *script: str, command: str = "RunShellScript") -> Json:
    accepted = azure.post(MACHINE, "runCommand", {"commandId": command, "script": list(script)})
    assert accepted.status == 202
    azure.done()
    assert accepted.operation is not None
    assert accepted.operation.output is not None
    return accepted.operation.output


def test_succeeded_is_not_agent_ready(azure: Azure):
    started(azure)
    assert azure.get(MACHINE)["properties"]["provisioningState"] == "Succeeded"
    assert agent(azure) == ("ProvisioningState/Unavailable", "Not Ready")
    azure.later(25)
    assert agent(azure) == ("ProvisioningState/succeeded", "Ready")


def test_the_instance_view_is_inside_properties_and_a_view_of_its_own(azure: Azure):
    started(azure)
    assert "instanceView" not in azure.get(MACHINE)["properties"]
    inside = azure.get(MACHINE, expand="instanceView")["properties"]["instanceView"]
    assert inside == azure.view(MACHINE, "instanceView")
    assert inside["statuses"][-1] == {
        "code": "PowerState/running",
        "level": "Info",
        "displayStatus": "VM running",
    }


def test_deallocate_and_start_change_power_disks_and_agent(azure: Azure):
    started(azure)
    azure.later(25)
    accepted = azure.post(MACHINE, "deallocate")
    assert accepted.status == 202
    assert power(azure) == "PowerState/running"
    azure.done()
    assert power(azure) == "PowerState/deallocated"
    assert "vmAgent" not in azure.view(MACHINE, "instanceView")
    assert {each["properties"]["diskState"] for each in azure.list(DISK_TYPE)} == {"Reserved"}
    azure.post(MACHINE, "start")
    azure.done()
    assert power(azure) == "PowerState/running"
    assert agent(azure)[1] == "Not Ready"
    azure.later(25)
    assert agent(azure)[1] == "Ready"


def test_a_generalized_machine_does_not_start_again(azure: Azure):
    started(azure)
    azure.post(MACHINE, "deallocate")
    azure.done()
    done = azure.post(MACHINE, "generalize")
    assert (done.status, done.body, done.operation) == (200, None, None)
    assert "OSState/generalized" in [each["code"] for each in azure.view(MACHINE, "instanceView")["statuses"]]
    with pytest.raises(ArmError, match="since the VM is generalized"):
        azure.post(MACHINE, "start")


def test_a_script_prints_its_echo_lines_in_one_entry_on_linux(azure: Azure):
    started(azure)
    output = run(azure, "uname -a", "echo 'BOOT OK' && systemctl is-system-running")
    assert output["value"] == [
        {
            "code": "ProvisioningState/succeeded",
            "level": "Info",
            "displayStatus": "Provisioning succeeded",
            "message": "Enable succeeded: \n[stdout]\nBOOT OK\n\n[stderr]\n",
        }
    ]


def test_windows_answers_two_entries(azure: Azure):
    image = azure.world.store.get(IMAGE)
    assert image is not None
    image.properties["storageProfile"]["osDisk"]["osType"] = "Windows"
    started(azure)
    output = run(azure, 'Write-Output "BOOT OK"', command="RunPowerShellScript")
    assert [(each["code"], each["message"]) for each in output["value"]] == [
        ("ComponentStatus/StdOut/succeeded", "BOOT OK\n"),
        ("ComponentStatus/StdErr/succeeded", ""),
    ]


def test_a_failing_script_still_answers_success_without_an_exit_code(azure: Azure):
    say_of_image(azure, {"stdout": "", "stderr": "no such command", "exitCode": 127})
    started(azure)
    output = run(azure, "probe")
    assert output["value"][0]["code"] == "ProvisioningState/succeeded"
    assert output["value"][0]["message"].endswith("[stderr]\nno such command")


def test_a_script_needs_a_running_machine_and_a_known_command(azure: Azure):
    started(azure)
    with pytest.raises(ArmError, match="not found as a run command"):
        azure.post(MACHINE, "runCommand", {"commandId": "Other"})
    azure.post(MACHINE, "powerOff")
    azure.done()
    with pytest.raises(ArmError, match="when the VM is not running"):
        azure.post(MACHINE, "runCommand", {"commandId": "RunShellScript", "script": ["echo x"]})


def test_an_image_that_does_not_boot_fails_its_machine(azure: Azure):
    say_of_image(azure, {"boots": False})
    accepted = azure.put(MACHINE, machine_body())
    azure.done()
    assert accepted.operation is not None
    assert accepted.operation.error is not None
    assert accepted.operation.error["code"] == "OSProvisioningTimedOut"
    assert azure.get(MACHINE)["properties"]["provisioningState"] == "Failed"
    azure.later(1000)
    assert agent(azure)[1] == "Not Ready"
    azure.delete(MACHINE)
    azure.done()
    assert len(azure.list(DISK_TYPE)) == 3


def test_a_version_says_of_its_machines_what_its_source_said(azure: Azure):
    say_of_image(azure, {"agent": False})
    started(azure, f"{IMAGE_DEFINITION}/versions/1.0.0")
    azure.later(1000)
    assert azure.get(MACHINE)["properties"]["provisioningState"] == "Succeeded"
    assert agent(azure)[1] == "Not Ready"


def test_only_the_tail_of_a_long_output_is_kept(azure: Azure):
    say_of_image(azure, {"stdout": "a" + "b" * 4096})
    started(azure)
    message = body_message(run(azure, "x"))
    assert "[stdout]\nbbbb" in message
    assert "a" not in message.split("[stdout]")[1].split("[stderr]")[0]


def body_message(output: Json) -> str:
    return str(output["value"][0]["message"])


def test_the_power_state_is_in_the_answer_of_a_machine_that_is_creating(azure: Azure):
    shown = body_of(azure.put(MACHINE, machine_body()))
    assert shown["properties"]["provisioningState"] == "Creating"
    assert [each["code"] for each in azure.view(MACHINE, "instanceView")["statuses"]] == ["ProvisioningState/creating"]


@pytest.mark.parametrize("text", ["no json", "[]"])
def test_a_tag_that_cannot_be_read_is_refused(azure: Azure, text: str):
    image = azure.world.store.get(IMAGE)
    assert image is not None
    image.tags = {"local-azure-guest": text}
    with pytest.raises(ArmError, match="of tag 'local-azure-guest' is no JSON object"):
        azure.put(MACHINE, machine_body())
