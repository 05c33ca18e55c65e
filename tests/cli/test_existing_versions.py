"""Migrations whose versions others keep, in what the commands show of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.cli.commands.prune import in_place_of_images
from managed_image_to_gallery.cli.progress.samples import samples_of
from managed_image_to_gallery.cli.report.document import Content, html, markdown
from managed_image_to_gallery.cli.report.facts import ReportedMigration
from managed_image_to_gallery.cli.report.summary import BLOCKED, VALIDATE, place_of
from managed_image_to_gallery.cli.transitions.azure_checks import differences
from tests.azure.bodies import VERSION, version_body
from tests.cli.migrations import image, migrations

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.config.migration import Migration

OTHER = str(VERSION).replace("1.0.0", "2.0.0")
NAME = "myGallery/myImageDefinition"


def migration(*versions: str) -> Migration:
    entry = {"stage": "published", "source": {"resourceGroup": "images", "name": "web"}}
    (found,) = migrations({**entry, "existingVersions": list(versions or (str(VERSION),))})
    return found


def complete() -> ImageVersion:
    return wire.image_version(version_body())


def facts(one: Migration, *versions: ImageVersion | None) -> ReportedMigration:
    samples = [
        sample for each, found in zip(one.each_version, versions, strict=True) for sample in samples_of(each, found, 0)
    ]
    return ReportedMigration(one, image("web"), versions, samples, (), (), None)


def test_their_regions_are_those_of_the_version_which_is_named() -> None:
    assert [(one.region, one.state, one.details) for one in samples_of(migration(), complete(), 0)] == [
        ("eastus2", "Completed", f"{NAME}/1.0.0"),
        ("westus2", "Completed", f"{NAME}/1.0.0"),
    ]


def test_one_that_is_gone_is_shown_and_blocks() -> None:
    one = migration(str(VERSION), OTHER)
    assert [(sample.region, sample.state) for sample in samples_of(one, None, 0)] == [("", "Absent")]
    assert place_of(facts(one, complete(), None)) == BLOCKED
    assert place_of(facts(one, complete(), complete())) == VALIDATE


def test_the_report_names_each_and_its_replicas() -> None:
    one = facts(migration(str(VERSION), OTHER), complete(), None)
    content = Content(stack="dev", made_at="now", facts=[one], bars=[], prices=None, costs={})
    assert one.version_name == f"{NAME}/1.0.0, {NAME}/2.0.0"
    assert [one.replicas_in(region) for region in ("eastus2", "westus2", "")] == [1, 2, ""]
    for written in (html(content), markdown(content).replace("\\", "")):
        assert "(not there)" in written
    assert OTHER in html(content)


def test_a_difference_of_one_version_is_told_by_its_id() -> None:
    assert differences(migration(OTHER), image("web"), None) == [f"web: the version {OTHER} is absent"]


def test_prune_keeps_what_stands_in_place_of_an_image() -> None:
    assert in_place_of_images([migration()]) == {VERSION.key: "web has it in existingVersions"}
