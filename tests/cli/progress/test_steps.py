"""Proofs and deletions as rows: an update of a plan, by the events of its steps."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.preview_digest import Digest, Step
from managed_image_to_gallery.cli.progress.display import display_on
from managed_image_to_gallery.cli.progress.items import Phase
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.steps import DELETIONS, PROOFS, steps_of_plan
from managed_image_to_gallery.component.state.resource_types import COMPONENT, IMAGE, RECORD

IMAGE_ID = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/g/providers/Microsoft.Compute/images/"
STACK_URN = "urn:pulumi:dev::p"


def step(operation: str, token: str, name: str, *, of: str, old_id: str = "") -> Step:
    urn = f"{STACK_URN}::{COMPONENT}${token}::{name}"
    return Step(operation, urn, token, old_id, "", parent=f"{STACK_URN}::{COMPONENT}::{of}")


def proof(name: str) -> Step:
    return step("create", RECORD, f"{name}-evidence", of=name)


def deletion(name: str, image: str) -> Step:
    return step("delete", IMAGE, f"{name}-source", of=name, old_id=IMAGE_ID + image)


@pytest.mark.parametrize(
    ("begun", "finished", "failed", "phase"),
    [
        (False, False, False, Phase.WAITING),
        (True, False, False, Phase.RUNNING),
        (True, True, False, Phase.DONE),
        (True, False, True, Phase.FAILED),
    ],
)
def test_a_deletion_is_what_its_step_is(begun: bool, finished: bool, failed: bool, phase: Phase) -> None:
    one, report = deletion("web-1.0.0", "myImage"), EventReport()
    if begun:
        report.begun[one.urn] = "delete"
    if finished:
        report.finished[one.urn] = "delete"
    if failed:
        report.failed.append(one.urn)
    steps = steps_of_plan(Digest((one, proof("web-1.0.0")), (), {}), report)
    (item,) = steps.items()
    assert steps.counted is DELETIONS
    assert (item.name, item.phase) == ("myImage", phase)


def test_what_is_no_terminal_gets_a_line_for_each_beginning_and_end() -> None:
    written, report, one = io.StringIO(), EventReport(), deletion("web-1.0.0", "myImage")
    steps = steps_of_plan(Digest((one,), (), {}), report)
    with display_on(Console(file=written, width=80)) as display:
        display.show(steps, Pacing(), [])
        report.begun[one.urn] = "delete"
        display.show(steps, Pacing(), [])
        display.show(steps, Pacing(), [])
        report.finished[one.urn] = "delete"
        display.show(steps, Pacing(), [])
    assert written.getvalue() == "myImage  running  delete web-1.0.0-source\nmyImage  Completed\n"


def test_where_nothing_is_deleted_the_rows_are_the_migrations_that_change() -> None:
    more = step("create", "azure-native:compute:VirtualMachine", "web-1.0.0-test", of="web-1.0.0")
    same = step("same", RECORD, "db-1.0.0-evidence", of="db-1.0.0")
    report = EventReport()
    steps = steps_of_plan(Digest((proof("web-1.0.0"), more, same), (), {}), report)
    report.begun[more.urn] = report.begun[proof("web-1.0.0").urn] = "create"
    report.finished[proof("web-1.0.0").urn] = "create"
    (item,) = steps.items()
    assert steps.counted is PROOFS
    assert (item.name, item.percent, item.details) == ("web-1.0.0", 50, "create web-1.0.0-test")


def test_images_of_one_name_in_two_groups_have_two_rows() -> None:
    other = step("delete", IMAGE, "b-source", of="b", old_id=f"{IMAGE_ID}myImage".replace("/g/", "/h/"))
    steps = steps_of_plan(Digest((deletion("a", "myImage"), other), (), {}), EventReport())
    assert [item.name for item in steps.items()] == ["g/myImage", "h/myImage"]
