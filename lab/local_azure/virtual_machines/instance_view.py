"""`instanceView`: what can be seen of a machine that runs.

Source: lab/tests/recorded/facts/cli_2019-03-01_vm_get_instance_view.jsonl.
"""

from __future__ import annotations

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.resource import Resource
from local_azure.virtual_machines import guest
from local_azure.virtual_machines.disks import model_disks

POWER_TEXTS = {
    guest.RUNNING: "VM running",
    guest.STOPPED: "VM stopped",
    guest.DEALLOCATED: "VM deallocated",
}
SYSTEMS = {"Linux": ("ubuntu", "22.04", "2.15.0.1"), "Windows": ("Windows Server 2022", "10.0.20348", "2.7.41491.1172")}


def instance_view(machine: Resource, now: float) -> Json:
    """The instance view at this moment. The order of `statuses` is not promised; the power state has no time."""
    ready = guest.agent_is_ready(machine.internal, now)
    view: Json = _system(machine) if ready else {}
    if machine.internal.get(guest.POWER) == guest.RUNNING:
        view["vmAgent"] = _agent(machine, now, ready=ready)
    view["disks"] = [_disk(machine, each) for each in model_disks(machine)]
    view["hyperVGeneration"] = machine.internal.get("generation", "V1")
    view["statuses"] = _statuses(machine)
    return view


def _system(machine: Resource) -> Json:
    os_name, os_version, _ = SYSTEMS[_os_type(machine)]
    computer = as_object(machine.properties.get("osProfile")).get("computerName", machine.name)
    return {"computerName": computer, "osName": os_name, "osVersion": os_version}


def _agent(machine: Resource, now: float, *, ready: bool) -> Json:
    """Before it reported: code, text and level from general knowledge, not seen in a recording."""
    if not ready:
        status = _status("ProvisioningState/Unavailable", "Not Ready", now, level="Warning")
        status["message"] = "VM status blob is found but not yet populated."
        return {"vmAgentVersion": "Unknown", "statuses": [status]}
    status = _status("ProvisioningState/succeeded", "Ready", now)
    status["message"] = "Guest Agent is running"
    return {"vmAgentVersion": SYSTEMS[_os_type(machine)][2], "statuses": [status], "extensionHandlers": []}


def _disk(machine: Resource, disk: Json) -> Json:
    status = _status("ProvisioningState/succeeded", "Provisioning succeeded", machine.changed_at)
    return {"name": disk.get("name", ""), "statuses": [status]}


def _statuses(machine: Resource) -> list[Json]:
    state = machine.provisioning_state
    text = {"Creating": "Creating", "Updating": "Updating", "Deleting": "Deleting"}.get(
        state, f"Provisioning {state.lower()}"
    )
    level = "Error" if state == "Failed" else "Info"
    statuses = [_status(f"ProvisioningState/{state.lower()}", text, machine.changed_at, level=level)]
    if machine.internal.get(guest.GENERALIZED):
        statuses.append({"code": "OSState/generalized", "level": "Info", "displayStatus": "VM generalized"})
    power = machine.internal.get(guest.POWER)
    if power is not None:
        statuses.append({"code": f"PowerState/{power}", "level": "Info", "displayStatus": POWER_TEXTS[str(power)]})
    return statuses


def _status(code: str, text: str, at: float, level: str = "Info") -> Json:
    return {"code": code, "level": level, "displayStatus": text, "time": timestamp(at)}


def _os_type(machine: Resource) -> str:
    profile = as_object(machine.properties.get("storageProfile"))
    return str(as_object(profile.get("osDisk")).get("osType", "Linux"))
