"""The table of forms: each is found where it stands, and its near misses are not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from managed_image_to_gallery.cli.repositories.hits import Hit
from managed_image_to_gallery.cli.repositories.scan import hits_in
from managed_image_to_gallery.cli.repositories.wanted import Images
from tests.cli.repositories.cases import CASES, Case
from tests.cli.repositories.images import GROUP, IMAGES, SUBSCRIPTION, source

MARK = " ←"


def written(case: Case, name: str = "web", group: str = GROUP, subscription: str = SUBSCRIPTION) -> tuple[str, int]:
    """The text of a case for an image, and the line that names it."""
    id_ = f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}"
    parts = {"{id}": id_, "{name}": name, "{group}": group, "{subscription}": subscription, "{start}": name[:2]}
    text = re.sub("|".join(map(re.escape, parts)), lambda found: parts[found[0]], case.text)
    line = text[: text.index(MARK.strip())].count("\n") + 1
    return text.replace(MARK, ""), line


def found(case: Case, **of: str) -> list[Hit]:
    """What is found in a case's text."""
    return hits_in(source(case.file, written(case, **of)[0]), IMAGES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_form_is_found_at_its_line(case: Case) -> None:
    (hit,) = found(case)
    assert (hit.grade.value, hit.tool, hit.makes) == (case.grade, case.tool, case.makes)
    assert hit.migrations == ("web-1",)
    assert abs(hit.line - written(case)[1]) <= ("\\\n" in case.text or "`\n" in case.text)
    assert bool(hit.edits) == case.in_place
    assert not hit.commented


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
@pytest.mark.parametrize("name", ["web-2", "web2", "xweb", "we", "my-web", "web_1", "web.2"])
def test_another_name_is_not_found(case: Case, name: str) -> None:
    if "{name}" in case.text or "{id}" in case.text:
        assert [hit for hit in found(case, name=name) if hit.migrations] == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if "{group}" in case.text or "{id}" in case.text], ids=lambda c: c.title
)
def test_another_group_is_another_image(case: Case) -> None:
    hits = found(case, group="rg-2")
    assert [hit for hit in hits if hit.grade.value != "hint"] == []
    # a key that speaks of an image and has the name is a hint, whatever group is said elsewhere
    assert "{name}" in case.text or hits == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_case_does_not_matter(case: Case) -> None:
    (hit,) = found(case, name="WEB", group="RG", subscription=SUBSCRIPTION.upper())
    assert (hit.grade.value, hit.migrations) == (case.grade, ("web-1",))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_newest_version_is_offered_where_a_tool_takes_it(case: Case) -> None:
    (hit,) = found(case)
    never = {"Kubernetes", "AVD", "CycleCloud", "Jenkins", "Test Kitchen", "Vagrant", "Terraform state", "pipeline"}
    assert not (hit.latest and (hit.tool in never or hit.makes))
    pinned = Images([replace(IMAGES.all[0], latest=False)])
    assert {each.latest for each in hits_in(source(case.file, written(case)[0]), pinned)} == {""}
