from __future__ import annotations

import csv
import io
import json

import pytest
from rich.console import Console

from managed_image_to_gallery.cli.output.table import Form, Table, Value, tone_of_state

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


_STATUS = {"migration": "Migration", "region": "Region", "state": "State", "details": "Details", "source": "Image"}


def _shown(table: Table, width: int, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What is printed on a console of this width, and what is told beside it."""
    stream = io.StringIO()
    table.print_on(Console(file=stream, width=width))
    return stream.getvalue(), capsys.readouterr().err


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("length", [8, 30, 55, 80])
def test_no_word_is_broken_and_a_long_name_loses_its_middle(
    length: int, width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "web" + "x" * (length - 8) + "1.0.0"
    row: dict[str, Value] = {
        "migration": name,
        "region": "southcentralus",
        "state": "InProgress",
        "details": "Replication to this region is slower than the others; look again in an hour.",
        "source": "image-of-a-very-old-machine-2019",
    }
    out, told = _shown(Table(_STATUS, [row]), width, capsys)
    first = out.splitlines()[1].split()[0]
    words = {word for value in (*row.values(), *_STATUS.values()) for word in str(value).split()}
    assert set(out.split()) - {first} <= words
    assert all(len(line.rstrip()) <= width for line in out.splitlines())
    assert {"southcentralus", "InProgress"} <= set(out.split())
    missing = [heading for heading in _STATUS.values() if heading not in out]
    expected = f"Columns left out: {', '.join(missing)}; --json has them.\n" if missing else ""
    if first != name:
        assert first.startswith("webx")
        assert first.endswith("x1.0.0")
        assert len(first) >= 24
        expected += "Names with … are shortened; --json has them whole.\n"
    assert (length <= 24) <= (first == name)
    assert told == expected


def test_the_least_important_columns_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    columns = {"a": "A" * 20, "name": "Name", "b": "B" * 20}
    out, told = _shown(Table(columns, [{"a": "a", "name": "n" * 20, "b": "b"}], ("name", "b")), 46, capsys)
    assert out.split() == ["Name", "B" * 20, "n" * 20, "b"]
    assert told == f"Columns left out: {'A' * 20}; --json has them.\n"


_NARROW: list[dict[str, Value]] = [
    {"migration": "web-southcentralus-1.0.0", "region": "southcentralus", "state": "Completed", "stage": "validated"},
    {"migration": "web-southcentralus-1.0.0", "region": "westeurope", "state": "Completed", "stage": "validated"},
    {"migration": "db-1.0.0", "region": "westeurope", "state": "Completed", "stage": ""},
    {"migration": "app-1.0.0", "region": "westeurope", "state": "Completed", "stage": "→ published (not applied)"},
]


@pytest.mark.parametrize(
    ("width", "told"),
    [(60, "Columns left out: Image; --json has them.\n"), (120, "")],
)
def test_what_must_be_known_stands_beneath_a_row_without_room(
    width: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = {"migration": "Migration", "stage": "Stage", "source": "Image", "region": "Region", "state": "State"}
    rows = [{**row, "source": "an-image-of-a-machine"} for row in _NARROW]
    table = Table(columns, rows, ("migration", "region", "state", "stage", "source"), beneath=("stage",))
    out, err = _shown(table, width, capsys)
    assert err == told
    lines = out.splitlines()
    if not told:
        assert len(lines) == 5
        return
    assert lines[0].split() == ["Migration", "Region", "State"]
    below = {at: line for at, line in enumerate(lines) if line.startswith(" ")}
    assert below == {3: "  Stage: validated", 6: "  Stage: → published (not applied)"}


def test_a_table_whose_columns_are_all_needed_becomes_records(capsys: pytest.CaptureFixture[str]) -> None:
    identity = "/subscriptions/" + "1" * 60
    table = Table(
        {"what": "What", "remedy": "What to do"}, [{"what": "role", "remedy": f"At {identity}."}], complete=True
    )
    out, told = _shown(table, 60, capsys)
    assert out.splitlines() == ["role", "  What to do: At", f"    {identity}."]
    assert told == ""


def test_an_empty_column_takes_no_room_on_a_screen_and_stays_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table({"name": "Name", "users": "Used by", "state": "State"}, [{"name": "web", "state": "Failed"}])
    out, told = _shown(table, 16, capsys)
    assert (out, told) == ("Name  State\nweb   Failed\n", "")
    table.print()
    assert capsys.readouterr().out.splitlines()[0] == "Name  Used by  State"


def test_no_line_ends_with_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    Table({"name": "Name", "note": "Note"}, [{"name": "web", "note": "long " * 9}, {"name": "db"}]).print()
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "db"
    assert [line.rstrip() for line in lines] == lines


def test_a_table_without_rows_prints_nothing_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table({"name": "Name"}, [])
    table.print()
    assert capsys.readouterr().out == ""
    table.print(Form.CSV)
    assert capsys.readouterr().out == "name\n"


@pytest.mark.parametrize(("no_color", "complete"), [(False, False), (True, False), (False, True)])
def test_what_failed_is_coloured_unless_nobody_wants_it(
    no_color: bool, complete: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = io.StringIO()
    console = Console(file=stream, width=40, force_terminal=True, no_color=no_color, color_system="standard")
    rows: list[dict[str, Value]] = [{"name": "web", "state": "Failed", "note": "x" * (60 if complete else 1)}]
    Table(
        {"name": "Name", "state": "State", "note": "Note"}, rows, complete=complete, tones={"state": tone_of_state}
    ).print_on(console)
    assert ("\x1b[31m" in stream.getvalue()) is not no_color
