from __future__ import annotations

import json

import pytest

from gallery_migrate.output.table import Form, Table

_TABLE = Table({"name": "Name"}, [{"name": "a\x1b[31m", "ok": True, "tags": ["x=1", "y=2"]}])


def test_text_has_the_columns_and_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    _TABLE.print()
    out = capsys.readouterr().out
    assert "Name" in out
    assert "\x1b" not in out
    assert "x=1" not in out


def test_csv_has_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    _TABLE.print(Form.CSV)
    assert capsys.readouterr().out.splitlines() == ["name,ok,tags", 'a\x1b[31m,yes,"x=1, y=2"']


def test_json_keeps_types(capsys: pytest.CaptureFixture[str]) -> None:
    _TABLE.print(Form.JSON)
    assert json.loads(capsys.readouterr().out) == [{"name": "a\x1b[31m", "ok": True, "tags": ["x=1", "y=2"]}]


def test_a_row_in_a_pipe_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Table({"name": "Name"}, [{"name": "x" * 500}]).print()
    assert len(capsys.readouterr().out.splitlines()) == 2
