"""From an image to an entry: names, regions, version numbers, and what the config says already."""

from __future__ import annotations

from datetime import date

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import ImageReference, ManagedImage
from managed_image_to_gallery.cli.config_file.choosing import chosen
from managed_image_to_gallery.cli.config_file.proposals import (
    Proposer,
    configured_gallery,
    configured_names,
    configured_numbers,
    configured_sources,
    configured_subscriptions,
    next_version,
)
from managed_image_to_gallery.cli.config_file.resolved import GALLERY, REFERENCE_SCAN
from managed_image_to_gallery.cli.failures import CommandFailed
from tests.azure.bodies import image_body
from tests.cli.digests import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION


def image(name: str, group: str = "images", **tags: str) -> ManagedImage:
    body = image_body()
    body["id"] = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}"
    body["name"] = name
    body["location"] = "southcentralus"
    body["tags"] = {**tags}
    return wire.managed_image(body)


def proposer(scheme: str = "patch", **taken: set[str]) -> Proposer:
    return Proposer(scheme, date(2026, 3, 4), SUBSCRIPTION, dict(taken))


def definition(name: str = "web") -> dict[str, object]:
    """A definition that is new."""
    return {"name": name, "publisher": "contoso"}


def user(location: str) -> ImageReference:
    return ImageReference(f"/subscriptions/{SUBSCRIPTION}/x/{location}", "virtual machine", location)


def test_an_entry_says_what_the_image_is() -> None:
    one = image("web-2024-05-01")
    proposal = proposer().propose(one, definition(), [user("West US 2"), user("southcentralus"), user("westus2")])

    assert proposal.entry == {
        "stage": "published",
        "source": {"resourceGroup": "images", "name": "web-2024-05-01"},
        "definition": definition(),
        "version": "1.0.0",
        "targetRegions": [{"name": "southcentralus"}, {"name": "westus2"}],
    }


def test_builds_of_one_image_become_versions_of_one_definition() -> None:
    making = proposer(web={"1.0.4"})
    builds = ("web-v1", "web-1.2.3", "web.20240501")
    numbers = [making.propose(image(name), definition("Web"), []).entry["version"] for name in builds]
    assert numbers == ["1.0.5", "1.0.6", "1.0.7"]


def test_an_image_of_another_subscription_is_named_by_its_id() -> None:
    making = Proposer("patch", date(2026, 3, 4), "another")
    assert making.propose(image("web"), definition(), []).entry["source"] == {"id": str(image("web").id)}


def test_a_plan_in_tags_is_a_hint_only_when_it_is_whole() -> None:
    plan = {"planName": "n", "planPublisher": "p", "planProduct": "o"}
    proposal = proposer().propose(image("web", "images", **plan), definition(), [])
    assert "purchasePlan" not in str(proposal.entry)
    assert proposal.entry_with_plan["definition"] == {
        **dict(proposal.entry["definition"]),  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownArgumentType, reportGeneralTypeIssues] - a mapping
        "purchasePlan": {"name": "n", "publisher": "p", "product": "o"},
    }
    part = proposer().propose(image("web", "images", planName="n"), definition(), [])
    assert (part.plan_hint, part.plan_lacks) == (None, ("publisher", "product"))
    existing = {"name": "web", "existing": True}
    assert proposer().propose(image("web", "images", **plan), existing, []).plan_hint is None


def test_packer_calls_the_plans_name_its_info() -> None:
    plan = {"PlanInfo": "os", "PlanPublisher": "rancher", "PlanProduct": "rancheros", "PlanPromotionCode": ""}
    proposal = proposer().propose(image("web", "images", **plan), definition(), [])
    assert proposal.plan_hint == {"name": "os", "publisher": "rancher", "product": "rancheros"}


@pytest.mark.parametrize(
    ("names", "tags", "found"),
    [
        (["WEB*"], [], ["web-1", "web-2"]),
        (["other/*"], [], ["db"]),
        ([], ["team=A*"], ["db", "web-1"]),
        (["web*"], ["team"], ["web-1"]),
    ],
)
def test_images_are_chosen_by_name_glob_and_tag(names: list[str], tags: list[str], found: list[str]) -> None:
    images = [image("web-2"), image("web-1", team="alpha"), image("db", "other", team="alpha")]
    assert sorted(one.id.name for one in chosen(images, names, tags)) == found


def test_a_name_that_fits_several_images_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(chosen([image("web", "a"), image("Web", "b"), image("db", "b")], ["web", "d*"], [])) == 3
    assert capsys.readouterr().err == "2 images match web: a/web, b/Web.\n"


