"""Commands called within this process: exit status, where the text goes, which files are meant."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from managed_image_to_gallery.cli.commands import report
from managed_image_to_gallery.cli.main import app
from tests.cli.digests import GROUP, IMAGE, SUBSCRIPTION, deletion, preview, step

if TYPE_CHECKING:
    from typer.testing import Result

RUN = CliRunner()


def test_a_good_plan_ends_with_0() -> None:
    done = RUN.invoke(app, ["plan-check"], input=preview(step("import", "Image")))
    assert done.exit_code == 0
    assert "may be applied" in done.stdout


def test_a_bad_plan_ends_with_1_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "preview.json"
    file.write_text(preview(step("delete", "Image")), encoding="utf-8")
    done = RUN.invoke(app, ["plan-check", str(file)])
    assert done.exit_code == 1
    assert "image-deleted-outside-retired" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"steps": 1}', '{"error": "x"}'])
def test_what_is_no_preview_ends_with_2(text: str) -> None:
    done = RUN.invoke(app, ["plan-check", "-"], input=text)
    assert done.exit_code == 2
    assert "pulumi preview --json" in done.stderr


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["plan-check", str(tmp_path / "none.json")])
    assert done.exit_code == 2
    assert f"{tmp_path / 'none.json'}: No such file or directory." in done.stderr


async def no_stack_unread(*_: object) -> dict[str, str]:
    return {}


def test_a_folder_below_has_the_timeline_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "below").mkdir()
    found: list[Path] = []

    def open_stacks(*_: object, every: bool) -> dict[str, SimpleNamespace]:
        return {"dev": SimpleNamespace(folder=tmp_path)}

    monkeypatch.setattr(report, "open_stacks", open_stacks)
    monkeypatch.setattr(report, "_spans", found.append)
    monkeypatch.setattr(report, "_write", no_stack_unread)
    assert RUN.invoke(app, ["report", "--cwd", str(tmp_path / "below")]).exit_code == 0
    assert found == [tmp_path / ".gallery-migrate" / "progress.jsonl"]


def test_a_report_is_not_written_over_by_its_own_twin() -> None:
    done = RUN.invoke(app, ["report", "--output", "migration.md"])
    assert done.exit_code == 2
    assert "--output migration.html" in done.stderr


def checked(text: str, **environment: str) -> Result:
    return RUN.invoke(app, ["plan-check"], input=text, env={"ARM_SUBSCRIPTION_ID": None, **environment})


def test_a_plan_that_changes_nothing_is_called_so() -> None:
    done = checked(preview(step("same", "Image")))
    assert (done.exit_code, done.stdout) == (0, "The plan changes nothing: 1 unchanged.\n")


def test_a_preview_that_failed_may_not_be_applied_from_a_pipe_or_a_file(tmp_path: Path) -> None:
    error = {"severity": "error", "message": "managed image /subscriptions/1/…/nosuch does not exist"}
    text = preview(step("create", "Gallery"), diagnostics=[error])
    file = tmp_path / "preview.json"
    file.write_text(text, encoding="utf-8")
    for done in (checked(text), RUN.invoke(app, ["plan-check", str(file)])):
        assert (done.exit_code, done.stdout) == (1, "")
        assert "nosuch does not exist" in done.stderr


@pytest.mark.parametrize("text", ['{"steps": []}{"steps": []}', '{"sequence": 1, "timestamp": 2, "steps": []}'])
def test_what_holds_more_than_one_preview_ends_with_2(text: str) -> None:
    done = checked(text)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_file_of_an_older_powershell_is_read(tmp_path: Path) -> None:
    file = tmp_path / "preview.json"
    file.write_text(preview(step("import", "Image")), encoding="utf-16")
    assert RUN.invoke(app, ["plan-check", str(file)]).exit_code == 0


def test_the_same_name_in_another_subscription_retires_nothing() -> None:
    """Two environments, cloned under the same names: the other one's image is retired, this one's would go."""
    here, there = (f"/subscriptions/00000000-0000-4000-8000-00000000000{n}/resourceGroups/images-eu" for n in (1, 2))
    image = "/providers/Microsoft.Compute/images/golden"
    retired = {"stage": "retired", "name": "other", "source": {"id": there + image}, "version": "1.0.0"}
    body = {
        "config": {"managed-image-to-gallery:migrations": json.dumps([retired])},
        "steps": [deletion("azure-native:compute:Image", here + image)],
        "diagnostics": [],
    }
    done = checked(json.dumps(body), ARM_SUBSCRIPTION_ID="00000000-0000-4000-8000-000000000001")
    assert done.exit_code == 1
    assert "image-deleted-outside-retired" in done.stderr


def test_the_subscription_of_the_environment_counts_where_the_config_has_none() -> None:
    body = json.loads(preview(step("delete", "Image"), stages=("retired",)))
    del body["config"]["azure-native:subscriptionId"]
    text = json.dumps(body)
    assert checked(text, ARM_SUBSCRIPTION_ID=SUBSCRIPTION).exit_code == 0
    assert checked(text).exit_code == 1
    assert "subscription is not known" in checked(text).stderr


@pytest.mark.parametrize(
    ("token", "cloud_id"),
    [
        ("azure-native_compute_v20240701:compute:Image", IMAGE),
        ("azure-native:resources:Resource", IMAGE),
        ("azure-native:resources:ResourceGroup", GROUP),
    ],
)
def test_what_takes_an_image_away_is_refused_whatever_it_is_called(token: str, cloud_id: str) -> None:
    assert checked(preview(deletion(token, cloud_id))).exit_code == 1
