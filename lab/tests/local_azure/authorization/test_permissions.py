from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource_type import Call, Principal
from local_azure.authorization import linked
from local_azure.authorization.assignments import grant
from local_azure.authorization.permissions import matches, permits, require
from local_azure.authorization.role_definitions import DEFINITION_TYPE
from local_azure.authorization.types import TYPES
from tests.local_azure.families import GROUP, SUBSCRIPTION, Azure, body_of, id_of

MINE = Principal("client", "object")
IMAGE = f"{GROUP}/providers/Microsoft.Compute/images/web"
ELSEWHERE = f"{SUBSCRIPTION}/resourceGroups/Other/providers/Microsoft.Compute/images/web"
CUSTOM = "11111111-0000-0000-0000-000000000001"


@pytest.fixture
def azure() -> Azure:
    return Azure(TYPES)


def may(azure: Azure, action: str, scope: str = IMAGE, principal: Principal = MINE) -> bool:
    return permits(azure.world, principal, action, scope)


def assign(azure: Azure, scope: str, role: str = CUSTOM, name: str = "1") -> Json:
    role_id = f"{SUBSCRIPTION}/providers/{DEFINITION_TYPE}/{role}"
    sent = {"properties": {"roleDefinitionId": role_id, "principalId": "object"}}
    return body_of(azure.put(f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}", sent))


def define(azure: Azure, *actions: str, without: tuple[str, ...] = ()) -> None:
    permissions = [{"actions": list(actions), "notActions": list(without)}]
    sent = {"properties": {"roleName": "mine", "permissions": permissions, "assignableScopes": [SUBSCRIPTION]}}
    azure.put(f"{SUBSCRIPTION}/providers/{DEFINITION_TYPE}/{CUSTOM}", sent)


def test_nobody_may_do_anything_without_an_assignment(azure: Azure):
    assert not may(azure, "Microsoft.Compute/images/read")


def test_an_owner_may_do_everything_below_the_scope(azure: Azure):
    grant(azure.world, "object", "Owner", SUBSCRIPTION)
    assert may(azure, "Microsoft.Compute/images/delete")
    assert may(azure, "Microsoft.Authorization/roleAssignments/write", SUBSCRIPTION)
    assert not may(azure, "Microsoft.Compute/images/read", "/subscriptions/other")


def test_a_role_is_for_its_principal_only(azure: Azure):
    grant(azure.world, "object", "Owner", SUBSCRIPTION)
    assert not may(azure, "Microsoft.Compute/images/read", principal=Principal("client", "somebody else"))


def test_a_role_on_a_group_says_nothing_of_another_group(azure: Azure):
    grant(azure.world, "object", "Contributor", GROUP)
    assert may(azure, "Microsoft.Compute/images/write")
    assert not may(azure, "Microsoft.Compute/images/read", ELSEWHERE)
    assert not may(azure, "Microsoft.Compute/images/read", SUBSCRIPTION)


@pytest.mark.parametrize(
    ("role", "action", "permitted"),
    [
        ("Reader", "Microsoft.Compute/images/read", True),
        ("Reader", "Microsoft.Compute/images/write", False),
        ("Reader", "Microsoft.Compute/virtualMachines/runCommand/action", False),
        ("Contributor", "Microsoft.Compute/images/delete", True),
        ("Contributor", "Microsoft.Authorization/locks/write", False),
        ("Contributor", "Microsoft.Authorization/locks/read", True),
        ("Compute Gallery Artifacts Publisher", "Microsoft.Compute/galleries/images/versions/write", True),
        ("Compute Gallery Artifacts Publisher", "Microsoft.Compute/galleries/share/action", False),
        ("Compute Gallery Artifacts Publisher", "Microsoft.Compute/virtualMachines/read", False),
        ("Virtual Machine Contributor", "Microsoft.Compute/virtualMachines/runCommand/action", True),
        ("Virtual Machine Contributor", "Microsoft.Network/virtualNetworks/write", False),
    ],
)
def test_built_in_roles_permit_what_azure_says(azure: Azure, role: str, action: str, permitted: bool):
    grant(azure.world, "object", role, SUBSCRIPTION)
    assert may(azure, action) is permitted


def test_not_actions_take_away_from_their_own_role_only(azure: Azure):
    define(azure, "Microsoft.Compute/*", without=("Microsoft.Compute/images/delete",))
    assign(azure, GROUP)
    assert may(azure, "Microsoft.Compute/images/write")
    assert not may(azure, "Microsoft.Compute/images/delete")
    grant(azure.world, "object", "Owner", GROUP)
    assert may(azure, "Microsoft.Compute/images/delete")


def test_a_custom_role_that_is_changed_permits_what_it_says_now(azure: Azure):
    define(azure, "Microsoft.Compute/images/read")
    assign(azure, GROUP)
    assert not may(azure, "Microsoft.Compute/images/delete")
    define(azure, "Microsoft.Compute/images/read", "Microsoft.Compute/images/delete")
    assert may(azure, "Microsoft.Compute/images/delete")


def test_an_assignment_that_is_deleted_permits_nothing(azure: Azure):
    define(azure, "*")
    made = assign(azure, GROUP)
    azure.delete(made["id"])
    assert not may(azure, "Microsoft.Compute/images/read")


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("Microsoft.Compute/*/read", "Microsoft.Compute/galleries/images/versions/read", True),
        ("microsoft.compute/IMAGES/Read", "Microsoft.Compute/images/read", True),
        ("Microsoft.Compute/images/*", "MicrosoftXCompute/images/read", False),
        ("Microsoft.Compute/images/read", "Microsoft.Compute/images/read/more", False),
    ],
)
def test_a_star_stands_for_anything_and_a_dot_for_a_dot(pattern: str, action: str, expected: bool):
    assert matches(pattern, action) is expected


def test_the_refusal_has_the_recorded_words(azure: Azure):
    with pytest.raises(ArmError) as refused:
        require(azure.world, MINE, "Microsoft.Compute/images/delete", IMAGE)
    assert (refused.value.status, refused.value.code) == (403, "AuthorizationFailed")
    assert refused.value.message == (
        "The client 'client' with object id 'object' does not have authorization to perform action "
        f"'Microsoft.Compute/images/delete' over scope '{IMAGE}' or the scope is invalid. If access was recently "
        "granted, please refresh your credentials."
    )


def test_what_a_body_names_needs_a_permission_of_its_own(azure: Azure):
    grant(azure.world, "object", "Contributor", GROUP)
    call = Call(azure.world, "PUT", id_of(IMAGE), "2024-07-01", principal=MINE)
    linked.require(call, "Microsoft.Compute/images/read", [IMAGE])
    with pytest.raises(ArmError, match="LinkedAuthorizationFailed") as refused:
        linked.require(call, "Microsoft.Compute/images/read", [IMAGE, ELSEWHERE])
    assert f"'Microsoft.Compute/images/read' on the linked scope(s) '{ELSEWHERE}'" in refused.value.message
