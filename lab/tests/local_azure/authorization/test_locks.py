from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.resource import Resource
from local_azure.authorization.locks import LOCK_TYPE, blocking, require_unlocked
from local_azure.authorization.types import TYPES
from tests.local_azure.families import GROUP, SUBSCRIPTION, Azure, id_of

IMAGE = f"{GROUP}/providers/Microsoft.Compute/images/web"
OTHER = f"{GROUP}/providers/Microsoft.Compute/images/other"


@pytest.fixture
def azure() -> Azure:
    azure = Azure(TYPES)
    azure.world.store.put(Resource(IMAGE, "Microsoft.Compute/images", "westus", {}))
    return azure


def lock(azure: Azure, scope: str, level: str = "CanNotDelete", name: str = "keep") -> None:
    azure.put(f"{scope}/providers/{LOCK_TYPE}/{name}", {"properties": {"level": level}})


def is_locked(azure: Azure, resource_id: str, method: str) -> bool:
    return blocking(azure.world, id_of(resource_id), method) is not None


def test_a_lock_is_made_at_once_and_shown_as_recorded(azure: Azure):
    made = azure.put(f"{IMAGE}/providers/{LOCK_TYPE}/keep", {"properties": {"level": "CanNotDelete"}})
    assert made.status == 201
    assert made.operation is None
    assert made.body == {
        "properties": {"level": "CanNotDelete"},
        "id": f"{IMAGE}/providers/{LOCK_TYPE}/keep",
        "type": LOCK_TYPE,
        "name": "keep",
    }
    again = azure.put(f"{IMAGE}/providers/{LOCK_TYPE}/keep", {"properties": {"level": "ReadOnly", "notes": "why"}})
    assert again.status == 200


@pytest.mark.parametrize("scope", [IMAGE, GROUP, SUBSCRIPTION])
def test_a_lock_is_inherited_by_what_is_below_it(azure: Azure, scope: str):
    lock(azure, scope)
    assert is_locked(azure, IMAGE, "DELETE")
    assert not is_locked(azure, IMAGE, "PUT")
    assert not is_locked(azure, IMAGE, "GET")


def test_a_lock_on_one_resource_says_nothing_of_its_neighbour(azure: Azure):
    lock(azure, IMAGE)
    assert not is_locked(azure, OTHER, "DELETE")
    assert not is_locked(azure, IMAGE + "2", "DELETE")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST", "DELETE"])
def test_read_only_stands_against_every_change(azure: Azure, method: str):
    lock(azure, GROUP, "ReadOnly")
    assert is_locked(azure, IMAGE, method)


def test_a_group_cannot_be_deleted_while_something_in_it_is_locked(azure: Azure):
    lock(azure, IMAGE)
    assert is_locked(azure, GROUP, "DELETE")
    assert not is_locked(azure, GROUP, "PUT")


def test_a_lock_can_be_removed_although_everything_is_locked(azure: Azure):
    lock(azure, GROUP, "ReadOnly")
    assert not is_locked(azure, f"{GROUP}/providers/{LOCK_TYPE}/keep", "DELETE")
    assert azure.delete(f"{GROUP}/providers/{LOCK_TYPE}/keep").status == 200
    assert not is_locked(azure, IMAGE, "DELETE")


def test_ids_are_compared_without_case(azure: Azure):
    lock(azure, IMAGE)
    assert is_locked(azure, IMAGE.replace("Group/", "gROUP/").replace("images", "IMAGES"), "DELETE")


def test_the_refusal_names_both_scopes_in_the_recorded_words(azure: Azure):
    lock(azure, GROUP)
    with pytest.raises(ArmError) as refused:
        require_unlocked(azure.world, id_of(IMAGE), "DELETE")
    assert (refused.value.status, refused.value.code) == (409, "ScopeLocked")
    assert refused.value.message == (
        f"The scope '{IMAGE}' cannot perform delete operation because following scope(s) are locked: '{GROUP}'. "
        "Please remove the lock and try again."
    )


def test_lists_show_above_and_below_and_at_scope_only_above(azure: Azure):
    for name, scope in (("s", SUBSCRIPTION), ("g", GROUP), ("i", IMAGE)):
        lock(azure, scope, name=name)
    names = {each["name"] for each in azure.list(LOCK_TYPE, GROUP)}
    assert names == {"s", "g", "i"}
    assert {each["name"] for each in azure.list(LOCK_TYPE, GROUP, filter="atScope()")} == {"s", "g"}
    assert {each["name"] for each in azure.list(LOCK_TYPE, OTHER, filter="atScope()")} == {"s", "g"}


def test_a_lock_needs_a_level_and_something_to_lock(azure: Azure):
    with pytest.raises(ArmError, match="CanNotDelete"):
        lock(azure, IMAGE, "Sometimes")
    with pytest.raises(ArmError, match="ResourceNotFound"):
        lock(azure, OTHER)
