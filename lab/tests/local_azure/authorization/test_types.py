from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.authorization.assignments import grant
from local_azure.authorization.permissions import ASSIGNMENT_TYPE
from local_azure.authorization.role_definitions import DEFINITION_TYPE
from local_azure.authorization.types import TYPES
from tests.local_azure.families import GROUP, SUBSCRIPTION, Azure, body_of

READER = f"{SUBSCRIPTION}/providers/{DEFINITION_TYPE}/acdd72a7-3385-48ef-bd42-f606fba81ae7"
CUSTOM = f"{SUBSCRIPTION}/providers/{DEFINITION_TYPE}/11111111-0000-0000-0000-000000000001"
ASSIGNMENT = f"{GROUP}/providers/{ASSIGNMENT_TYPE}/22222222-0000-0000-0000-000000000001"


@pytest.fixture
def azure() -> Azure:
    return Azure(TYPES)


def test_roles_are_found_by_name_whatever_the_case(azure: Azure):
    found = azure.list(DEFINITION_TYPE, GROUP, filter="roleName eq 'reader'")
    assert [each["id"] for each in found] == [READER]
    assert found[0]["properties"]["permissions"] == [
        {"actions": ["*/read"], "notActions": [], "dataActions": [], "notDataActions": []}
    ]


def test_a_built_in_role_can_be_read_by_its_id(azure: Azure):
    assert azure.get(READER)["properties"]["roleName"] == "Reader"


def test_a_custom_role_answers_201_to_every_put(azure: Azure):
    sent = {"properties": {"roleName": "mine", "permissions": [{"actions": ["*"]}], "assignableScopes": ["/x"]}}
    assert azure.put(CUSTOM, sent).status == 201
    again = azure.put(CUSTOM, sent)
    assert again.status == 201
    assert body_of(again)["properties"]["permissions"][0]["notActions"] == []
    custom = azure.list(DEFINITION_TYPE, filter="type eq 'CustomRole'")
    assert [each["id"] for each in custom] == [CUSTOM]


def test_an_assignment_fills_in_what_was_not_sent(azure: Azure):
    made = azure.put(ASSIGNMENT, {"properties": {"roleDefinitionId": READER, "principalId": "p"}})
    assert made.status == 201
    shown = body_of(made)["properties"]
    assert shown["scope"] == GROUP
    assert shown["principalType"] == "ServicePrincipal"
    assert shown["createdOn"] == "2023-11-14T22:13:20.0000000Z"
    assert [key for key, value in shown.items() if value is None] == [
        "condition",
        "conditionVersion",
        "createdBy",
        "updatedBy",
        "delegatedManagedIdentityResourceId",
        "description",
    ]


def test_assignments_are_listed_with_those_above_and_for_one_principal(azure: Azure):
    grant(azure.world, "p", "Owner", SUBSCRIPTION)
    grant(azure.world, "q", "Owner", SUBSCRIPTION)
    azure.put(ASSIGNMENT, {"properties": {"roleDefinitionId": READER, "principalId": "p"}})
    assert len(azure.list(ASSIGNMENT_TYPE, GROUP)) == 3
    assert len(azure.list(ASSIGNMENT_TYPE, GROUP, filter="principalId eq 'P'")) == 2
    assert len(azure.list(ASSIGNMENT_TYPE, GROUP, filter="assignedTo('q')")) == 1


def test_an_unknown_role_and_a_second_assignment_are_refused(azure: Azure):
    sent = {"properties": {"roleDefinitionId": READER, "principalId": "p"}}
    azure.put(ASSIGNMENT, sent)
    with pytest.raises(ArmError, match="RoleAssignmentExists"):
        azure.put(ASSIGNMENT[:-1] + "2", sent)
    with pytest.raises(ArmError, match="RoleDefinitionDoesNotExist"):
        azure.put(ASSIGNMENT[:-1] + "3", {"properties": {"roleDefinitionId": CUSTOM, "principalId": "p"}})
