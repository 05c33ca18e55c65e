"""What of Kusto is understood, over a few images and a machine; what is not understood is refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.resource_graph.graph import ask, causes, names, rows

if TYPE_CHECKING:
    from collections.abc import Generator

SEED = """
resourceGroups: {group: {location: eastus}, "team-(a)": {location: westus}}
images:
  - {resourceGroup: group, name: web, tags: {team: Red, "cost center": "42"}}
  - {resourceGroup: group, name: web-2, osDiskSizeGB: 64}
  - {resourceGroup: "team-(a)", name: api.v1, osType: Windows}
"""


@pytest.fixture(scope="module")
def azure() -> Generator[InProcessAzure]:
    started = InProcessAzure(seed=SEED, limits=0)
    yield started
    started.close()


@pytest.mark.parametrize(
    ("predicate", "found"),
    [
        ("name == 'web'", ["web"]),
        ("name == 'WEB'", []),
        ("name =~ 'WEB'", ["web"]),
        ("name != 'web'", ["api.v1", "web-2"]),
        ("name !~ 'WEB'", ["api.v1", "web-2"]),
        ("id contains '/IMAGES/web'", ["web", "web-2"]),
        ("id !contains 'images/web'", ["api.v1"]),
        ("id contains '/resourceGroups/team-(a)/'", ["api.v1"]),
        ("name has 'web'", ["web", "web-2"]),
        ("name has 'we'", []),
        ("name startswith 'WEB'", ["web", "web-2"]),
        ("name in ('web', 'API.V1')", ["web"]),
        ("name in~ ('WEB', 'api.v1')", ["api.v1", "web"]),
        ("name !in~ ('WEB')", ["api.v1", "web-2"]),
        ("id matches regex @'(?i)/IMAGES/web($|[^A-Za-z0-9._-])'", ["web"]),
        ("id matches regex '/images/api\\\\.v1$'", ["api.v1"]),
        ("tags.team == 'Red'", ["web"]),
        ("tags['cost center'] == '42'", ["web"]),
        ('tostring(tags) contains \'"team":"Red"\'', ["web"]),
        ('tolower(tostring(properties.storageProfile.osDisk.osType)) == "windows"', ["api.v1"]),
        ("properties.storageProfile.osDisk.diskSizeGB > 32", ["web-2"]),
        ("isempty(tags) or not(name has 'web')", ["api.v1", "web-2"]),
        ("(name == 'web' or name == 'api.v1') and resourceGroup == 'group'", ["web"]),
        ("name == 'web' or name == 'api.v1' and resourceGroup == 'group'", ["web"]),
        ("properties.nothing.at.all == ''", []),
        ("isempty(properties.nothing.at.all)", ["api.v1", "web", "web-2"]),
        ("array_length(properties.storageProfile.dataDisks) == 0", ["api.v1", "web", "web-2"]),
    ],
)
def test_rows_that_a_predicate_lets_through(azure: InProcessAzure, predicate: str, found: list[str]):
    query = f"resources | where type =~ 'Microsoft.Compute/images' | where {predicate} | order by name asc"
    assert names(azure, query) == found


def test_columns_are_chosen_named_and_added(azure: InProcessAzure):
    query = """Resources // every image
        | where name == 'web'
        | extend size = properties.storageProfile.osDisk.diskSizeGB
        | project name, size, tostring(properties.storageProfile.osDisk.osType), tags['team'], where_ = location"""
    assert rows(azure, query) == [
        {"name": "web", "size": 30, "properties_storageProfile_osDisk_osType": "Linux", "tags_team": "Red"}
        | {"where_": "eastus"}
    ]


def test_a_whole_row_has_every_column_in_resource_graphs_spelling(azure: InProcessAzure):
    (row,) = rows(azure, "resources | where name == 'api.v1'")
    assert row["type"] == "microsoft.compute/images"
    assert row["resourceGroup"] == "team-(a)"
    assert row["id"].endswith("/resourceGroups/team-(a)/providers/Microsoft.Compute/images/api.v1")
    assert row["properties"]["provisioningState"] == "Succeeded"
    assert (row["kind"], row["sku"], row["tags"]) == ("", None, None)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("order by name", ["web-2", "web", "api.v1"]),
        ("sort by name asc", ["api.v1", "web", "web-2"]),
        ("order by resourceGroup asc, name desc", ["web-2", "web", "api.v1"]),
        ("order by tostring(tags.team) desc, name asc", ["web", "api.v1", "web-2"]),
        ("top 1 by name asc", ["api.v1"]),
        ("order by name asc | limit 2", ["api.v1", "web"]),
        ("order by name asc | take 1 | project-away tags", ["api.v1"]),
    ],
)
def test_rows_are_ordered_and_limited(azure: InProcessAzure, order: str, found: list[str]):
    assert names(azure, f"resources | {order}") == found


def test_rows_are_counted(azure: InProcessAzure):
    by_group = rows(azure, "resources | summarize count() by resourceGroup | order by count_ desc")
    assert by_group == [{"resourceGroup": "group", "count_": 2}, {"resourceGroup": "team-(a)", "count_": 1}]
    assert rows(azure, "resources | where name == 'no' | summarize images = count()") == [{"images": 0}]
    assert rows(azure, "resources | count") == [{"Count": 3}]
    assert rows(azure, "resources | distinct type") == [{"type": "microsoft.compute/images"}]


def test_a_query_without_a_table_is_about_resources(azure: InProcessAzure):
    assert len(rows(azure, "project id")) == 3


@pytest.mark.parametrize(
    ("query", "token"),
    [
        ("resources | parse id with *", "parse"),
        ("resources | mv-expand properties", "mv-expand"),
        ("resources | join (resources) on id", "join"),
        ("resources | where replace_string(id, 'a', 'b') == ''", "replace_string"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(azure: InProcessAzure, query: str, token: str):
    answer = ask(azure, query)
    assert answer.status_code == 400
    assert causes(answer) == ["InvalidQuery", "InvalidQueryLanguage"]
    assert answer.json()["error"]["details"][1] | {"message": ""} == {
        "code": "InvalidQueryLanguage",
        "message": "",
        "line": -1,
        "token": token,
    }


@pytest.mark.parametrize(
    ("query", "line", "position", "token"),
    [
        ("where where", 1, 11, "<EOF>"),
        ("resources\n| where name = 'a'", 2, 13, "="),
        ("resources | limit", 1, 17, "<EOF>"),
        ("resources | where name == 'a", 1, 26, "'"),
        ("resources | where name | project id", 1, 23, "|"),
    ],
)
def test_what_does_not_parse_is_refused_with_its_place(
    azure: InProcessAzure, query: str, line: int, position: int, token: str
):
    answer = ask(azure, query)
    assert (answer.status_code, causes(answer)) == (400, ["InvalidQuery", "ParserFailure"])
    failure = answer.json()["error"]["details"][1]
    assert (failure["line"], failure["characterPositionInLine"], failure["token"]) == (line, position, token)


@pytest.mark.parametrize(
    "query",
    [
        "resources | where nothing == 'a'",
        "nosuchresources | project id",
        "resources | where id matches regex 'web(?!-2)'",
        "resources | where id matches regex '('",
        "resources | where name == 'a\\.b'",
        "resources | where tostring() == ''",
        "resources | summarize max(name)",
        "resources | where count() == 1",
    ],
)
def test_what_cannot_be_carried_out_is_refused(azure: InProcessAzure, query: str):
    answer = ask(azure, query)
    assert answer.status_code == 400
    assert causes(answer)[0] == "InvalidQuery"