def test_an_image_that_has_its_migration_already_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert chosen([image("db")], ["web"], [], [image("web")]) == []
    assert capsys.readouterr().err == "web has its migration in the config already.\n"


def test_where_all_that_wildcards_fit_have_their_migrations_their_number_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert chosen([image("db")], ["w*"], [], [image("web"), image("worker"), image("app")]) == []
    assert capsys.readouterr().err == "Whatever fits w* (2 images) has its migration in the config already.\n"


def test_builds_come_in_the_order_of_their_numbers() -> None:
    images = [image("web-10"), image("web-9"), image("web-2023-02-01"), image("web-2022-11-30")]
    names = [one.id.name for one in chosen(images, ["*"], [])]
    assert names == ["web-9", "web-10", "web-2022-11-30", "web-2023-02-01"]


def test_a_name_that_fits_nothing_is_refused() -> None:
    with pytest.raises(CommandFailed, match="wbe"):
        chosen([image("web")], ["web", "wbe"], [])


DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("scheme", "taken", "number"),
    [
        ("patch", [], "1.0.0"),
        ("patch", ["1.0.9", "1.0.10", "0.9.99"], "1.0.11"),
        ("patch", ["23.07.00", "23.06.01"], "23.7.1"),
        ("patch", ["2022.0128.0930"], "2022.128.931"),
        ("patch", ["1.0.2147483647"], "1.1.0"),
        ("patch", ["1.2147483647.2147483647"], "2.0.0"),
        ("patch", ["no number", "1.0"], "1.0.0"),
        ("date", ["2026.0304.07"], "2026.304.8"),
        ("date", [], "2026.304.0"),
        ("date", ["2026.304.0", "2026.304.9", "2026.303.12"], "2026.304.10"),
        ("3.1.4", ["3.1.3"], "3.1.4"),
    ],
)
def test_the_next_number(scheme: str, taken: list[str], number: str) -> None:
    assert next_version(scheme, taken, DAY) == number


@pytest.mark.parametrize("scheme", ["3.1.4", "latest", "1.02.3"])
def test_a_number_that_is_taken_or_none_is_refused(scheme: str) -> None:
    with pytest.raises(CommandFailed):
        next_version(scheme, ["3.1.4"], DAY)


def test_an_image_is_named_by_its_whole_id_in_any_spelling() -> None:
    twin = IMAGE.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)
    by_name = {"source": {"resourceGroup": "MYRESOURCEGROUP", "name": "MyImage"}}
    assert configured_sources([by_name], SUBSCRIPTION) == {IMAGE.lower()}
    assert configured_sources([by_name], OTHER_SUBSCRIPTION) == {twin.lower()}
    assert configured_sources([{"source": {"id": IMAGE.strip("/").upper()}}], OTHER_SUBSCRIPTION) == {IMAGE.lower()}
    assert configured_sources([{"source": None}, {}], SUBSCRIPTION) == set()


@pytest.mark.parametrize("said", ["contoso/images", '["images"]', "5", '"images"'])
def test_a_gallery_that_is_no_mapping_is_told_with_what_is_there(said: str) -> None:
    with pytest.raises(
        CommandFailed, match=r"managed-image-to-gallery:gallery` is .*\n.*Write `resourceGroup` and `name`"
    ):
        configured_gallery({GALLERY: said}, "rg/other")


@pytest.mark.parametrize("option", ["myGallery", "/myGallery", "rg/", "rg/g/1", "/subscriptions/s/resourceGroups/rg"])
def test_an_option_that_is_not_group_and_name_is_told(option: str) -> None:
    with pytest.raises(CommandFailed, match=f"--gallery {option} is not resourceGroup/name"):
        configured_gallery({}, option)
    assert configured_gallery({}, "rg/g") == ("rg", "g")


def test_a_gallery_of_numbers_is_one_of_texts() -> None:
    assert configured_gallery({GALLERY: '{"resourceGroup": 1, "name": 2}'}, "") == ("1", "2")


@pytest.mark.parametrize("said", ["x", "[]", '{"subscriptions": "x"}'])
def test_a_faulty_scan_names_no_subscriptions(said: str) -> None:
    assert configured_subscriptions({REFERENCE_SCAN: said}) == []


@pytest.mark.parametrize(
    "entry", [{"definition": "web", "source": "web"}, {"definition": ["web"]}, {"source": {"id": 5}}]
)
def test_an_entry_that_check_refuses_hinders_no_other(entry: dict[str, object]) -> None:
    assert configured_sources([entry], SUBSCRIPTION) == set()
    assert list(configured_numbers([entry])) == [("", "")]
    assert configured_names([entry]) == {"-"}
