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


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        *(({f"a{character}b": "x"}, "InvalidTagNameCharacters") for character in "<>%&\\?/\t"),
        ({"x" * 513: "x"}, "InvalidTagName"),
        ({"x": "y" * 257}, "InvalidTagValueLength"),
        ({f"t{number}": "x" for number in range(51)}, "InvalidTags"),
        ({"Owner": "x", "owner": "y"}, "InvalidRequestContent"),
        ({"AzureTeam": "x"}, "ReservedTagName"),
        ({"microsoft.x": "x"}, "ReservedTagName"),
        ({"windows": "x"}, "ReservedTagName"),
    ],
)
def test_tags_beyond_resource_managers_limits_are_refused(
    azure: InProcessAzure, tags: dict[str, str], code: str
) -> None:
    answer = azure.put(azure.group_id("rg"), {"location": "eastus", "tags": tags}, api_version=GROUP_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_tags_at_the_limits_are_taken(azure: InProcessAzure) -> None:
    tags = {"x" * 512: "y" * 256, "hidden-link:/a/b": "c", **{f"t{number}": "" for number in range(48)}}

    answer = azure.put(azure.group_id("rg"), {"location": "eastus", "tags": tags}, api_version=GROUP_API)

    assert answer.status_code == 201
