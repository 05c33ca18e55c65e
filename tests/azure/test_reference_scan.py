from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.errors import AccessDenied, MalformedAnswer, RequestRefused, RightsNotProven
from managed_image_to_gallery.azure.reference_scan import READS, ReferenceScan
from tests.azure import bodies
from tests.azure.bodies import COMPUTE, IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION
from tests.azure.told_lists import READER, ToldLists, permissions_path

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ImageReference

MACHINES, SETS, DISKS = (f"{COMPUTE}/{kind}" for kind in ("virtualMachines", "virtualMachineScaleSets", "disks"))
GALLERIES = f"{COMPUTE}/galleries"
TEMPLATES = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.VirtualMachineImages/imageTemplates"
SHOUTED = str(IMAGE).upper()
INSTANCES = f"{bodies.scale_set_body('x')['id']}/virtualMachines"


def told(**answers: list[JsonObject] | ReadFailed | None) -> ToldLists:
    return ToldLists(dict(answers))


def scan(lists: ToldLists, *subscriptions: str) -> list[ImageReference]:
    search = ReferenceScan(lists, lists.read_version)
    return asyncio.run(search.references_to(IMAGE, subscriptions or (SUBSCRIPTION,)))


def test_every_kind_is_found_once_in_each_subscription() -> None:
    lists = told(
        **{
            MACHINES: [bodies.virtual_machine_body(None), bodies.virtual_machine_body(SHOUTED)],
            SETS: [bodies.scale_set_body(SHOUTED)],
            DISKS: [bodies.disk_body(SHOUTED)],
            TEMPLATES: [bodies.image_template_body(SHOUTED)],
        }
    )

    found = scan(lists, SUBSCRIPTION, SUBSCRIPTION.upper(), OTHER_SUBSCRIPTION)

    assert sorted(reference.kind for reference in found) == [
        "disk",
        "image template that reads it",
        "virtual machine",
        "virtual machine scale set",
    ]
    assert len(lists.asked) == len(set(lists.asked)) == 20


def test_versions_are_listed_after_everything_else_that_takes_long() -> None:
    """Another team may begin a version while the lists of machines are read."""
    lists = told(**{SETS: [bodies.scale_set_body(f"{IMAGE}2")], INSTANCES: []})

    scan(lists, SUBSCRIPTION, OTHER_SUBSCRIPTION)

    assert all(path.endswith("/galleries") for path in lists.asked[-2:])
    assert not any("/galleries" in path for path in lists.asked[:-2])


def test_instances_that_were_not_upgraded_are_found() -> None:
    instances = [bodies.scale_set_instance_body(f"{IMAGE}2", 0), bodies.scale_set_instance_body(SHOUTED, 1)]
    lists = told(**{SETS: [bodies.scale_set_body(f"{IMAGE}2")], INSTANCES: instances})

    (found,) = scan(lists)

    assert found.consumer_id.endswith("/virtualMachines/1")


def test_a_scale_set_that_names_the_image_speaks_for_its_instances() -> None:
    lists = told(**{SETS: [bodies.scale_set_body(SHOUTED)]})

    assert len(scan(lists)) == 1
    assert INSTANCES not in lists.asked


def test_a_scale_set_that_goes_while_it_is_asked_has_no_instances() -> None:
    assert scan(told(**{SETS: [bodies.scale_set_body(f"{IMAGE}2")], INSTANCES: None})) == []


def test_a_scale_set_that_is_there_and_has_no_list_of_instances_is_no_answer() -> None:
    lists = told(**{SETS: [bodies.scale_set_body(f"{IMAGE}2")], INSTANCES: None})
    lists.standing = {INSTANCES.rpartition("/")[0]}
    with pytest.raises(RequestRefused, match="does not exist, although"):
        scan(lists)


@pytest.mark.parametrize(("holder", "count"), [("the machine", 1), ("another", 2), (None, 2)])
def test_a_disk_goes_with_the_machine_that_holds_it(holder: str | None, count: int) -> None:
    machine = bodies.virtual_machine_body(SHOUTED)
    held_by = str(machine["id"]).upper() if holder == "the machine" else holder
    lists = told(**{MACHINES: [machine], DISKS: [bodies.disk_body(SHOUTED, held_by)]})

    assert len(scan(lists)) == count


@pytest.mark.parametrize("path", [MACHINES, SETS, DISKS, TEMPLATES, GALLERIES])
def test_a_list_that_does_not_exist_answers_nothing(path: str) -> None:
    with pytest.raises(RequestRefused):
        scan(told(**{path: None}))


@pytest.mark.parametrize("code", ["MissingSubscriptionRegistration", "InvalidResourceNamespace"])
def test_a_subscription_without_image_builder_has_no_templates(code: str) -> None:
    refusal = RequestRefused("list", status=409, code=code, message="no")

    assert scan(told(**{TEMPLATES: refusal})) == []
    with pytest.raises(RequestRefused):
        scan(told(**{DISKS: refusal}))


@pytest.mark.parametrize("path", [MACHINES, SETS, DISKS, TEMPLATES, GALLERIES])
def test_a_list_that_cannot_be_read_is_a_failure(path: str) -> None:
    with pytest.raises(MalformedAnswer):
        scan(told(**{path: MalformedAnswer("list", message="no list")}))


