from __future__ import annotations

import pytest

from harness.local_azure import GROUP_API, InProcessAzure

COMPUTE = "providers/Microsoft.Compute"
IMAGE_API = "2024-07-01"
IMAGE = {
    "location": "southcentralus",
    "properties": {
        "storageProfile": {
            "osDisk": {
                "osType": "Linux",
                "osState": "Generalized",
                "blobUri": "https://a.blob.core.windows.net/v/o.vhd",
            }
        }
    },
}


@pytest.fixture
def image(azure: InProcessAzure) -> str:
    """The id of an image that may be made."""
    return f"{azure.make_group('rg')}/{COMPUTE}/images/i"


def test_an_accepted_put_names_the_url_at_which_it_is_polled(azure: InProcessAzure, image: str) -> None:
    accepted = azure.put(image, IMAGE, api_version=IMAGE_API)

    url = accepted.headers["azure-asyncoperation"]
    operation_id = accepted.headers["x-ms-request-id"]
    base = f"https://localhost/subscriptions/{azure.subscription}/{COMPUTE}/locations/southcentralus"
    assert accepted.status_code == 201
    assert url.startswith(f"{base}/operations/{operation_id}?")
    running = azure.follow(url).json()
    assert list(running) == ["startTime", "status", "name"]
    assert (running["status"], running["name"]) == ("InProgress", operation_id)
    azure.settle()
    done = azure.follow(url).json()
    assert list(done) == ["startTime", "endTime", "status", "name"]
    assert done["status"] == "Succeeded"


def test_a_delete_answers_empty_with_two_urls_that_outlive_the_resource(azure: InProcessAzure, image: str) -> None:
    azure.put(image, IMAGE, api_version=IMAGE_API)
    azure.settle()

    accepted = azure.delete(image, api_version=IMAGE_API)

    assert (accepted.status_code, accepted.content) == (202, b"")
    assert azure.follow(accepted.headers["location"]).status_code == 202
    azure.settle()
    assert azure.get(image, api_version=IMAGE_API).status_code == 404
    assert azure.follow(accepted.headers["azure-asyncoperation"]).json()["status"] == "Succeeded"
    assert azure.follow(accepted.headers["location"]).status_code == 200


def test_a_failed_operation_is_a_200_with_the_error(azure: InProcessAzure, image: str) -> None:
    accepted = azure.put(image, IMAGE, api_version=IMAGE_API)
    operation = azure.world.operations.get(accepted.headers["x-ms-request-id"])
    assert operation is not None
    operation.fails_with = {"code": "InternalExecutionError", "message": "An internal execution error occurred."}

    azure.settle()

    answer = azure.follow(accepted.headers["azure-asyncoperation"])
    assert (answer.status_code, answer.json()["status"]) == (200, "Failed")
    assert answer.json()["error"]["code"] == "InternalExecutionError"
    assert azure.get(image, api_version=IMAGE_API).json()["properties"]["provisioningState"] == "Failed"


def test_an_operation_of_another_subscription_is_not_found(azure: InProcessAzure, image: str) -> None:
    accepted = azure.put(image, IMAGE, api_version=IMAGE_API)
    operation = azure.world.operations.get(accepted.headers["x-ms-request-id"])
    assert operation is not None
    operation.subscription = "22222222-0000-0000-0000-000000000000"

    assert azure.follow(accepted.headers["azure-asyncoperation"]).status_code == 404


def test_at_azures_own_pace_only_recorded_waiting_times_are_sent(azure: InProcessAzure, image: str) -> None:
    put = azure.put(image, IMAGE, api_version=IMAGE_API)

    assert "retry-after" not in put.headers
    assert "x-ms-retry-after-ms" not in put.headers


def test_a_group_is_deleted_behind_a_location_alone(azure: InProcessAzure) -> None:
    accepted = azure.delete(azure.make_group("rg"), api_version=GROUP_API)

    assert accepted.headers["retry-after"] == "15"
    assert "azure-asyncoperation" not in accepted.headers
    running = azure.follow(accepted.headers["location"])
    assert (running.status_code, running.headers["retry-after"]) == (202, "15")
    azure.settle()
    done = azure.follow(accepted.headers["location"])
    assert (done.status_code, done.content) == (200, b"")


@pytest.mark.parametrize(
    ("time_scale", "header", "value"),
    [(0.01, "x-ms-retry-after-ms", "150"), (0.5, "retry-after", "8"), (0.1, "retry-after", "2")],
)
def test_at_another_pace_waiting_times_are_scaled_and_never_zero(time_scale: float, header: str, value: str) -> None:
    azure = InProcessAzure(time_scale=time_scale)

    accepted = azure.delete(azure.make_group("rg"), api_version=GROUP_API)
    azure.close()

    sent = {name: each for name, each in accepted.headers.items() if "retry-after" in name}
    assert sent == {header: value}


def test_at_another_pace_an_answer_says_when_the_end_is_also_where_azure_says_nothing() -> None:
    azure = InProcessAzure(time_scale=0.01)
    azure.make_group("rg")

    accepted = azure.put(f"{azure.group_id('rg')}/{COMPUTE}/images/i", IMAGE, api_version=IMAGE_API)

    operation = azure.world.operations.get(accepted.headers["x-ms-request-id"])
    azure.close()
    assert operation is not None
    milliseconds = int(accepted.headers["x-ms-retry-after-ms"])
    assert milliseconds == pytest.approx((operation.due - azure.world.now) * 1000, abs=1)
