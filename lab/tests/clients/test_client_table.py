from __future__ import annotations

from tests.clients import client_table
from tests.clients.client_table import BEGIN, END, PAGE
from tests.clients.summary import UNKNOWN

EMPTY = f"before\n{BEGIN}{END}after\n"
IMAGE = "Microsoft.Compute/images"
ASKED = client_table.columns(
    [("az", [(f"{IMAGE} put", "1"), (f"{IMAGE} get", "1"), (UNKNOWN, "1")]), ("az", [(f"{IMAGE} start", "1")])]
)


def test_a_column_has_what_a_client_asked_of_each_type() -> None:
    assert ASKED["az"] == {IMAGE: {"get", "put", "start"}, UNKNOWN: {"refused"}}


def test_what_is_written_reads_back_and_differs_in_nothing() -> None:
    page = client_table.written(EMPTY, ASKED)

    assert client_table.read(page) == ASKED
    assert client_table.differences(page, ASKED) == []
    assert (page.startswith("before\n"), page.endswith("after\n")) == (True, True)
    assert f"| `{IMAGE}` | get, put, start |" in page


def test_a_column_of_a_client_that_did_not_run_is_kept() -> None:
    page = client_table.written(client_table.written(EMPTY, ASKED), {"go": {IMAGE: {"get"}}})

    assert client_table.read(page) == {**ASKED, "go": {IMAGE: {"get"}}}
    assert client_table.differences(page, {"go": {IMAGE: {"get"}}}) == []


def test_what_was_asked_and_is_not_said_and_the_reverse_are_told() -> None:
    page = client_table.written(EMPTY, ASKED)

    assert client_table.differences(page, {"az": {IMAGE: {"get", "head"}}, "js": {IMAGE: {"get"}}}) == [
        f"az, {UNKNOWN}: asked -, the page says refused",
        f"az, {IMAGE}: asked get, head, the page says get, put, start",
        f"js, {IMAGE}: asked get, the page says -",
    ]


def test_the_page_has_the_table() -> None:
    clients = list(client_table.read(PAGE.read_text(encoding="utf-8")))

    assert "az" in clients
