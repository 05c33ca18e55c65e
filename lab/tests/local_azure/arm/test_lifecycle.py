from __future__ import annotations

import pytest

from local_azure.arm import lifecycle
from local_azure.arm.errors import ArmError
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import ResourceType
from local_azure.arm.world import LocalWorld
from tests.local_azure.arm.conftest import GROUP, WIDGET, Parts, Widgets, call


def state(world: LocalWorld) -> str:
    resource = world.store.get(WIDGET)
    assert resource is not None
    return resource.provisioning_state


def test_a_put_is_accepted_now_and_done_when_it_is_due(world: LocalWorld):
    accepted = lifecycle.put(Widgets(), call(world, "PUT", properties={"color": "red"}))
    assert accepted.status == 201
    assert accepted.body is not None
    assert accepted.body["location"] == "westus"
    assert accepted.body["properties"] == {"color": "red", "provisioningState": "Creating"}
    world.clock.advance(9.9)
    world.settle()
    assert state(world) == "Creating"
    world.clock.advance(0.1)
    world.settle()
    shown = lifecycle.get(Widgets(), call(world, "GET")).body
    assert shown is not None
    assert shown["properties"] == {"color": "red", "size": 127, "provisioningState": "Succeeded"}


def test_a_second_put_updates(world: LocalWorld):
    lifecycle.put(Widgets(), call(world, "PUT"))
    world.clock.advance(10)
    world.settle()
    again = lifecycle.put(Widgets(), call(world, "PUT", WIDGET.upper().replace("SUBSCRIPTIONS", "subscriptions")))
    assert again.status == 200
    assert again.body is not None
    assert again.body["id"] == WIDGET
    assert again.body["properties"]["provisioningState"] == "Updating"


def test_a_refused_put_leaves_nothing_behind(world: LocalWorld):
    with pytest.raises(ArmError):
        lifecycle.put(Widgets(), call(world, "PUT", properties={"fate": "bad"}))
    assert world.store.get(WIDGET) is None
    assert world.operations.all() == []


def test_an_operation_that_fails_leaves_the_resource_failed(world: LocalWorld):
    accepted = lifecycle.put(Widgets(), call(world, "PUT", properties={"fate": "doomed"}))
    world.clock.advance(10)
    world.settle()
    assert state(world) == "Failed"
    assert accepted.operation is not None
    assert (accepted.operation.status, accepted.operation.error) == (
        "Failed",
        {"code": "Conflict", "message": "doomed"},
    )


def test_a_delete_takes_nested_resources_along(world: LocalWorld):
    lifecycle.put(Widgets(), call(world, "PUT"))
    lifecycle.put(Parts(), call(world, "PUT", WIDGET + "/parts/p"))
    world.clock.advance(10)
    world.settle()
    assert lifecycle.delete(Widgets(), call(world, "DELETE")).status == 202
    assert state(world) == "Deleting"
    world.clock.advance(5)
    world.settle()
    assert world.store.get(WIDGET) is None
    assert world.store.get(WIDGET + "/parts/p") is None
    assert lifecycle.delete(Widgets(), call(world, "DELETE")).status == 204


def test_a_child_needs_its_parent_and_a_resource_its_group(world: LocalWorld):
    with pytest.raises(ArmError, match="ParentResourceNotFound"):
        lifecycle.put(Parts(), call(world, "PUT", WIDGET + "/parts/p"))
    with pytest.raises(ArmError, match="ResourceGroupNotFound"):
        lifecycle.put(Widgets(), call(world, "PUT", WIDGET.replace("/Group/", "/Other/")))


def test_a_missing_resource_and_a_missing_group_are_told_apart(world: LocalWorld):
    with pytest.raises(ArmError, match="ResourceNotFound: The Resource 'Contoso.Test/widgets/one'"):
        lifecycle.get(Widgets(), call(world, "GET"))
    with pytest.raises(ArmError, match="ResourceGroupNotFound"):
        lifecycle.get(Widgets(), call(world, "GET", WIDGET.replace("/Group/", "/other/")))


def test_a_list_shows_what_lies_in_the_scope(world: LocalWorld):
    lifecycle.put(Widgets(), call(world, "PUT"))
    world.store.put(Resource(GROUP + "2", "Microsoft.Resources/resourceGroups", "westus", {}))
    inside = lifecycle.list_resources(Widgets(), call(world, "GET", GROUP)).body
    elsewhere = lifecycle.list_resources(Widgets(), call(world, "GET", GROUP + "2")).body
    assert inside is not None
    assert elsewhere is not None
    assert [each["name"] for each in inside["value"]] == ["one"]
    assert elsewhere["value"] == []


@pytest.mark.parametrize(
    ("kind", "scope", "code"),
    [(Widgets(), GROUP + "3", "ResourceGroupNotFound"), (Parts(), WIDGET, "ParentResourceNotFound")],
)
def test_a_list_in_a_scope_that_is_not_there(world: LocalWorld, kind: ResourceType, scope: str, code: str):
    with pytest.raises(ArmError) as error:
        lifecycle.list_resources(kind, call(world, "GET", scope))
    assert (error.value.status, error.value.code) == (404, code)


def test_a_patch_merges_and_null_removes(world: LocalWorld):
    lifecycle.put(Widgets(), call(world, "PUT", properties={"keep": 1, "drop": 2, "deep": {"a": 1, "b": 2}}))
    lifecycle.patch(Widgets(), call(world, "PATCH", properties={"drop": None, "deep": {"b": 3}}))
    resource = world.store.get(WIDGET)
    assert resource is not None
    assert resource.properties == {"keep": 1, "deep": {"a": 1, "b": 3}}
