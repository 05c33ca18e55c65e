"""`gallery-migrate selftest`: what it asks and refuses before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from harness.local_azure import GROUP_API, LocalAzure
from harness.server_fixtures import azure, server
from managed_image_to_gallery.cli.main import app
from managed_image_to_gallery.cli.selftest.journal import Journal
from managed_image_to_gallery.cli.selftest.wanted import PREFIX
from tests.cli.selftest.test_wanted import WANTED

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["azure", "server"]

REGIONS = ("--region", "southcentralus", "--region", "westus2")


def selftest(azure: LocalAzure, folder: Path, *words: str) -> tuple[int, str]:
    command = ["selftest", "--subscription", azure.subscription, "--folder", str(folder / "run"), *words]
    done = CliRunner().invoke(app, command)
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Two different regions are needed, and 0 are given"),
        (("--region", "westus2"), "Two different regions are needed, and 1 are given"),
        (("--region", "westus2", "--region", "West US 2"), "Two different regions are needed"),
        (("--region", "westus2", "--region", "moonbase1"), "The subscription has no region moonbase1"),
        ((*REGIONS, "--resource-group", "production"), f"production does not begin with {PREFIX}"),
        (REGIONS, "cost less than US$"),
    ],
)
def test_nothing_is_made_before_a_yes(azure: LocalAzure, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    azure.forget_requests()

    status, output = selftest(azure, tmp_path, *words)

    assert status == 2
    assert said in output
    assert [each for each in azure.requests() if each["method"] != "GET"] == []
    assert Journal.read(tmp_path / "run") is None


def test_a_group_of_an_earlier_run_is_not_taken(azure: LocalAzure, tmp_path: Path) -> None:
    body = {"location": "southcentralus", "tags": {PREFIX: "earlier"}}
    azure.put(azure.group_id(PREFIX), body, api_version=GROUP_API).raise_for_status()

    status, output = selftest(azure, tmp_path, *REGIONS, "--yes")

    assert status == 2
    assert "of an earlier self test" in output


def test_what_an_earlier_run_left_is_deleted_from_any_folder(azure: LocalAzure, tmp_path: Path) -> None:
    body = {"location": "southcentralus", "tags": {PREFIX: "earlier"}}
    azure.put(azure.group_id(PREFIX), body, api_version=GROUP_API).raise_for_status()

    status, output = selftest(azure, tmp_path, "--cleanup", "--yes")

    assert (status, azure.get(azure.group_id(PREFIX), api_version=GROUP_API).status_code) == (0, 404), output


def test_a_clean_up_leaves_a_group_without_the_tag_alone(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group(PREFIX)

    status, output = selftest(azure, tmp_path, "--cleanup", "--yes")

    assert status == 1
    assert f"has no tag {PREFIX}" in output
    assert azure.get(azure.group_id(PREFIX), api_version=GROUP_API).is_success


def test_another_self_test_is_not_gone_on_with(azure: LocalAzure, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    Journal.begin(tmp_path / "run", WANTED)

    status, output = selftest(azure, tmp_path, "--region", "westus2", "--region", "southcentralus", "--yes")

    assert status == 2
    assert "Another self test was begun in" in output
