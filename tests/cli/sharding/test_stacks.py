"""Which stacks are meant, and many asked at once."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from pulumi import automation

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding import stacks
from managed_image_to_gallery.cli.sharding.stacks import AT_ONCE, Answers, chosen_stacks, side_by_side

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


_KNOWN = ["dev", "fleet-a-1", "fleet-b-1"]


def test_patterns_choose_stacks_in_the_projects_order() -> None:
    assert chosen_stacks(_KNOWN, ["fleet-b-*", "dev", "fleet-?-1"]) == _KNOWN
    assert chosen_stacks(_KNOWN, ["fleet-*"]) == _KNOWN[1:]


@pytest.mark.parametrize("patterns", [["fleet-*", "prod"], ["Dev"]])
def test_a_pattern_that_fits_nothing_is_a_typo_and_not_a_smaller_fleet(patterns: list[str]) -> None:
    with pytest.raises(CommandFailed, match=f"No stack matches {patterns[-1]}"):
        chosen_stacks(_KNOWN, patterns)


def test_a_project_without_stacks_is_told() -> None:
    with pytest.raises(CommandFailed, match="has no stack"):
        chosen_stacks([], ["*"])


def _ask(stacks: dict[str, int], ask: Callable[[int], Awaitable[int]]) -> Answers[int]:
    return asyncio.run(side_by_side(stacks, ask))


def test_stacks_are_asked_at_the_same_time_and_answer_in_the_order_of_asking() -> None:
    begun: list[int] = []
    all_begun = asyncio.Event()

    async def ask(number: int) -> int:
        begun.append(number)
        if len(begun) == AT_ONCE:
            all_begun.set()
        await asyncio.wait_for(all_begun.wait(), timeout=30)
        return number * number

    answers = _ask({f"s{number}": number for number in range(AT_ONCE)}, ask)
    assert list(answers.values.items()) == [(f"s{number}", number * number) for number in range(AT_ONCE)]


def test_no_more_stacks_are_under_way_than_may_be_in_memory() -> None:
    under_way: set[int] = set()
    most: list[int] = []

    async def ask(number: int) -> int:
        under_way.add(number)
        most.append(len(under_way))
        await asyncio.sleep(0)
        under_way.remove(number)
        return number

    _ask({f"s{number}": number for number in range(3 * AT_ONCE)}, ask)
    assert max(most) == AT_ONCE


async def _refuse(number: int) -> int:
    if number == 1:
        raise CommandFailed("There is no such thing.", "")
    return number


async def _divide(number: int) -> int:
    return 1 // number


def test_a_stack_that_cannot_answer_does_not_hide_the_others() -> None:
    answers = _ask({"a": 0, "b": 1, "c": 2}, _refuse)
    assert answers.values == {"a": 0, "c": 2}
    assert answers.failures == {"b": "There is no such thing."}


def test_a_defect_is_raised_and_so_is_any_error_of_a_stack_alone() -> None:
    with pytest.raises(ZeroDivisionError):
        _ask({"a": 1, "b": 0}, _divide)
    with pytest.raises(CommandFailed):
        _ask({"b": 1}, _refuse)


def test_the_stacks_of_a_folder_below_are_those_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    (tmp_path / "below").mkdir()

    def workspace(_folder: Path) -> SimpleNamespace:
        return SimpleNamespace(list_stacks=lambda: [SimpleNamespace(name="a")])

    def select(name: str, _workspace: object) -> str:
        return name

    monkeypatch.setattr(stacks, "_workspace", workspace)
    monkeypatch.setattr(automation.Stack, "select", select)
    assert stacks.open_stacks(tmp_path / "below", ["*"], every=False)["a"].folder == tmp_path
