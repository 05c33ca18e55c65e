"""`gallery-migrate plan-check`: exit status and where the text goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gallery_migrate.cli import app
from tests.gallery_migrate.digests import preview, step

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
    assert RUN.invoke(app, ["plan-check", str(tmp_path / "none.json")]).exit_code == 2
