"""Today's form of state and config is that of the newest fixture: who changes it keeps one, and says what users do."""

from __future__ import annotations

import difflib
import json
import sys
from typing import TYPE_CHECKING

import yaml
from ci import release

from harness.engine_project import clean_environment
from harness.product import ROOT
from tests.upgrades.form import config_keys, form_of
from tests.upgrades.kept import NEXT, fixtures
from tests.upgrades.scenario import Kept, played

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

TO_DO = (
    "the form of the state or of the config is another than in the newest fixture. Run `make fixture`, which keeps "
    "today's, and say below [Unreleased], Upgrading, in CHANGELOG.md what a user has to do, be it nothing.\n"
)


def differences(newest: str, today: str) -> str:
    """The lines that are not the same; empty where all are."""
    return "\n".join(
        line
        for line in difflib.unified_diff(newest.splitlines(), today.splitlines(), lineterm="", n=3)
        if not line.startswith(("---", "+++"))
    )


def test_the_form_is_that_of_the_newest_fixture(azure: LocalAzure, tmp_path: Path) -> None:
    program = (ROOT / "__main__.py").read_text(encoding="utf-8")
    product = Kept(tmp_path, program, env=clean_environment() | azure.env, virtualenv=sys.prefix)
    played(product, azure, early=False)
    exported = json.loads(product.pulumi("stack", "export", "--show-secrets", check=True).stdout)
    found = differences(fixtures()[-1].form, form_of(exported["deployment"]["resources"], config_keys()))
    assert not found, TO_DO + found


def test_what_a_form_says_is_what_is_in_its_fixture() -> None:
    """A fixture that was edited by hand, or whose state was taken from elsewhere."""
    newest = fixtures()[-1]
    assert differences(newest.form, form_of(newest.exported["deployment"]["resources"], config_keys())) == "", TO_DO


def test_the_changelog_says_what_users_have_to_do_about_another_form() -> None:
    before, newest = fixtures()[-2:]
    assert newest.name != NEXT or newest.form == before.form or "### Upgrading\n" in release.notes(ROOT, "Unreleased")


def test_config_keys_and_choices_are_of_the_form() -> None:
    wanted = {"managed-image-to-gallery:migrations", "MigrationEntry.stage", "Stage=retired"}
    assert wanted <= set(config_keys())
    assert wanted <= set(yaml.safe_load(fixtures()[-1].form)["config"])


def test_fixtures_say_nothing_of_the_machine_that_made_them() -> None:
    for one in fixtures():
        texts = [file.read_text(encoding="utf-8") for file in one.folder.iterdir()]
        assert not [text for text in texts if str(ROOT) in text or "/tmp/" in text or "stackTrace" in text], one.name  # noqa: S108
