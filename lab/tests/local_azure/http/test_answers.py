from __future__ import annotations

import json

import pytest

from harness.local_azure import GROUP_API, InProcessAzure

GALLERY_API = "2024-03-03"


@pytest.fixture
def gallery(azure: InProcessAzure) -> str:
    """A gallery's id, made and done."""
    group = azure.make_group("rg")
    gallery = f"{group}/providers/Microsoft.Compute/galleries/g"
    azure.put(gallery, {"location": "southcentralus"}, api_version=GALLERY_API)
    azure.settle()
    return gallery


def test_every_answer_carries_azures_headers(azure: InProcessAzure, gallery: str) -> None:
    headers = azure.get(gallery, api_version=GALLERY_API).headers

    assert headers["cache-control"] == "no-cache"
    assert headers["pragma"] == "no-cache"
    assert headers["expires"] == "-1"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["x-ms-routing-request-id"].endswith(headers["x-ms-correlation-request-id"])
    assert headers["x-ms-request-id"] != headers["x-ms-correlation-request-id"]


def test_a_single_resource_is_indented_with_crlf_and_a_list_is_compact(azure: InProcessAzure, gallery: str) -> None:
    single = azure.get(gallery, api_version=GALLERY_API)
    listed = azure.get(gallery.rsplit("/", 1)[0], api_version=GALLERY_API)

    assert single.text == json.dumps(single.json(), indent=2).replace("\n", "\r\n")
    assert listed.text == json.dumps(listed.json(), separators=(",", ":"))


def test_resource_manager_itself_answers_compact(azure: InProcessAzure) -> None:
    answer = azure.get(azure.make_group("rg"), api_version=GROUP_API)

    assert answer.text == json.dumps(answer.json(), separators=(",", ":"))


def test_a_client_request_id_comes_back_when_it_is_asked_for(azure: InProcessAzure, gallery: str) -> None:
    asked = {"x-ms-client-request-id": "abc", "x-ms-return-client-request-id": "true"}

    assert azure.get(gallery, api_version=GALLERY_API, headers=asked).headers["x-ms-client-request-id"] == "abc"
    assert "x-ms-client-request-id" not in azure.get(gallery, api_version=GALLERY_API).headers


def test_a_fault_of_this_program_is_azures_500(
    azure: InProcessAzure, gallery: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of the test")

    monkeypatch.setattr(azure.world.types["microsoft.compute/galleries"], "render", broken)

    answer = azure.get(gallery, api_version=GALLERY_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "InternalServerError")
    assert "of the test" in caplog.text
    assert "ZeroDivisionError" not in answer.text
