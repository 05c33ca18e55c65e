"""What the provider asked, from its log in the form of Azure's SDK for Go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.provider_log import exchanges_in
from managed_image_to_gallery.azure.recording import Recording
from managed_image_to_gallery.azure.scrubbing import Marks

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://management.azure.com/subscriptions/canary-1/resourceGroups/canaryGroup?api-version=2021-04-01"
RULE = f"   {'-' * 80}"
ASKED = f"""I1129 16:00:00.123456   12345 client_azcore.go:97] [azcore] Request: ==> OUTGOING REQUEST (Try=1)
   PUT {URL}
   Accept: application/json
   Authorization: REDACTED
   Content-Type: application/json; charset=utf-8
{RULE}
{{"location":"westeurope"}}
{RULE}
"""
ANSWERED = f"""I1129 16:00:00.423456   12345 client_azcore.go:97] [azcore] Response: \
==> REQUEST/RESPONSE (Try=1/281ms, OpTime=282ms) -- RESPONSE RECEIVED
   PUT {URL}
   Accept: application/json
   Authorization: REDACTED
{RULE}
   RESPONSE Status: 201 Created
   Azure-Asyncoperation: REDACTED
   Content-Type: application/json; charset=utf-8
   Retry-After: 15
{RULE}
{{"name":"canaryGroup","properties":{{"provisioningState":"Creating"}}}}
{RULE}
"""
ERROR = f"""I1129 16:00:01.423456   12345 client_azcore.go:97] [azcore] Response: \
==> REQUEST/RESPONSE (Try=1/1s, OpTime=1s) -- REQUEST ERROR
   GET {URL}
   Accept: application/json
{RULE}
   ERROR:
connection reset
"""
OTHER = "I1129 16:00:00.000001   12345 provider.go:310] Provider[azure-native].Check(canary)\n"


def test_a_request_and_its_answer_are_one_exchange() -> None:
    (found,) = exchanges_in(OTHER + ASKED + OTHER + ANSWERED + ERROR)

    assert (found.method, found.url, found.status) == ("PUT", URL, 201)
    assert found.request == {"location": "westeurope"}
    assert found.response == {"name": "canaryGroup", "properties": {"provisioningState": "Creating"}}
    assert found.headers["Retry-After"] == "15"


def test_of_two_alike_the_first_answer_is_of_the_first_request() -> None:
    second = ASKED.replace("westeurope", "westus2")

    assert [each.request for each in exchanges_in(ASKED + second + ANSWERED + ANSWERED)] == [
        {"location": "westeurope"},
        {"location": "westus2"},
    ]


@pytest.mark.parametrize("log", ["", OTHER, ASKED, ERROR, ANSWERED[:200], ANSWERED.replace("https", "ftp")])
def test_what_has_no_whole_answer_is_passed_over(log: str) -> None:
    assert list(exchanges_in(log)) == []


def test_an_answer_whose_end_was_lost_has_no_body() -> None:
    (found,) = exchanges_in(ANSWERED[: -len(RULE) - 5])

    assert (found.status, found.response) == (201, None)


def test_in_the_recording_it_says_who_asked_and_no_name(tmp_path: Path) -> None:
    file = tmp_path / "recording.jsonl"
    recording = Recording(str(file), Marks(b"key"))

    for exchange in exchanges_in(ASKED + ANSWERED):
        recording.note(exchange, by="provider")

    line = json.loads(file.read_text())
    assert line["by"] == "provider"
    assert line["headers"] == {"Retry-After": "15", "Azure-AsyncOperation": "<there>"}
    assert "canary" not in file.read_text().lower()
