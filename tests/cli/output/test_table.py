from __future__ import annotations

import csv
import io
import json

import pytest

from managed_image_to_gallery.cli.output.table import Form, Table

_TABLE = Table({"name": "Name"}, [{"name": "a\x1b[31m", "ok": True, "tags": ["x=1", "y=2"]}])


def test_text_has_the_columns_and_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    _TABLE.print()
    out = capsys.readouterr().out
    assert "Name" in out
    assert "\x1b" not in out
    assert "x=1" not in out


def test_csv_has_every_field_and_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    _TABLE.print(Form.CSV)
    assert capsys.readouterr().out.splitlines() == ["name,ok,tags", 'a\ufffd[31m,yes,"x=1, y=2"']


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_compute_is_text(first: str, capsys: pytest.CaptureFixture[str]) -> None:
    Table({}, [{"name": f"{first}cmd|' /C calc'!A0", "tags": [f"{first}x"]}]).print(Form.CSV)
    (row,) = list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:]
    assert [cell[0] for cell in row] == ["'", "'"]


def test_a_number_stays_a_number_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    Table({}, [{"left": -1}]).print(Form.CSV)
    assert capsys.readouterr().out.splitlines() == ["left", "-1"]


def test_json_says_the_same_by_its_own_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    steering = "\x7f\x9b1m\u202e\U000e0041é✅"
    Table({}, [{"name": steering}]).print(Form.JSON)
    out = capsys.readouterr().out
    assert json.loads(out) == [{"name": steering}]
    assert not {*"\x7f\x9b\u202e\U000e0041"} & {*out}
    assert "é✅" in out


def test_json_keeps_types(capsys: pytest.CaptureFixture[str]) -> None:
    _TABLE.print(Form.JSON)
    assert json.loads(capsys.readouterr().out) == [{"name": "a\x1b[31m", "ok": True, "tags": ["x=1", "y=2"]}]


def test_a_row_in_a_pipe_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Table({"name": "Name"}, [{"name": "x" * 500}]).print()
    assert len(capsys.readouterr().out.splitlines()) == 2