def test_an_item_that_cannot_be_judged_is_a_reference_of_every_image() -> None:
    """Among them one that the index of all images must not drop for want of a key."""
    machine = bodies.changed(bodies.virtual_machine_body(SHOUTED), None, "properties", "storageProfile")
    lists = told(**{MACHINES: [machine], SETS: [bodies.scale_set_body(f"{IMAGE}?x")], INSTANCES: None})

    by_scan = scan(lists)
    index = asyncio.run(ReferenceScan(lists, lists.read_version).index([SUBSCRIPTION]))

    assert sorted(one.kind for one in by_scan) == ["virtual machine", "virtual machine scale set"]
    assert all(one.detail for one in by_scan)
    assert index.of(IMAGE) == by_scan


@pytest.mark.parametrize("path", [MACHINES, SETS, DISKS, TEMPLATES, GALLERIES])
def test_an_empty_item_is_no_answer(path: str) -> None:
    nothing: JsonObject = {}
    with pytest.raises(MalformedAnswer):
        scan(told(**{path: [nothing]}))


def test_no_text_of_a_body_becomes_the_host_that_is_asked() -> None:
    scale_set = {**bodies.scale_set_body(f"{IMAGE}2"), "id": "@evil.example/x"}

    with pytest.raises(MalformedAnswer):
        scan(told(**{SETS: [scale_set]}))


def test_instances_of_a_flexible_set_are_machines_of_their_own() -> None:
    scale_set = bodies.changed(bodies.scale_set_body(f"{IMAGE}2"), "Flexible", "properties", "orchestrationMode")
    lists = told(**{SETS: [scale_set]})

    assert scan(lists) == []
    assert INSTANCES not in lists.asked


@pytest.mark.parametrize("action", READS)
@pytest.mark.parametrize("subscription", [SUBSCRIPTION, OTHER_SUBSCRIPTION])
def test_a_list_without_the_right_to_all_of_it_is_not_believed(action: str, subscription: str) -> None:
    almost: JsonObject = {"actions": ["*/read"], "notActions": [action.upper()]}
    lists = told(**{permissions_path(subscription): [almost]})

    with pytest.raises(RightsNotProven) as refused:
        scan(lists, SUBSCRIPTION, OTHER_SUBSCRIPTION)

    assert refused.value.actions == (action,)
    assert action in refused.value.finding
    assert f"/subscriptions/{subscription}" in refused.value.finding
    assert f"/subscriptions/{subscription}" in refused.value.remedy


def test_the_right_is_proven_before_anything_is_listed_and_once_for_a_subscription() -> None:
    lists = ToldLists()

    scan(lists, SUBSCRIPTION, SUBSCRIPTION.upper())

    assert lists.asked[0] == permissions_path(SUBSCRIPTION)
    assert lists.asked.count(permissions_path(SUBSCRIPTION)) == 1


def test_roles_add_up_and_take_back_only_from_themselves() -> None:
    half: JsonObject = {"actions": ["Microsoft.Compute/*"], "notActions": ["Microsoft.Compute/disks/*"]}
    others = ("VirtualMachineImages", "DesktopVirtualization", "DevTestLab", "Batch", "Authorization")
    rest: JsonObject = {"actions": ["*/disks/read", *(f"Microsoft.{one}/*/read" for one in others)]}

    assert scan(told(**{permissions_path(SUBSCRIPTION): [half, rest]})) == []


@pytest.mark.parametrize(
    "entries",
    [[], [{}], [{"actions": ["*/write"]}], [{**READER, "condition": "@Resource[x] StringEquals 'y'"}]],
)
def test_roles_that_do_not_say_it_prove_nothing(entries: list[JsonObject]) -> None:
    with pytest.raises(RightsNotProven) as refused:
        scan(told(**{permissions_path(SUBSCRIPTION): entries}))

    assert refused.value.actions == READS


@pytest.mark.parametrize("not_actions", ["Microsoft.Compute/*", [None], {}])
def test_what_a_role_takes_back_is_not_overlooked(not_actions: Json) -> None:
    role: JsonObject = {"actions": ["*"], "notActions": not_actions}
    with pytest.raises(MalformedAnswer):
        scan(told(**{permissions_path(SUBSCRIPTION): [role]}))


def test_an_identity_that_may_not_ask_for_its_rights_is_told_all_that_it_needs() -> None:
    refusal = AccessDenied("list", status=403, code="AuthorizationFailed", message="no")
    with pytest.raises(RightsNotProven) as refused:
        scan(told(**{permissions_path(SUBSCRIPTION): refusal}))

    assert refused.value.actions == ("Microsoft.Authorization/permissions/read", *READS)
    assert "AuthorizationFailed" in refused.value.finding


def test_an_identity_that_cannot_sign_in_lacks_no_role() -> None:
    with pytest.raises(AccessDenied, match="wrong secret") as refused:
        scan(told(**{permissions_path(SUBSCRIPTION): AccessDenied("list", status=401, message="wrong secret")}))

    assert not isinstance(refused.value, RightsNotProven)
