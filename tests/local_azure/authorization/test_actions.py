from __future__ import annotations

import pytest

from local_azure.arm.resource_ids import parse_path
from local_azure.authorization.actions import action_of

COMPUTE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute"


@pytest.mark.parametrize(
    ("method", "path", "action"),
    [
        ("GET", f"{COMPUTE}/images/i", "Microsoft.Compute/images/read"),
        ("PATCH", f"{COMPUTE}/images/i", "Microsoft.Compute/images/write"),
        (
            "DELETE",
            f"{COMPUTE}/galleries/g/images/d/versions/1.0.0",
            "Microsoft.Compute/galleries/images/versions/delete",
        ),
        ("GET", f"{COMPUTE}/galleries/g/images/d/versions", "Microsoft.Compute/galleries/images/versions/read"),
        ("GET", "/subscriptions/s/providers/Microsoft.Compute/images", "Microsoft.Compute/images/read"),
        ("POST", f"{COMPUTE}/virtualMachines/v/runCommand", "Microsoft.Compute/virtualMachines/runCommand/action"),
        ("GET", f"{COMPUTE}/virtualMachines/v/instanceView", "Microsoft.Compute/virtualMachines/instanceView/read"),
        (
            "PUT",
            f"{COMPUTE}/images/i/providers/Microsoft.Authorization/locks/l",
            "Microsoft.Authorization/locks/write",
        ),
        ("HEAD", "/subscriptions/s/resourcegroups/g", "Microsoft.Resources/subscriptions/resourceGroups/read"),
        ("GET", "/subscriptions/s/resourcegroups", "Microsoft.Resources/subscriptions/resourceGroups/read"),
        ("GET", "/subscriptions/s/resources", "Microsoft.Resources/subscriptions/resources/read"),
        ("GET", "/subscriptions/s/providers/Microsoft.Compute", "Microsoft.Resources/subscriptions/providers/read"),
        ("POST", "/subscriptions/s/providers/Microsoft.Compute/register", "Microsoft.Compute/register/action"),
        (
            "GET",
            "/subscriptions/s/providers/Microsoft.Compute/locations/westus/capsOperations/1",
            "Microsoft.Compute/locations/capsOperations/read",
        ),
    ],
)
def test_a_request_is_an_action(method: str, path: str, action: str):
    parsed = parse_path(path)
    assert parsed is not None
    assert action_of(method, parsed.id, parsed.tail) == action
