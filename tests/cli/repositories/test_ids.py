"""Ids in a text: traps of spelling, and what is no managed image; drawn ids in every form that has one."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from managed_image_to_gallery.cli.repositories.ids import ids_in
from managed_image_to_gallery.cli.repositories.scan import hits_in
from managed_image_to_gallery.cli.repositories.wanted import Images
from tests.cli.repositories.case import Case
from tests.cli.repositories.cases import CASES
from tests.cli.repositories.images import COMPUTE, GROUP, IMAGES, SUBSCRIPTION, VERSION, WEB, source, wanted
from tests.cli.repositories.test_scan import written

NO_MANAGED_IMAGES = [
    VERSION,
    VERSION.rsplit("/versions", 1)[0],
    f"{COMPUTE}/images/web-2",
    f"{COMPUTE}/images/web/providers/Microsoft.Authorization/locks/x",
    f"{COMPUTE}/images/${{var.other}}-web",
    WEB.replace(SUBSCRIPTION, "00000000-0000-0000-0000-000000000000"),
    WEB.replace("/rg/", "/rg-2/"),
    WEB.replace("Compute/images", "VirtualMachineImages/imageTemplates"),
    f"{COMPUTE}/virtualMachines/web",
]


@pytest.mark.parametrize("text", NO_MANAGED_IMAGES)
def test_what_is_another_thing_is_not_found(text: str) -> None:
    assert hits_in(source("a.tf", f'source_image_id = "{text}"\n'), IMAGES) == []


@pytest.mark.parametrize(
    "text",
    [
        WEB.upper(),
        WEB.lower(),
        WEB.replace("/", r"\/"),
        WEB.removeprefix("/"),
        f"{WEB}/",
        f"{WEB}.",
        f"{WEB};/other",
        f"see:{WEB},",
        f"https://portal.azure.com/#@t/resource{WEB}/overview"[: -len("/overview")],
    ],
)
def test_every_spelling_of_the_whole_id_is_certain(text: str) -> None:
    (hit,) = hits_in(source("a.json", f'\n"x": "{text}"\n'), IMAGES)
    assert (hit.grade.value, hit.line) == ("certain", 2)


@pytest.mark.parametrize(
    "variable",
    ["${var.x}", "$(x)", "{{ x }}", "<x>", "${{ env.X }}", "$X", "%X%", "#{x}#", "{x}", "%s", '" + x + "', "__X__"],
)
@pytest.mark.parametrize("part", [SUBSCRIPTION, f"/{GROUP}/", "/web"])
def test_a_variable_in_a_part_is_a_hint(variable: str, part: str) -> None:
    text = WEB.replace(part, part.replace(part.strip("/"), variable))
    (hit,) = hits_in(source("a.tf", f'x = "{text}"\n'), IMAGES)
    assert (hit.grade.value, hit.migrations) == ("hint", ("web-1",))


def test_what_variables_alone_say_may_be_any_image() -> None:
    text = "/subscriptions/${a}/resourceGroups/${b}/providers/Microsoft.Compute/images/${c}"
    (hit,) = hits_in(source("a.tf", f'x = "{text}"\n'), IMAGES)
    assert (hit.grade.value, hit.migrations) == ("hint", ())
    assert "variables" in hit.note


def test_the_slashes_of_an_id_are_written_as_they_were() -> None:
    text = WEB.replace("/", r"\/")
    (hit,) = hits_in(source("a.json", f'"x": "{text}"\n'), IMAGES)
    assert hit.edits[0].text == VERSION.replace("/", r"\/")


def test_an_id_is_where_it_stands() -> None:
    text = f'a\nb "{WEB}" c'
    (written_id,) = ids_in(text)
    assert text[written_id.start : written_id.end] == WEB


def test_of_two_on_one_line_both_are_found() -> None:
    images = Images([wanted("web"), wanted("db")])
    hits = hits_in(source("a.tf", f'x = ["{COMPUTE}/images/web", "{COMPUTE}/images/db"]\n'), images)
    assert sorted(hit.migrations for hit in hits) == [("db-1",), ("web-1",)]


NAMES = st.from_regex(r"\A[a-z0-9]([a-z0-9_.-]{0,20}[a-z0-9_])?\Z")
GROUPS = st.from_regex(r"\A[a-z0-9_]([a-z0-9_().-]{0,20}[a-z0-9_)])?\Z")


def words_of(case: Case) -> set[str]:
    """The words that a case has by itself, such as a label: each may be a hint at an image of that name."""
    return {*re.findall(r"[\w.-]+", case.text.casefold())}


@given(data=st.data(), name=NAMES, group=GROUPS, before=st.integers(0, 5))
def test_a_drawn_id_in_any_case_is_found_in_every_form(data: st.DataObject, name: str, group: str, before: int) -> None:
    case = data.draw(st.sampled_from([case for case in CASES if "{id}" in case.text]))
    assume(name not in words_of(case))
    spelled = "".join(data.draw(st.sampled_from([each.upper(), each.lower()])) for each in name)
    images = Images([wanted(name, group)])
    text, line = written(case, name=spelled, group=group.upper())
    hits = hits_in(source(case.file, "\n" * before + text), images)
    assert [(hit.line, hit.grade.value) for hit in hits] == [(line + before, "certain")]


@given(case=st.sampled_from([case for case in CASES if "{id}" in case.text]), name=NAMES, other=NAMES)
def test_any_other_name_is_not_found(case: Case, name: str, other: str) -> None:
    if name.casefold() not in {other.casefold(), *words_of(case)}:
        assert hits_in(source(case.file, written(case, name=other)[0]), Images([wanted(name)])) == []
