"""What a progress display says on a screen of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.progress.items import VERSIONS, Item, Phase
from managed_image_to_gallery.cli.progress.screen import lines_of, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTHS = (60, 80, 100, 200)
HEIGHTS = (10, 30, 60)
LONG = "a-name-of-eighty-characters-whose-beginning-and-end-tell-it-from-all-of-its-kind"


def fleet(count: int) -> list[Item]:
    """In the order of a config: each tenth has failed, each third runs, the first half of the others is done."""
    return [_item(number, count) for number in range(count)]


def _item(number: int, count: int) -> Item:
    name = f"web-{number}-1.0.0"
    if number % 10 == 0:
        return Item(name, Phase.FAILED, "Failed", where="westeurope", details="ImageNotFound: it is not there any more")
    if number % 3 == 0:
        return Item(name, Phase.RUNNING, "Replicating", 40, "westeurope, eastus2, uksouth", 720.0, "12 min left")
    done = number < count / 2
    return Item(name, Phase.DONE if done else Phase.WAITING, "Completed" if done else "waiting", 100 if done else None)


def shown(items: Sequence[Item], width: int, height: int, waits: str = "") -> list[str]:
    return [line.plain for line in lines_of(items, VERSIONS, (width, height), seconds_left=720.0, waits=waits)]


@pytest.mark.parametrize("count", [0, 1, 55, 300])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("height", HEIGHTS)
def test_it_fits_the_screen_and_nothing_is_lost_from_the_counts(count: int, width: int, height: int) -> None:
    items = fleet(count)
    lines = shown(items, width, height, "Pulumi makes the update: 40 of 165 steps begun are done, 12 s")

    assert len(lines) < height
    assert all(len(line) <= width for line in lines)
    assert all("\n" not in line for line in lines)
    if not count:
        assert lines == ["Pulumi makes the update: 40 of 165 steps begun are done, 12 s"[:width]] or width == 60
        return
    failed = [item for item in items if item.phase is Phase.FAILED]
    running = [item for item in items if item.phase is Phase.RUNNING]
    finished = sum(item.phase is Phase.DONE for item in items)
    assert lines[0].startswith(f"{finished}/{count} version")
    assert f"{len(failed)} failed" in lines[0]
    names = [line.split()[0] for line in lines if line.startswith("web-")]
    assert names == [item.name for item in (*failed, *running)][: len(names)]
    hidden = len(failed) + len(running) - len(names)
    assert (f"… {hidden} more" in lines[-1]) == bool(hidden)
    assert not finished or f"{finished} finished" in lines[-1]


def test_failed_ones_are_first_then_those_that_run_and_the_rest_is_a_count() -> None:
    items = [
        Item("done-1.0.0", Phase.DONE, "Completed", 100),
        Item("slow-1.0.0", Phase.RUNNING, "Replicating", 40, "westus2", 720.0, "12 min left"),
        Item("later-1.0.0", Phase.WAITING, "waiting"),
        Item("bad-1.0.0", Phase.FAILED, "Failed", where="eastus", details="quota"),
    ]
    assert shown(items, 80, 30) == [
        "1/4 versions · 1 running · 1 failed · about 12 min left",
        "bad-1.0.0   Failed                                       eastus   quota",
        "slow-1.0.0  Replicating  ####......   40 %  12 min left  westus2",
        "1 waiting · 1 finished",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_short_name_stays_whole_and_a_long_one_loses_its_middle(width: int) -> None:
    items = [Item("web-1", Phase.RUNNING, "Replicating", 40, "westeurope, eastus2", 720.0, "12 min left")]
    assert shown(items, width, 30)[1].startswith("web-1  Replicating")
    line = shown([Item(LONG, Phase.RUNNING, "Replicating", 40, "westeurope", 720.0, "12 min left")], width, 30)[1]
    name = line.split()[0]
    assert name == LONG if width >= 100 else (name[:8], name[-8:]) == (LONG[:8], LONG[-8:])
    assert "40 %" in line


def test_a_name_of_fifty_characters_is_whole_where_other_columns_can_go() -> None:
    name = "n" * 38
    line = shown([Item(name, Phase.RUNNING, "Replicating", 40, "westeurope", 720.0, "12 min left")], 60, 30)[1]
    assert line.split()[0] == name


def test_one_very_long_name_does_not_hide_how_far_the_others_are() -> None:
    names = [LONG, *(f"web-{number}" for number in range(20))]
    items = [Item(name, Phase.RUNNING, "Replicating", 40, "westeurope", 720.0, "12 min left") for name in names]
    for line in shown(items, 60, 30)[1:]:
        assert line.endswith("Replicating   40 %  12 min left")


def test_the_summary_says_as_much_as_there_is_room_for() -> None:
    items = fleet(300)
    texts = {width: summary(items, VERSIONS, width, 11_100.0) for width in (100, 60, 40, 20)}
    assert texts[100].endswith(" running · 30 failed · about 3 h 05 min left")
    assert "30 failed" in texts[60]
    assert "30 failed" in texts[40]
    assert all(len(text) <= width for width, text in texts.items())


def test_what_others_wrote_does_not_steer_the_terminal() -> None:
    lines = shown([Item("a\x1b[2J\nb", Phase.FAILED, "Failed", details="x\r\x1b[1A")], 100, 30)
    assert all(text.isprintable() for text in lines)
