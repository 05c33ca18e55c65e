from __future__ import annotations

from threading import Barrier

import pytest

from gallery_migrate.failures import CommandFailed
from gallery_migrate.sharding.side_by_side import AT_ONCE, side_by_side


def test_stacks_are_asked_at_the_same_time_and_answer_in_the_order_of_asking() -> None:
    together = Barrier(AT_ONCE, timeout=30)

    def ask(number: int) -> int:
        together.wait()
        return number * number

    answers = side_by_side({f"s{number}": number for number in range(AT_ONCE)}, ask)
    assert list(answers.values.items()) == [(f"s{number}", number * number) for number in range(AT_ONCE)]


def _refuse(number: int) -> int:
    if number == 1:
        raise CommandFailed("There is no such thing.", "")
    return number


def test_a_stack_that_cannot_answer_does_not_hide_the_others() -> None:
    answers = side_by_side({"a": 0, "b": 1, "c": 2}, _refuse)
    assert answers.values == {"a": 0, "c": 2}
    assert answers.failures == {"b": "There is no such thing."}


def test_a_defect_is_raised_and_so_is_any_error_of_a_stack_alone() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side({"a": 1, "b": 0}, lambda number: 1 // number)
    with pytest.raises(CommandFailed):
        side_by_side({"b": 1}, _refuse)
