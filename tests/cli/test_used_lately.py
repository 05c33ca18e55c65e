"""`references --since`: what is gone, by whoever made it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import typer

from managed_image_to_gallery.azure.activity_log import Activity
from managed_image_to_gallery.azure.wire_activity import Use
from managed_image_to_gallery.cli.commands.references import days_of, show
from managed_image_to_gallery.cli.references import GONE
from managed_image_to_gallery.cli.used_lately import with_used_lately
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure.activity import APPID, MACHINE, OBJECT_ID
from tests.azure.bodies import IMAGE, SUBSCRIPTION, VERSION
from tests.component.stacks import entry, stack_of

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.references import Change

YESTERDAY = datetime(2026, 11, 28, 10, tzinfo=UTC)


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("1d", 1), (" 30D ", 30), ("7", 7)])
def test_days_are_told(text: str, days: int) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["0d", "91d", "-1d", "3w", "", "d", "1.5d", "9999999d"])
def test_what_is_no_number_of_days_that_the_log_has_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="from 1d to 90d"):
        days_of(text)


def changes(*uses: Use) -> dict[str, list[Change]]:
    migrations = parse_stack_config(stack_of(entry("published")), SUBSCRIPTION).migrations
    found: dict[str, list[Change]] = {one.name: [] for one in migrations}
    return with_used_lately(found, migrations, Activity(30, YESTERDAY, uses={IMAGE.key: uses}))


def use(number: int, caller: str = OBJECT_ID, appid: str = APPID) -> Use:
    return Use(f"{MACHINE}{number}", "virtual machine", "eastus", YESTERDAY - timedelta(hours=number), caller, appid)


def test_each_is_told_with_where_to_look() -> None:
    ((change,),) = changes(use(0)).values()
    assert (change.action, change.consumer_id, change.new_image) == (GONE, f"{MACHINE}0", str(VERSION))
    assert change.texts["az"].splitlines() == [
        f"az monitor activity-log list --resource-id {MACHINE}0 --offset 90d",
        f"az ad sp show --id {APPID}",
    ]


def test_people_see_them_by_caller_and_a_number_for_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    show(changes(*(use(number) for number in range(8)), use(9, "jane@example.com", "")), verbose=False)
    shown = capsys.readouterr().out
    assert shown.count("virtual machine /subscriptions") == 6
    assert "and 3 more" in shown
    assert shown.count("It was made by the service principal") == 1
    assert shown.count("It was made by jane@example.com") == 1
    assert shown.count("Gone, but used lately") == 1
