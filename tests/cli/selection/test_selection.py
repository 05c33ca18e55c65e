"""Which migrations a command may change, and when the others stand in the way."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.selection.selection import OthersWouldMove, Selection, SharerNotPublished
from managed_image_to_gallery.config.choices import Stage
from tests.cli.migrations import entry, migrations


def selection(stages: dict[str, str], in_stack: dict[str, Stage], *selected: str) -> Selection:
    """Migrations with a stage in the file each; `in_stack` and `selected` name them without their version."""
    every = migrations(*(entry(name, stage) for name, stage in stages.items()))
    known = {f"{name}-1.0.0": stage for name, stage in in_stack.items()}
    return Selection(every, frozenset(f"{name}-1.0.0" for name in selected), known)


def test_others_that_the_stack_does_not_have_are_left_out() -> None:
    chosen = selection({"a": "published", "b": "published", "c": "published"}, {"b": Stage.PUBLISHED}, "c")
    chosen.require()
    assert chosen.present() == {"b-1.0.0", "c-1.0.0"}
    assert chosen.present(["c-1.0.0"]) == {"b-1.0.0"}


@pytest.mark.parametrize(
    ("in_file", "in_stack"),
    [("published", Stage.VALIDATED), ("retired", Stage.VALIDATED), ("validated", None), ("validated", Stage.RETIRED)],
)
def test_another_stage_of_others_is_refused_either_way(in_file: str, in_stack: Stage | None) -> None:
    known = {"a": Stage.PUBLISHED} | ({"b": in_stack} if in_stack else {})
    moving = selection({"a": "published", "b": in_file}, known, "a")
    with pytest.raises(OthersWouldMove) as refused:
        moving.require()
    standing = in_stack.value if in_stack else "not there"
    assert f"b-1.0.0: {standing} in the stack, {in_file} in the file" in str(refused.value)
    assert "git pull" in str(refused.value)


def test_what_is_named_may_move() -> None:
    selection({"a": "published", "b": "published"}, {"b": Stage.VALIDATED}, "a", "b").require()


@pytest.mark.parametrize("stage", ["validated", "retired"])
def test_an_image_that_another_is_still_to_be_made_from_is_not_given_up(stage: str) -> None:
    first = entry("a", stage)
    second = {**entry("b"), "source": first["source"]}
    sharing = Selection(migrations(first, second), frozenset(["a-1.0.0"]), {"a-1.0.0": Stage.VALIDATED})
    with pytest.raises(SharerNotPublished, match="gallery-migrate publish b-1.0.0"):
        sharing.require()


def test_what_is_shared_stays_with_whoever_declares_it() -> None:
    """Handing it on while something else is left out makes the engine write it twice."""
    first, second = entry("a"), {**entry("b"), "source": entry("a")["source"]}
    third = {**entry("c"), "definition": entry("b")["definition"], "version": "2.0.0", "name": "c-1.0.0"}
    every = migrations(first, second, third)
    names = frozenset(one.name for one in every)
    known = {"b-1.0.0": Stage.PUBLISHED, "c-1.0.0": Stage.PUBLISHED}
    both = Selection(every, names, known, frozenset(["c-1.0.0-definition", "b-1.0.0-source"]))
    assert [one.name for one in both.seen()] == ["c-1.0.0", "b-1.0.0", "a-1.0.0"]
    assert both.moved() == []


def test_what_cannot_stay_is_known() -> None:
    first = entry("a")
    second = {**first, "version": "2.0.0"}
    pair = migrations(first, second)
    known = dict.fromkeys((one.name for one in pair), Stage.PUBLISHED)
    crossed = Selection(pair, frozenset(known), known, frozenset(["a-1.0.0-definition", "a-2.0.0-source"]))
    assert len(crossed.moved()) == 1
