from __future__ import annotations

import pytest

from tests.recorded.headers import header_facts
from tests.recorded.shapes import differences, shape_of

VERSION = {
    "id": "/subscriptions/s/resourceGroups/RG/providers/Microsoft.Compute/images/i",
    "location": "eastus2",
    "properties": {"targetRegions": [{"name": "East US 2", "count": 1}], "provisioningState": "Succeeded"},
}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"location": "East US 2"}, "location"),
        ({"tags": {}}, "tags"),
        ({"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/images/i"}, "id"),
        ({"properties": {"targetRegions": [], "provisioningState": "Succeeded"}}, "properties.targetRegions[]"),
        ({"properties": {"targetRegions": [{"name": "eastus2", "count": 1}]}}, "properties.targetRegions[0].name"),
        ({"properties": {"targetRegions": [{"name": "East US 2", "count": "1"}]}}, "properties.targetRegions[0].count"),
    ],
)
def test_a_change_of_structure_or_spelling_is_a_difference(change: dict[str, object], place: str):
    assert place in differences(shape_of(VERSION), shape_of({**VERSION, **change}))


def test_other_names_numbers_and_times_are_no_difference():
    first = {"name": "a", "size": 1, "at": "2026-04-24T02:09:13.0173102+00:00", "progress": 3}
    second = {"name": "b", "size": 2, "at": "2021-03-22T22:56:21.41+00:00", "progress": 100}
    assert differences(shape_of(first), shape_of(second)) == {}


def test_headers_are_compared_by_the_class_of_their_value():
    url = "https://management.azure.com/subscriptions/s/providers/Microsoft.Compute/locations/eastus2/capsOperations/i"
    headers = {
        "Location": f"{url}?monitor=true&api-version=2019-12-01",
        "Azure-AsyncOperation": f"{url}?api-version=2019-12-01",
        "x-ms-request-id": "i",
        "Server": "anything",
        "x-ms-ratelimit-remaining-resource": "Microsoft.Compute/A3Min;1,Microsoft.Compute/A30Min;2",
    }
    assert header_facts(headers) == {
        "location": "Microsoft.Compute capsOperations monitor",
        "azure-asyncoperation": "Microsoft.Compute capsOperations",
        "x-ms-request-id": "the operation",
        "x-ms-ratelimit-remaining-resource": "Microsoft.Compute/A3Min, Microsoft.Compute/A30Min",
    }
