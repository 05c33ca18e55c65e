from __future__ import annotations

from pathlib import Path

from local_azure.arm import lifecycle
from local_azure.arm.clock import Clock
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Call, Principal
from local_azure.arm.settings import DEFAULT_SUBSCRIPTION
from local_azure.authorization.assignments import grant
from local_azure.deployments.deployment import Deployment
from local_azure.http.admin import settle_everything
from local_azure.instance import open_instance
from tests.local_azure.deployments.test_deployments import API, INTERFACES, asked, interface, network, path_of
from tests.local_azure.families import id_of

GROUP = f"/subscriptions/{DEFAULT_SUBSCRIPTION}/resourceGroups/group"
PRINCIPAL = Principal("client", "object")


def test_a_deployment_goes_on_after_a_restart(tmp_path: Path) -> None:
    clock = Clock(source=lambda: 1_790_000_000.0)
    world = open_instance(tmp_path, clock=clock).world
    world.store.put(Resource(GROUP, GROUP_TYPE, "eastus", {}))
    grant(world, PRINCIPAL.object_id, "Owner", GROUP)
    body = asked(network(), interface(GROUP))
    lifecycle.put(Deployment(), Call(world, "PUT", id_of(path_of(GROUP)), API, body, {}, PRINCIPAL))
    clock.advance(1.0)
    world.settle()
    world.journal.close()

    again = open_instance(tmp_path, clock=clock).world
    begun = again.store.get(path_of(GROUP))
    assert begun is not None
    assert begun.provisioning_state == "Running"
    settle_everything(again)

    done = again.store.get(path_of(GROUP))
    nic = again.store.get(f"{GROUP}/providers/{INTERFACES}/nic")
    again.journal.close()
    assert done is not None
    assert nic is not None
    assert [done.provisioning_state, nic.provisioning_state] == ["Succeeded", "Succeeded"]
