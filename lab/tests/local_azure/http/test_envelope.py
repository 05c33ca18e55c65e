from __future__ import annotations

import pytest

from harness.local_azure import GROUP_API, InProcessAzure


@pytest.mark.parametrize("tags", [True, -1, "a=b", ["a"], {"a": {}}, {"a": ["b"]}])
def test_tags_that_are_no_object_of_strings_are_refused(azure: InProcessAzure, tags: object) -> None:
    body = {"location": "eastus", "tags": tags}

    answer = azure.put(azure.group_id("rg"), body, api_version=GROUP_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequestContent")
    assert "Path 'tags" in answer.json()["error"]["message"]


def test_no_tags_are_no_reason_to_refuse(azure: InProcessAzure) -> None:
    answer = azure.put(azure.group_id("rg"), {"location": "eastus", "tags": None}, api_version=GROUP_API)

    assert answer.status_code == 201
