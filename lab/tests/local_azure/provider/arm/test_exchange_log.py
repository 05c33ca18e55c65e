"""The log has the form of the real provider's: docs/reference/provider-protocol.md#the-log-of-the-provider."""

from __future__ import annotations

import logging
import re
import tempfile
from typing import TYPE_CHECKING

import pytest

from local_azure.provider.arm import exchange_log

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

URL = "https://localhost/subscriptions/s?api-version=2021-04-01"
RULE = f"   {'-' * 80}"
HEAD = re.compile(r"^I\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ client_azcore\.go:95\] \[azcore\] ", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """The folder for temporary files; what begins a log is undone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    logger = logging.getLogger(exchange_log.__name__)
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def entries(folder: Path) -> list[str]:
    """What stands behind the head of each entry of the one log file."""
    (file,) = folder.glob("pulumi-resource-azure-native.*.log.INFO.*")
    before, *told = HEAD.split(file.read_text(encoding="utf-8"))
    assert before == ""
    return told


def test_a_request_and_its_answer_are_told_with_bodies_and_without_what_may_be_secret(folder: Path) -> None:
    exchange_log.begin_log(9)

    exchange_log.note_request("PUT", f"{URL}&secret=s", {"Authorization": "s", "Accept": "a"}, {"location": "here"})
    exchange_log.note_answer("PUT", f"{URL}&secret=s", {"Authorization": "s"}, 201, {"Retry-After": "2"}, '{"a": 1}')

    assert entries(folder) == [
        f"Request: ==> OUTGOING REQUEST (Try=1)\n   PUT {URL}&secret=REDACTED\n"
        f'   Accept: a\n   Authorization: REDACTED\n{RULE}\n{{"location": "here"}}\n{RULE}\n\n',
        f"Response: ==> REQUEST/RESPONSE (Try=1/1ms, OpTime=1ms) -- RESPONSE RECEIVED\n   PUT {URL}&secret=REDACTED\n"
        f"   Authorization: REDACTED\n{RULE}\n   RESPONSE Status: 201 Status\n   Retry-After: 2\n"
        f'{RULE}\n{{"a": 1}}\n{RULE}\n\n',
    ]


def test_what_has_no_body_says_so(folder: Path) -> None:
    exchange_log.begin_log(9)

    exchange_log.note_request("DELETE", URL, {}, None)
    exchange_log.note_answer("DELETE", URL, {}, 204, {}, "")

    asked, answered = entries(folder)
    assert asked.endswith("   Request contained no body\n\n")
    assert answered.endswith(f"{RULE}\n   RESPONSE Status: 204 Status\n\n   Response contained no body\n\n")


def test_an_engine_that_asks_for_less_gets_no_log(folder: Path) -> None:
    exchange_log.begin_log(8)

    exchange_log.note_request("GET", URL, {}, None)

    assert list(folder.iterdir()) == []
