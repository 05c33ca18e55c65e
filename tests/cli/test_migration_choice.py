"""Which migrations a command is about, and what it says of names that are not among them."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import already, named, to_enter, to_publish
from managed_image_to_gallery.config.choices import Stage
from tests.cli.migrations import entry, migrations

MANY = migrations(*(entry(f"{kind}-{use}") for kind in ("web", "db", "sap", "edge") for use in ("base", "gold", "std")))


def remedy_of(*names: str, among: int = len(MANY)) -> str:
    with pytest.raises(CommandFailed, match="The config has no migration") as refused:
        named(MANY[:among], names)
    return refused.value.remedy


def test_a_name_like_others_is_told_with_those() -> None:
    assert remedy_of("web-bse-1.0.0").startswith("Did you mean web-base-1.0.0")
    assert "web-gold-1.0.0" in remedy_of("WEB-GOLD-1.0.0")
    assert remedy_of("sap") == "Did you mean sap-base-1.0.0, sap-gold-1.0.0, sap-std-1.0.0?"


@pytest.mark.parametrize("image", ["db-base", "Images/DB-base", str(MANY[3].source_id).upper()])
def test_an_image_is_told_with_its_migration(image: str) -> None:
    assert remedy_of(image).removesuffix("?").split(", ")[0] == "Did you mean db-base-1.0.0"


def test_what_wildcards_fit_is_told() -> None:
    assert remedy_of("SAP-*") == "Did you mean sap-base-1.0.0, sap-gold-1.0.0, sap-std-1.0.0?"
    assert remedy_of("*-std-*", "*").startswith("Did you mean db-std-1.0.0, edge-std-1.0.0, ")


def test_of_many_names_none_is_told_that_is_not_like_it() -> None:
    assert remedy_of("zzzzzzzz") == "It has 12 migrations: `gallery-migrate status` lists them."
    assert remedy_of("zzzzzzzz", among=2) == "It has: web-base-1.0.0, web-gold-1.0.0."
    assert remedy_of("zzzzzzzz", among=0) == "It has: none."


THREE = migrations(entry("a"), entry("b", "validated"), entry("c", "retired"))
STAGES = {"a-1.0.0": Stage.PUBLISHED, "b-1.0.0": Stage.VALIDATED, "c-1.0.0": Stage.RETIRED}


@pytest.mark.parametrize(
    ("stage", "there"),
    [(Stage.PUBLISHED, "bc"), (Stage.VALIDATED, "bc"), (Stage.RETIRED, "c")],
)
def test_what_is_there_or_past_it_is_no_mistake(stage: Stage, there: str) -> None:
    names = [one.name for one in THREE]
    assert "".join(one.name[0] for one in already(THREE, names, stage, STAGES)) == there
    assert already(THREE, [], stage, STAGES) == []


def test_the_file_alone_makes_nothing_so() -> None:
    behind = dict.fromkeys(STAGES, Stage.PUBLISHED)
    assert already(THREE, ["b-1.0.0", "c-1.0.0"], Stage.VALIDATED, behind) == []


def test_stages_are_not_skipped() -> None:
    with pytest.raises(CommandFailed, match="Not in stage validated: a-1.0.0 is published"):
        to_enter(THREE, ["a-1.0.0"], Stage.RETIRED, STAGES)
    with pytest.raises(CommandFailed, match="Not in stage published: b-1.0.0 is validated"):
        to_publish(THREE, ["b-1.0.0"], STAGES)
    assert [one.name for one in to_publish(THREE, [], STAGES)] == ["a-1.0.0"]
