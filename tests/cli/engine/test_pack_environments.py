from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.cli.engine.pack_environments import missing_environments
from managed_image_to_gallery.cli.engine.preview import PolicyPacks, preview_of

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi import automation

    from managed_image_to_gallery.azure.settings import AzureSettings

NAMED = "runtime: {name: python, options: {virtualenv: ../environment}}\n"


def pack(folder: Path, settings: str) -> Path:
    made = folder / "pack"
    made.mkdir()
    (made / "PulumiPolicy.yaml").write_text(settings, encoding="utf-8")
    return made


def test_a_pack_without_its_environment_is_told_with_both_folders_and_the_remedy(tmp_path: Path) -> None:
    made = pack(tmp_path, NAMED)

    (failure,) = missing_environments([made])

    assert failure.what == f"policy pack {made}"
    assert f"its environment {tmp_path / 'environment'} is not there" in failure.why
    assert "make policy" in failure.remedy
    assert str(made / "PulumiPolicy.yaml") in failure.remedy


@pytest.mark.parametrize("python", ["bin/python", "Scripts/python.exe"])
def test_a_pack_with_its_environment_may_start(tmp_path: Path, python: str) -> None:
    (tmp_path / "environment" / python).parent.mkdir(parents=True)
    (tmp_path / "environment" / python).touch()

    assert list(missing_environments([pack(tmp_path, NAMED)])) == []


@pytest.mark.parametrize("settings", ["runtime: python\n", "runtime: {name: nodejs}\n", "- a list\n", "{", ""])
def test_a_pack_that_names_none_is_left_to_the_engine(tmp_path: Path, settings: str) -> None:
    assert list(missing_environments([pack(tmp_path, settings)])) == []
    assert list(missing_environments([tmp_path / "nowhere"])) == []


def test_the_engine_is_not_started_for_it(tmp_path: Path) -> None:
    no_stack, no_settings = cast("automation.Stack", None), cast("AzureSettings", None)

    preview = preview_of(no_stack, no_settings, PolicyPacks([pack(tmp_path, NAMED)]), None, ())

    assert [failure.resource for failure in preview.failures] == [f"policy pack {tmp_path / 'pack'}"]
    assert not preview.may_be_applied
