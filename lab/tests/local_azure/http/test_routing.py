from __future__ import annotations

import pytest

from harness.local_azure import GROUP_API, InProcessAzure

COMPUTE = "providers/Microsoft.Compute"


@pytest.mark.parametrize(
    ("method", "path", "api_version", "status", "code"),
    [
        ("GET", "/subscriptions/{s}/resourceGroups", None, 400, "MissingApiVersionParameter"),
        ("GET", "/subscriptions/{s}/resourceGroups", "1999-01-01", 400, "InvalidApiVersionParameter"),
        ("GET", "/subscriptions/{s}/providers/Microsoft.Compute/images", None, 400, "MissingApiVersionParameter"),
        ("GET", "/subscriptions/{s}/providers/Microsoft.Compute/images", "1999-01-01", 400,
         "NoRegisteredProviderFound"),
        ("GET", "/subscriptions/{s}/resourceGroups/rg/providers/Contoso.Web/sites/x", "2024-01-01", 404,
         "InvalidResourceNamespace"),
        ("GET", "/subscriptions/{s}/providers/Microsoft.Compute/hosts", "2024-03-03", 404, "InvalidResourceType"),
        ("PUT", "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.Compute/hosts/x", "2024-03-03", 404,
         "InvalidResourceType"),
        ("GET", "/subscriptions/11111111-0000-0000-0000-000000000000/resourceGroups", GROUP_API, 404,
         "SubscriptionNotFound"),
        ("GET", "/subscriptions/{s}/nothing", GROUP_API, 404, "NotFound"),
        ("DELETE", "/subscriptions/{s}/resourceGroups", GROUP_API, 405, "HttpMethodNotAllowed"),
        ("DELETE", "/subscriptions/{s}/providers/Microsoft.Compute/images", "2024-07-01", 405, "HttpMethodNotAllowed"),
        ("POST", "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.Compute/images/i", "2024-07-01", 405,
         "HttpMethodNotAllowed"),
        ("POST", "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.Compute/images/i/burn", "2024-07-01", 404,
         "InvalidResourceAction"),
        ("GET", "/subscriptions/{s}/providers/Microsoft.Compute/locations/eastus/operations/none", "2024-07-01", 404,
         "NotFound"),
        ("GET", "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.Compute/images", "2024-07-01", 404,
         "ResourceGroupNotFound"),
        ("GET", "/subscriptions/{s}/operationresults/none", GROUP_API, 404, "NotFound"),
        ("GET", "/subscriptions/{s}/resourceGroups/rg", GROUP_API, 404, "ResourceGroupNotFound"),
        ("GET", "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.Compute/images/i", "2024-07-01", 404,
         "ResourceGroupNotFound"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_answers_azures_error(
    azure: InProcessAzure, method: str, path: str, api_version: str | None, status: int, code: str
) -> None:
    answer = azure.request(method, path.format(s=azure.subscription), {}, api_version=api_version)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_an_unsupported_api_version_is_answered_with_those_that_are_not(azure: InProcessAzure) -> None:
    answer = azure.get(f"/subscriptions/{azure.subscription}/{COMPUTE}/galleries", api_version="2022-08-01")

    message = answer.json()["error"]["message"]
    assert message.startswith(
        "No registered resource provider found for location 'global' and API version '2022-08-01' for type 'galleries'."
    )
    assert "2024-03-03" in message


@pytest.mark.parametrize(
    "path",
    [
        "/subscriptions/{s}/resourcegroups/RG",
        "/SUBSCRIPTIONS/{s}/RESOURCEGROUPS/rg",
        "//subscriptions//{s}/resourceGroups/rg/",
    ],
)
def test_paths_are_read_without_case_and_answered_in_the_first_spelling(azure: InProcessAzure, path: str) -> None:
    group = azure.make_group("Rg")

    assert azure.get(path.format(s=azure.subscription), api_version=GROUP_API).json()["id"] == group


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ("{", 400, "InvalidRequestContent"),
        ("[]", 400, "InvalidRequestContent"),
        ("", 400, "InvalidRequestContent"),
        ("[" * 100_000, 400, "InvalidRequestContent"),
        (b"\xff\xfe\x00", 400, "InvalidRequestContent"),
        (" " * (4 * 1024 * 1024 + 1), 413, "RequestContentTooLarge"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    azure: InProcessAzure, content: str | bytes, status: int, code: str
) -> None:
    answer = azure.request("PUT", azure.group_id("rg"), content=content, api_version=GROUP_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_list_without_its_parent_is_not_found(azure: InProcessAzure) -> None:
    gallery = f"{azure.make_group('rg')}/{COMPUTE}/galleries/none"

    answer = azure.get(f"{gallery}/images", api_version="2024-03-03")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ParentResourceNotFound")
    assert "'none'" in answer.json()["error"]["message"]


def test_a_resource_can_be_asked_for_by_head(azure: InProcessAzure) -> None:
    azure.make_group("rg")
    image = f"{azure.group_id('rg')}/{COMPUTE}/galleries/g"
    missing = azure.request("HEAD", image, api_version="2024-03-03")
    azure.put(image, {"location": "southcentralus"}, api_version="2024-03-03")

    found = azure.request("HEAD", image, api_version="2024-03-03")

    assert (missing.status_code, missing.content) == (404, b"")
    assert (found.status_code, found.content) == (204, b"")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_resource_that_is_only_read_is_not_written(azure: InProcessAzure, method: str) -> None:
    bin_ = "providers/Microsoft.Compute/galleries/g/softDeletedArtifactTypes/Images/artifacts/d"
    path = f"{azure.make_group('rg')}/{bin_}/versions/1.0.0"

    answer = azure.request(method, path, {"location": "eastus"}, api_version="2024-03-03")

    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "HttpMethodNotAllowed")
