"""The oracle's own idea of consent: whose word is good for which image, and what a command may write."""

from __future__ import annotations

import pytest

from soak.consent import Consent, Entry, unasked_edits
from soak.histories import Operator
from soak.places import Layout, Places

GROUP = "/subscriptions/s/resourceGroups/myResourceGroup"
BEFORE: list[Entry] = [{"stage": "validated", "version": "1.0.0"}, {"stage": "published", "version": "1.0.0"}]


def consent(layout: Layout = "plain") -> Consent:
    return Consent([Places(GROUP, name, layout) for name in ("my", "second")])


def test_the_users_own_hand_is_a_word_until_it_is_taken_back() -> None:
    by_hand = consent()
    by_hand.by_hand("retired")
    assert all(by_hand.may_delete(at.image) for at in by_hand.places)
    by_hand.by_hand("published")
    assert not any(by_hand.may_delete(at.image) for at in by_hand.places)


@pytest.mark.parametrize(
    ("operator", "meant"),
    [
        (Operator("retire", (0,), ((0, "name"),)), {0}),
        (Operator("retire", (0,), ((0, "id"),)), {0}),
        (Operator("retire", (), ((0, "name"), (1, "id"))), {0, 1}),
        (Operator("retire", (0,), ((1, "name"),)), set[int]()),
        (Operator("retire", (0,)), set[int]()),
        (Operator("retire", (0,), ((0, "name"),), asked=True), set[int]()),
        (Operator("resume", (), ((1, "name"),)), {1}),
        (Operator("validate", (0,)), set[int]()),
        (Operator("publish"), set[int]()),
    ],
)
def test_a_command_is_a_word_for_what_it_names_twice(operator: Operator, meant: set[int]) -> None:
    judged = consent()
    assert judged.given(operator) == {judged.places[number].image.lower() for number in meant}


def test_a_name_that_fits_two_images_is_a_word_for_none() -> None:
    judged = consent("one image name")
    assert judged.given(Operator("retire", (), ((0, "name"),))) == set()
    assert judged.given(Operator("retire", (), ((0, "id"),))) == {judged.places[0].image.lower()}


@pytest.mark.parametrize(
    ("number", "changes", "said"),
    [
        (0, {"stage": "retired"}, "says retired for migration 0"),
        (1, {"stage": "validated"}, "says validated for migration 1"),
        (1, {"version": "2.0.0"}, "something else for migration 1"),
    ],
)
def test_what_nobody_asked_for_is_seen_in_the_file(number: int, changes: Entry, said: str) -> None:
    after = [dict(entry) for entry in BEFORE]
    after[number] |= changes
    assert said in "; ".join(unasked_edits(BEFORE, after, []))


def test_what_was_asked_for_may_be_written_or_not() -> None:
    after = [{**BEFORE[0], "stage": "retired"}, BEFORE[1]]
    retire = Operator("retire", (0,), ((0, "id"),))
    assert unasked_edits(BEFORE, after, [(retire, {0})]) == []
    assert unasked_edits(BEFORE, BEFORE, [(retire, {0})]) == []
    assert unasked_edits(BEFORE, after[:1], [(retire, {0})])
