"""A stack that an earlier program has left goes on with today's: nothing is replaced, and the end is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from harness.outcomes import preview, up
from harness.product import left_in
from managed_image_to_gallery.cli.doctor import forms as doctor
from tests.engine.azure_says import IMAGE
from tests.upgrades.kept import fixtures
from tests.upgrades.restoring import restored
from tests.upgrades.scenario import ORDER

if TYPE_CHECKING:
    from pathlib import Path

    from harness.outcomes import Outcome
    from tests.upgrades.kept import Fixture
    from tests.upgrades.scenario import Kept

KNOWN = fixtures()
EACH = pytest.mark.parametrize("fixture", KNOWN, ids=[one.name for one in KNOWN])
FIRST_WITHOUT_DETOUR = next(one for one in KNOWN if "refused" not in one.about)
WHOLE_WAY = pytest.mark.parametrize(
    "fixture",
    [
        pytest.param(one, id=one.name, marks=[] if one == FIRST_WITHOUT_DETOUR else pytest.mark.exhaustive)
        for one in KNOWN
    ],
)
VERSION = "Microsoft.Compute/galleries/images/versions"


def told(outcome: Outcome) -> list[str]:
    """What changes, as `about.yaml` says it."""
    assert not outcome.failed, outcome.text
    return [f"{operation} {name}" for operation, name in outcome.changes]


def lost(outcome: Outcome) -> list[str]:
    """What was deleted or made anew, but for source images and what a boot test leaves behind."""
    assert not outcome.failed, outcome.text
    kept = [step for step in outcome.steps if step.type != IMAGE and "-boot-test-" not in step.name]
    return [f"{one.operation} {one.name}" for one in kept if "replace" in one.operation or "delete" in one.operation]


def deployment(product: Kept) -> dict[str, object]:
    """The state, as commands read it."""
    return cast("dict[str, object]", product.export()["deployment"])


def first_update(product: Kept, fixture: Fixture) -> None:
    """What the changelog asks of a user: one update with the config as it is, or evidence of today's form."""
    if "refused" in fixture.about:
        kept = ORDER[-1]
        entries = [one if one["stage"] == kept else {**one, "stage": ORDER[0]} for one in fixture.config["migrations"]]
        product.set_config({**fixture.config, "migrations": entries})
        assert not up(product).failed
    else:
        assert told(up(product)) == fixture.about["firstUpdate"]


@EACH
def test_the_first_preview_shows_what_the_changelog_says_and_writes_nothing(fixture: Fixture, tmp_path: Path) -> None:
    with restored(fixture, tmp_path) as (product, azure):
        shown = preview(product)
        if "refused" in fixture.about:
            assert shown.failed
            assert fixture.about["refused"] in shown.text
        else:
            assert told(shown) == fixture.about["firstUpdate"]
        assert azure.writes() == []


@WHOLE_WAY
def test_it_goes_on_to_its_end(fixture: Fixture, tmp_path: Path) -> None:
    with restored(fixture, tmp_path) as (product, azure):
        versions = left_in(azure).count(VERSION)
        first_update(product, fixture)
        assert [one.found for one in doctor.findings(deployment(product)) if not one.well] == []
        for stage in ORDER[1:]:
            product.set_stage(fixture.config, stage)
            assert lost(up(product)) == []
        assert "Microsoft.Compute/images" not in left_in(azure)
        assert left_in(azure).count(VERSION) == versions
        unchanged = preview(product, "--expect-no-changes")
        assert not unchanged.failed, unchanged.text
