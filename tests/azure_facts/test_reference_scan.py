from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from azure_facts.errors import MalformedAnswer, RequestRefused
from azure_facts.reference_scan import references_to
from tests.azure_facts import bodies
from tests.azure_facts.bodies import COMPUTE, IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION

if TYPE_CHECKING:
    from azure_facts.errors import ReadFailed
    from azure_facts.json_types import JsonObject
    from azure_facts.models import ImageReference

MACHINES, SETS, DISKS = (f"{COMPUTE}/{kind}" for kind in ("virtualMachines", "virtualMachineScaleSets", "disks"))
TEMPLATES = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.VirtualMachineImages/imageTemplates"
SHOUTED = str(IMAGE).upper()
INSTANCES = f"{bodies.scale_set_body('x')['id']}/virtualMachines"


class Lists:
    """Lists by path; an absent one is empty, None does not exist. `asked` are the paths in order."""

    def __init__(self, **answers: list[JsonObject] | ReadFailed | None) -> None:
        self.answers: dict[str, list[JsonObject] | ReadFailed | None] = dict(answers)
        self.asked: list[str] = []

    async def list(self, path: str, query: str, what: str) -> list[JsonObject] | None:
        self.asked.append(path)
        answer = self.answers.get(path, [])
        if isinstance(answer, Exception):
            raise answer
        return answer


def scan(lists: Lists, *subscriptions: str) -> list[ImageReference]:
    return asyncio.run(references_to(lists, IMAGE, subscriptions or (SUBSCRIPTION,)))


def test_every_kind_is_found_once_in_each_subscription() -> None:
    lists = Lists(
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
    assert len(lists.asked) == len(set(lists.asked)) == 8


def test_instances_that_were_not_upgraded_are_found() -> None:
    instances = [bodies.scale_set_instance_body(f"{IMAGE}2", 0), bodies.scale_set_instance_body(SHOUTED, 1)]
    lists = Lists(**{SETS: [bodies.scale_set_body(f"{IMAGE}2")], INSTANCES: instances})

    (found,) = scan(lists)

    assert found.consumer_id.endswith("/virtualMachines/1")


def test_a_scale_set_that_names_the_image_speaks_for_its_instances() -> None:
    lists = Lists(**{SETS: [bodies.scale_set_body(SHOUTED)]})

    assert len(scan(lists)) == 1
    assert INSTANCES not in lists.asked


def test_a_scale_set_that_goes_while_it_is_asked_has_no_instances() -> None:
    assert scan(Lists(**{SETS: [bodies.scale_set_body(f"{IMAGE}2")], INSTANCES: None})) == []


@pytest.mark.parametrize(("holder", "count"), [("the machine", 1), ("another", 2), (None, 2)])
def test_a_disk_goes_with_the_machine_that_holds_it(holder: str | None, count: int) -> None:
    machine = bodies.virtual_machine_body(SHOUTED)
    held_by = str(machine["id"]).upper() if holder == "the machine" else holder
    lists = Lists(**{MACHINES: [machine], DISKS: [bodies.disk_body(SHOUTED, held_by)]})

    assert len(scan(lists)) == count


@pytest.mark.parametrize("path", [MACHINES, SETS, DISKS, TEMPLATES])
def test_a_list_that_does_not_exist_answers_nothing(path: str) -> None:
    with pytest.raises(RequestRefused):
        scan(Lists(**{path: None}))


@pytest.mark.parametrize("code", ["MissingSubscriptionRegistration", "InvalidResourceNamespace"])
def test_a_subscription_without_image_builder_has_no_templates(code: str) -> None:
    refusal = RequestRefused("list", status=409, code=code, message="no")

    assert scan(Lists(**{TEMPLATES: refusal})) == []
    with pytest.raises(RequestRefused):
        scan(Lists(**{DISKS: refusal}))


@pytest.mark.parametrize("path", [MACHINES, SETS, DISKS, TEMPLATES])
def test_a_list_that_cannot_be_read_is_a_failure(path: str) -> None:
    with pytest.raises(MalformedAnswer):
        scan(Lists(**{path: MalformedAnswer("list", message="no list")}))
