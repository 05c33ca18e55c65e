"""A preview in words."""

from __future__ import annotations

from managed_image_to_gallery.cli.plan_check import Refusal
from managed_image_to_gallery.cli.plan_text import changes, deletions, lines
from managed_image_to_gallery.cli.preview_digest import Digest, Step

IMAGE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/web"


def step(operation: str, resource_type: str, old_id: str = "") -> Step:
    return Step(operation, f"urn::p::{resource_type}::web-1.0.0-x", resource_type, old_id, "")


def digest(*steps: Step) -> Digest:
    return Digest(steps, (), {})


def test_only_what_changes_is_told() -> None:
    told = digest(
        step("create", "pulumi:pulumi:Stack"),
        step("same", "azure-native:compute:Gallery"),
        step("import", "azure-native:compute:Image"),
        step("create", "azure-native:network:Subnet"),
    )
    assert lines(changes(told)) == [
        "  adopt   source image      web-1.0.0-x",
        "  create  Subnet            web-1.0.0-x",
    ]


def test_deletions_are_those_in_azure() -> None:
    told = digest(
        step("delete", "azure-native:compute:Image", IMAGE),
        step("delete", "pulumi:index:Stash", "some-id"),
        step("replace", "azure-native:compute:VirtualMachine", IMAGE + "vm"),
        step("create", "azure-native:compute:Image"),
    )
    assert [one.operation for one in deletions(told)] == ["delete", "replace"]


def test_a_name_makes_no_second_line() -> None:
    name = "a\n  keep    source image      b\x1b[2J"
    forged = Step("delete", f"urn::p::azure-native:compute:Image::{name}", "azure-native:compute:Image", IMAGE, "")
    told = [*lines([forged]), *Refusal("rule", forged, name, name).text().split("\n    ")]
    assert len(told) == 3
    assert all(line.isprintable() for line in told)
