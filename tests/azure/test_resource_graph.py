"""The sweep by Resource Graph: pages, canaries, what needs an image and what only names it, one sweep for all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.azure.errors import GraphNotProven, MalformedAnswer, RequestRefused
from managed_image_to_gallery.azure.pacing import asked_wait, wait_for_quota
from managed_image_to_gallery.azure.resource_graph import (
    MAX_AGE_SECONDS,
    TABLES,
    ResourceGraph,
    SweepScope,
    hits_query,
    references_in,
)
from tests.azure import bodies
from tests.azure.bodies import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION, VERSION, changed

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ImageReference

SCOPE = SweepScope((SUBSCRIPTION,))
EVERYWHERE = SweepScope((SUBSCRIPTION,), everywhere=True)
SHOUTED = str(IMAGE).upper()
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/g/providers"


def row(kind: str, named: str, *, subscription: str = SUBSCRIPTION, tags: JsonObject | None = None) -> JsonObject:
    return {
        "id": f"{GROUP}/{kind}/one",
        "type": kind.lower(),
        "location": "eastus",
        "subscriptionId": subscription,
        "properties": {"imageReference": {"id": named}},
        "tags": dict(tags) if tags else None,
    }


@dataclass
class ToldGraph:
    """Rows by the table that is asked; the canaries are seen unless told otherwise. Pages hold `page` rows."""

    rows: dict[str, list[JsonObject]] = field(default_factory=dict[str, "list[JsonObject]"])
    images: list[str] = field(default_factory=lambda: [SHOUTED])
    subscriptions: list[str] = field(default_factory=lambda: [SUBSCRIPTION.upper()])
    page: int = 2
    largest: int = 1000
    truncated: str = "false"
    asked: list[JsonObject] = field(default_factory=list["JsonObject"])

    async def query(self, path: str, body: JsonObject, what: str) -> JsonObject:
        self.asked.append(body)
        options, query = cast("JsonObject", body["options"]), str(body["query"])
        if cast("int", options["$top"]) > self.largest:
            message = "Please … ResponsePayloadTooLarge: Response payload size is 94330584"
            raise RequestRefused(what, status=400, code="BadRequest", message=message)
        rows = self._rows(query)
        start = int(str(options.get("$skipToken", "0")))
        answer: JsonObject = {"data": list(rows[start : start + self.page]), "resultTruncated": self.truncated}
        more = start + self.page < len(rows)
        return {**answer, "$skipToken": str(start + self.page)} if more else answer

    def _rows(self, query: str) -> list[JsonObject]:
        if "type =~ 'microsoft.compute/images'" in query:
            return [{"id": one} for one in self.images]
        if query.startswith("resourcecontainers"):
            return [{"id": f"/subscriptions/{one}", "subscriptionId": one} for one in self.subscriptions]
        return self.rows.get(query.split(" ", 1)[0], [])


def swept(graph: ToldGraph, scope: SweepScope = SCOPE) -> list[ImageReference]:
    async def sweep() -> list[ImageReference]:
        return (await ResourceGraph(graph, lambda: 0.0).sweep(scope)).of(IMAGE)

    return asyncio.run(sweep())


def test_every_page_of_every_table_is_read_by_its_token() -> None:
    graph = ToldGraph({table: [row("Microsoft.AzureFleet/fleets", SHOUTED)] * 5 for table in TABLES})

    assert len(swept(graph)) == 5 * len(TABLES)
    assert len(graph.asked) == 2 + 3 * len(TABLES)
    assert all(one["subscriptions"] == [SUBSCRIPTION] for one in graph.asked)
    assert all(str(one["query"]).endswith("order by id asc") for one in graph.asked)


def test_a_page_that_is_too_large_is_asked_for_in_smaller_ones() -> None:
    graph = ToldGraph({"resources": [row("Microsoft.AzureFleet/fleets", SHOUTED)]}, largest=100)

    assert len(swept(graph)) == 1
    with pytest.raises(RequestRefused):
        swept(ToldGraph(largest=0))


def test_an_answer_without_an_end_is_given_up() -> None:
    graph = ToldGraph({"resources": [row("x/y", SHOUTED)] * 2000}, page=1)

    with pytest.raises(MalformedAnswer):
        swept(graph)


@pytest.mark.parametrize("unseen", [ToldGraph(images=[f"{IMAGE}-2"]), ToldGraph(subscriptions=[OTHER_SUBSCRIPTION])])
def test_a_sweep_that_cannot_have_seen_it_proves_nothing(unseen: ToldGraph) -> None:
    with pytest.raises(GraphNotProven, match=r"does not show (the image|subscription)"):
        swept(unseen)


@pytest.mark.parametrize("named", [f"{IMAGE}-2", f"{IMAGE}2", f"{IMAGE}.2"])
def test_an_image_whose_name_only_begins_so_is_another(named: str) -> None:
    assert swept(ToldGraph({"resources": [row("Microsoft.AzureFleet/fleets", named)]})) == []


@pytest.mark.parametrize(
    ("kind", "names_only"),
    [
        ("Microsoft.AzureFleet/fleets", False),
        ("Contoso.New/things", False),
        ("Microsoft.Resources/templateSpecs/versions", True),
        ("Microsoft.Portal/dashboards", True),
        ("Microsoft.Logic/workflows", True),
        ("Microsoft.Insights/activityLogAlerts", True),
        ("Microsoft.ResourceGraph/queries", True),
        ("Microsoft.Authorization/policyDefinitions", True),
    ],
)
def test_what_holds_text_alone_does_not_need_the_image(kind: str, names_only: bool) -> None:
    (found,) = swept(ToldGraph({"resources": [row(kind, SHOUTED)]}))

    assert found.names_only is names_only
    assert "hours behind" in found.text


def test_what_policies_say_of_an_image_is_no_hit() -> None:
    state = row("Microsoft.PolicyInsights/policyStates", SHOUTED)

    assert swept(ToldGraph({"policyresources": [state]})) == []
    assert "type !startswith 'microsoft.policyinsights/'" in hits_query("policyresources", SCOPE)


def test_an_answer_that_is_cut_off_is_no_answer() -> None:
    with pytest.raises(MalformedAnswer, match="cut off"):
        swept(ToldGraph(truncated="true"))


def test_a_tag_only_names_the_image_also_on_what_lists_read() -> None:
    tagged = row("Microsoft.Compute/virtualMachines", f"{IMAGE}-2", tags={"JenkinsImageId": SHOUTED})

    (found,) = swept(ToldGraph({"resources": [tagged]}))

    assert (found.kind, found.names_only) == ("tag of microsoft.compute/virtualmachines", True)


def test_what_lists_read_counts_only_where_no_list_is_read() -> None:
    machine = row("Microsoft.Compute/virtualMachines", SHOUTED)
    elsewhere = row("Microsoft.Compute/virtualMachines", SHOUTED, subscription=OTHER_SUBSCRIPTION)
    graph = ToldGraph({"resources": [machine, elsewhere]})

    (found,) = swept(graph, EVERYWHERE)

    assert not found.names_only
    assert all("subscriptions" not in one for one in graph.asked)
    assert "virtualmachines'" not in hits_query("resources", EVERYWHERE)
    assert "type !~ 'microsoft.compute/virtualmachines'" in hits_query("resources", SCOPE)


@pytest.mark.parametrize(
    ("value", "path", "count"),
    [
        ("Creating", ("properties", "provisioningState"), 1),
        ("Shallow", ("properties", "publishingProfile", "replicationMode"), 1),
        ("Succeeded", ("properties", "provisioningState"), 0),
    ],
)
def test_a_version_elsewhere_needs_the_image_until_it_is_a_copy(value: Json, path: tuple[str, ...], count: int) -> None:
    body = changed(bodies.version_body(), value, *path)
    one = {**body, "type": str(body["type"]).lower(), "subscriptionId": OTHER_SUBSCRIPTION}

    found = list(references_in(one, EVERYWHERE))

    assert [reference.consumer_id for _, reference in found] == [str(VERSION)] * count


def test_one_sweep_serves_all_who_ask_until_it_is_old() -> None:
    graph, now = ToldGraph(), [0.0]
    reader = ResourceGraph(graph, lambda: now[0])

    async def ask() -> None:
        await asyncio.gather(*(reader.sweep(SCOPE) for _ in range(100)))

    async def all_of_it() -> None:
        await ask()
        now[0] = MAX_AGE_SECONDS
        await ask()
        assert len(graph.asked) == 2 + len(TABLES)
        now[0] += 0.1
        await ask()
        assert len(graph.asked) == 2 * (2 + len(TABLES))

    asyncio.run(all_of_it())


def test_a_failed_sweep_is_not_remembered() -> None:
    graph = ToldGraph(largest=0)
    reader = ResourceGraph(graph, lambda: 0.0)

    async def all_of_it() -> None:
        with pytest.raises(RequestRefused):
            await reader.sweep(SCOPE)
        graph.largest = 1000
        assert (await reader.sweep(SCOPE)).of(IMAGE) == []

    asyncio.run(all_of_it())


@pytest.mark.parametrize(("said", "seconds"), [("00:00:05", 5.0), ("00:01:00.5", 60.5), ("5", None), ("", None)])
def test_the_wait_for_a_new_quota_is_read_from_the_clock_form(said: str, seconds: float | None) -> None:
    used_up = {"x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": said}

    assert asked_wait(used_up) == seconds
    assert wait_for_quota(used_up) == (seconds or 0.0)
    assert wait_for_quota({**used_up, "x-ms-user-quota-remaining": "1"}) == 0.0
