"""A plan in numbers, and in one line per migration."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.plan_summary import PlanSummary
from managed_image_to_gallery.cli.preview_digest import Digest, Step
from managed_image_to_gallery.component.state.resource_types import (
    COMPONENT,
    DEFINITION,
    GALLERY,
    IMAGE,
    RECORD,
    STACK,
    VERSION,
)
from tests.cli.migrations import entry, migrations

IMAGE_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/{}"
SUFFIX = {IMAGE: "source", DEFINITION: "definition", VERSION: "version"}


def step(operation: str, resource_type: str, owner: str, suffix: str = "", old_id: str = "") -> Step:
    name = f"{owner}-{suffix or SUFFIX[resource_type]}"
    urn = f"urn:pulumi:dev::p::{COMPONENT}${resource_type}::{name}"
    return Step(operation, urn, resource_type, old_id, "", parent=f"urn:pulumi:dev::p::{COMPONENT}::{owner}")


def published(owner: str) -> list[Step]:
    return [
        step("create", RECORD, owner, "adopted"),
        step("import", IMAGE, owner),
        step("create", DEFINITION, owner),
        step("create", VERSION, owner),
        Step("create", f"urn:pulumi:dev::p::{COMPONENT}::{owner}", COMPONENT, "", ""),
    ]


def retired(owner: str) -> Step:
    return step("delete", IMAGE, owner, old_id=IMAGE_ID.format(owner))


def summary(*steps: Step, sizes: dict[str, int] | None = None) -> PlanSummary:
    known = migrations(entry("web"), entry("Db"), entry("app", targetRegions=[{"name": "westus2", "replicaCount": 3}]))
    return PlanSummary.of(Digest((Step("create", "urn::stack", STACK, "", ""), *steps), (), {}), known, sizes)


def test_versions_are_counted_with_their_regions_and_their_size() -> None:
    sizes = {"web-1.0.0": 1127, "Db-1.0.0": 30}
    told = summary(*published("web-1.0.0"), *published("Db-1.0.0"), sizes=sizes)
    assert told.totals() == ("2 versions to create in 2 regions, 1,157 GB; 2 images to adopt; 2 definitions to create.")
    assert told.lines(100) == [
        "  Db-1.0.0   new  southcentralus×1, westus2×1  30 GB",  # noqa: RUF001 - as it is told
        "  web-1.0.0  new  southcentralus×1, westus2×1  1,127 GB",  # noqa: RUF001
    ]


def test_migrations_are_in_peoples_order() -> None:
    told = summary(*published("web-10"), *published("Web-9"), *published("db-1"))
    assert [line.split()[0] for line in told.lines(100)] == ["db-1", "Web-9", "web-10"]


def test_a_size_that_is_not_known_of_all_is_not_told_for_all() -> None:
    told = summary(*published("web-1.0.0"), *published("Db-1.0.0"), sizes={"web-1.0.0": 127})
    assert "GB" not in told.totals()


def test_what_deletes_comes_first_in_the_numbers() -> None:
    told = summary(*published("web-1.0.0"), retired("Db-1.0.0"))
    assert told.totals().startswith("1 image to delete; 1 version to create in 2 regions; ")
    assert told.lines(100)[0].split(maxsplit=1) == ["Db-1.0.0", "delete image"]


@pytest.mark.parametrize("operation", ["delete", "replace", "update"])
@pytest.mark.parametrize("resource_type", [IMAGE, DEFINITION, VERSION])
def test_beside_a_new_version_whatever_is_changed_is_told(operation: str, resource_type: str) -> None:
    other = step(operation, resource_type, "web-1.0.0", "other", IMAGE_ID.format("other"))
    told = summary(*published("web-1.0.0"), other)
    assert f"{operation} " in told.lines(100)[0]
    assert operation in told.totals()


def test_the_order_of_the_engine_does_not_show() -> None:
    steps = [*published("web-1.0.0"), *published("Db-1.0.0"), retired("app-1.0.0")]
    assert summary(*steps).lines(100) == summary(*reversed(steps)).lines(100)
    assert summary(*steps).totals() == summary(*reversed(steps)).totals()
    assert summary(*steps).step_lines() == summary(*reversed(steps)).step_lines()


def test_evidence_is_counted_and_an_adoption_only_where_it_is_all() -> None:
    stored = [step("create", RECORD, name, "evidence") for name in ("web-1.0.0", "Db-1.0.0")]
    assert summary(*stored).totals() == "2 evidence records to create."
    assert summary(stored[0]).lines(100) == ["  web-1.0.0  store evidence"]
    assert summary(stored[0], sizes={"web-1.0.0": 127}).lines(100) == ["  web-1.0.0  store evidence"]  # no GB move
    dropped = step("delete", RECORD, "web-1.0.0", "evidence")
    assert summary(dropped).lines(100) == ["  web-1.0.0  drop evidence"]
    adopted = step("create", RECORD, "web-1.0.0", "adopted")
    assert summary(adopted).totals() == "1 record of adoption to create."


def test_what_belongs_to_no_migration_has_a_line_of_its_own() -> None:
    told = summary(Step("create", f"urn:pulumi:dev::p::{GALLERY}::fleet", GALLERY, "", ""))
    assert (told.totals(), told.lines(100)) == ("1 gallery to create.", ["  fleet  create gallery"])


def test_no_change_is_told_in_words() -> None:
    assert (summary().totals(), summary().lines(100)) == ("Nothing is changed.", [])


def test_what_is_told_elsewhere_is_counted_and_has_no_line() -> None:
    gone = retired("web-1.0.0")
    told = summary(gone, retired("Db-1.0.0"))
    assert told.totals() == "2 images to delete."
    assert summary(gone, sizes={"web-1.0.0": 2127}).totals() == "1 image to delete, 2,127 GB."
    assert told.lines(100, without=[gone]) == ["  Db-1.0.0  delete image"]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_long_name_loses_its_middle_and_no_other_name_anything(width: int) -> None:
    long = f"{'x' * 80}-1.0.0"
    first, second = summary(*published("web-1.0.0"), *published(long)).lines(width)
    assert first.split() == ["web-1.0.0", "new", "southcentralus×1,", "westus2×1"]  # noqa: RUF001
    assert second.split()[0].startswith("xxxx")
    assert second.split()[0].endswith("-1.0.0")
    assert second.index("new") < width


@pytest.mark.parametrize("width", [80, 100, 200])
def test_beside_a_long_name_there_is_room_for_its_size(width: int) -> None:
    long = f"{'x' * 80}-1.0.0"
    told = summary(*published("web-1.0.0"), *published(long), sizes={"web-1.0.0": 1600, long: 30})
    assert max(map(len, told.lines(width))) <= width


def test_a_name_makes_no_second_line() -> None:
    told = summary(Step("create", f"urn::p::{GALLERY}::a\n  b\x1b[2J", GALLERY, "", ""))
    assert all(line.isprintable() for line in told.lines(100))
