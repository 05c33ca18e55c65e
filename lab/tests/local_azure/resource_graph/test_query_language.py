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


@pytest.mark.parametrize(
    ("aggregates", "found"),
    [
        ("max(size), min(size), sum(size)", {"max_size": 64, "min_size": 30, "sum_size": 124}),
        ("avg(size)", {"avg_size": pytest.approx(124 / 3)}),
        ("dcount(resourceGroup)", {"dcount_resourceGroup": 2}),
        ("countif(size > 40), count()", {"countif_": 1, "count_": 3}),
        ("make_list(name)", {"list_name": ["api.v1", "web", "web-2"]}),
        ("groups = make_set(resourceGroup)", {"groups": ["team-(a)", "group"]}),
        ("take_any(type)", {"type": "microsoft.compute/images"}),
    ],
)
def test_rows_are_summed_up(azure: InProcessAzure, aggregates: str, found: dict[str, object]):
    sizes = "order by name asc | extend size = properties.storageProfile.osDisk.diskSizeGB"
    assert rows(azure, f"resources | {sizes} | summarize {aggregates}") == [found]
    assert list(found) == list(rows(azure, f"resources | where name == 'no' | {sizes} | summarize {aggregates}")[0])


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("split(id, '/')[-1]", "web"),
        ("tostring(split(id, '/')[4])", "group"),
        ("parse_json('{\"a\": [1, 2]}').a[1]", 2),
        ("iff(name == 'web', 'yes', 'no')", "yes"),
        ("case(name == 'a', 1, name == 'web', 2, 3)", 2),
        ("case(name == 'a', 1, 3)", 3),
        ("coalesce(properties.nothing, tags.team)", "Red"),
        ("extract('/images/(.*)$', 1, id)", "web"),
        ("extract('/disks/(.*)$', 1, id)", ""),
        ("replace_string(name, 'w', 'W')", "Web"),
        ("substring(name, 1)", "eb"),
        ("substring(name, 0, 2)", "we"),
        ("tobool('True')", True),
    ],
)
def test_what_is_computed_of_a_row(azure: InProcessAzure, expression: str, found: object):
    assert rows(azure, f"resources | where name == 'web' | project x = {expression}") == [{"x": found}]


def test_columns_are_renamed(azure: InProcessAzure):
    (row,) = rows(azure, "resources | where name == 'web' | project name, location | project-rename image = name")
    assert row == {"image": "web", "location": "eastus"}


def test_arrays_and_objects_become_rows(azure: InProcessAzure):
    of_web = "resources | where name == 'web' | project name, parts = split(id, '/'), tags, nothing = properties.no"
    assert rows(azure, f"{of_web} | mv-expand parts limit 3 | project parts") == [
        {"parts": ""},
        {"parts": "subscriptions"},
        {"parts": azure.subscription},
    ]
    assert rows(azure, f"{of_web} | mv-expand tag = tags | project tag") == [
        {"tag": {"team": "Red"}},
        {"tag": {"cost center": "42"}},
    ]
    assert rows(azure, f"{of_web} | mv-expand nothing | project name, nothing") == [{"name": "web", "nothing": None}]


OF_TEAM = "resources | where name != 'web-2' | project id, name, resourceGroup, team = tostring(tags.team)"
OTHERS = "resources | where name != 'api.v1' | project name, resourceGroup, location"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("", [("web", "web"), ("web", "web-2")]),
        ("kind=innerunique", [("web", "web"), ("web", "web-2")]),
        ("kind = inner", [("web", "web"), ("web", "web-2")]),
        ("kind=leftouter", [("api.v1", None), ("web", "web"), ("web", "web-2")]),
        ("kind=fullouter", [("api.v1", None), ("web", "web"), ("web", "web-2")]),
    ],
)
def test_tables_are_joined(azure: InProcessAzure, kind: str, found: list[tuple[str, str | None]]):
    joined = rows(azure, f"{OF_TEAM} | join {kind} ({OTHERS}) on resourceGroup | project name, name1")
    assert sorted((row["name"], row["name1"]) for row in joined) == found


def test_the_default_join_takes_one_row_of_each_key_on_the_left(azure: InProcessAzure):
    left, right = "resources | project resourceGroup, name", "resources | project resourceGroup, location"
    assert len(rows(azure, f"{left} | join ({right}) on resourceGroup")) == 3
    assert len(rows(azure, f"{left} | join kind=inner ({right}) on resourceGroup")) == 5


def test_an_image_has_the_name_of_its_subscription_and_of_its_group(azure: InProcessAzure):
    """As many queries of people begin."""
    subscriptions = "resourcecontainers | where type == 'microsoft.resources/subscriptions'"
    groups = "resourcecontainers | where type == 'microsoft.resources/subscriptions/resourcegroups'"
    (row,) = rows(
        azure,
        f"""resources | where name == 'web'
        | join kind=leftouter ({subscriptions} | project called = name, subscriptionId) on subscriptionId
        | join kind=inner ({groups} | project group = name, subscriptionId)
            on subscriptionId, $left.resourceGroup == $right.group
        | project name, called, group""",
    )
    assert row == {"name": "web", "called": "Local Azure 1", "group": "group"}


def test_a_query_without_a_table_is_about_resources(azure: InProcessAzure):
    assert len(rows(azure, "project id")) == 3


@pytest.mark.parametrize(
    ("query", "token"),
    [
        ("resources | parse id with *", "parse"),
        ("resources | union (resources)", "union"),
        ("resources | mv-apply x = tags on (count)", "mv-apply"),
        ("resources | join kind=leftanti (resources) on id", "leftanti"),
        ("resources | where bag_keys(tags) == ''", "bag_keys"),
        ("resources | summarize stdev(name)", "stdev"),
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
        "resources | summarize max()",
        "resources | summarize count(name)",
        "resources | summarize name",
        "resources | extend x = max(name)",
        "resources | project-rename x = nothing",
        "resources | mv-expand nothing",
        "resources | mv-expand tags limit 401",
        "resources | join (nosuchresources) on id",
        "resources | join (resources | project name) on id",
        "resources | join (resources | project name) on $left.name == $right.nothing",
        "resources" + " | join (resources | project id) on id" * 4,
        "resources | where count() == 1",
    ],
)
def test_what_cannot_be_carried_out_is_refused(azure: InProcessAzure, query: str):
    answer = ask(azure, query)
    assert answer.status_code == 400
    assert causes(answer)[0] == "InvalidQuery"
