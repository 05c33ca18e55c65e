"""The table of forms: each is found where it stands, and its near misses are not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from managed_image_to_gallery.cli.repositories.forms import FORMS, words_in
from managed_image_to_gallery.cli.repositories.hits import Hit
from managed_image_to_gallery.cli.repositories.patch import edited
from managed_image_to_gallery.cli.repositories.scan import hits_in
from managed_image_to_gallery.cli.repositories.wanted import Images
from tests.cli.repositories.case import Case
from tests.cli.repositories.cases import CASES
from tests.cli.repositories.images import GROUP, IMAGES, OTHER_SUBSCRIPTION, SUBSCRIPTION, VERSION, WEB, source, wanted

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


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("a.tf", 'locals {\n  images = { web = { name = "web", rg = "rg" } }\n}\n{data}', 2),
        (
            "a.ts",
            'const name = "web";\nconst i = compute.getImage({ imageName: name, resourceGroupName: group });\n',
            1,
        ),
        ("a.sh", "RG=rg\nIMAGE=web\naz image show -n $IMAGE -g $RG\n", 2),
        ("a.ps1", "$name = 'web' # ours\nGet-AzImage -ResourceGroupName $rg -ImageName $name\n", 1),
    ],
)
def test_where_a_variable_is_set_is_a_hint_if_the_same_file_reads_an_image_by_it(
    file: str, text: str, line: int
) -> None:
    reads = 'data "azurerm_image" "x" {\n  for_each = local.images\n  name = each.value.name\n}\n'
    whole = text.replace("{data}", reads)
    hints = [(hit.line, hit.grade.value) for hit in hits_in(source(file, whole), IMAGES) if hit.migrations]
    assert hints == [(line, "hint")]
    other = whole.replace("web", "web-2")
    assert [hit for hit in hits_in(source(file, other), IMAGES) if hit.migrations] == []
    alone = 'resource "azurerm_linux_virtual_machine" "x" {\n  name = "web"\n}\n'
    assert hits_in(source("b.tf", alone), IMAGES) == []


@pytest.mark.parametrize("suffix", ["", "%2Foverview", "/overview"])
def test_an_encoded_id_in_a_link_is_certain_and_stays_encoded(suffix: str) -> None:
    encoded = WEB.replace("/", "%2F")
    (hit,) = hits_in(source("a.md", f"https://portal.azure.com/#blade/x/id/{encoded}{suffix}\n"), IMAGES)
    assert (hit.grade.value, hit.migrations) == ("certain", ("web-1",))
    assert all("/" not in edit.text for edit in hit.edits)


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


def test_an_image_of_another_subscription_is_another_image() -> None:
    text = f"az image show --subscription {OTHER_SUBSCRIPTION} -g {GROUP} -n web\n"
    assert hits_in(source("a.sh", text), IMAGES) == []
    by_name = "az image show --subscription production -g rg -n web\n"
    assert [hit.grade.value for hit in hits_in(source("a.sh", by_name), IMAGES)] == ["probable"]


def test_a_piece_of_an_id_is_not_taken_for_the_image_itself() -> None:
    text = f"id: '${{subscription().id}}/resourceGroups/{GROUP}/providers/Microsoft.Compute/images/web'\n"
    (hit,) = hits_in(source("a.bicep", text), IMAGES)
    assert (hit.grade.value, hit.note, hit.edits) == ("probable", "", ())


def test_a_slash_at_the_end_of_an_id_goes_with_it() -> None:
    text = f'source_image_id = "{WEB}/"\n'
    (hit,) = hits_in(source("a.tf", text), IMAGES)
    assert edited(text, hit.edits) == f'source_image_id = "{VERSION}"\n'


def test_java_gets_its_own_call() -> None:
    text = 'ComputeFunctions.getImage(GetImageArgs.builder().imageName("web").resourceGroupName("rg").build());\n'
    (hit,) = hits_in(source("App.java", text), IMAGES)
    assert hit.replacement == (
        "ComputeFunctions.getGalleryImageVersion(GetGalleryImageVersionArgs.builder()"
        '.galleryImageName("webdef").galleryImageVersionName("1.0.0").galleryName("gal").resourceGroupName("rg")'
        ".build())"
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("p.yml", "    image_name: \"{{ lookup('env', 'IMAGE') | default('web', true) }}\"\n"),
        ("a.sh", 'IMAGE_NAME="${IMAGE_NAME:-web}"\n'),
        ("index.ts", 'const imageName = config.get("imageName") ?? "web";\n'),
        ("index.js", "const imageName = process.env.IMAGE || 'web'\n"),
    ],
)
def test_the_name_that_stands_in_for_a_variable_is_a_hint(file: str, text: str) -> None:
    (hit,) = hits_in(source(file, text), IMAGES)
    assert (hit.grade.value, hit.migrations) == ("hint", ("web-1",))
    assert hits_in(source(file, text.replace("web", "web-2")), IMAGES) == []


@pytest.mark.parametrize("others", [0, 100])
@pytest.mark.parametrize("name", ["web", "Web-Prod.2", "a-1", "x_y"])
def test_a_bare_name_is_found_among_one_image_and_among_many(name: str, others: int) -> None:
    images = Images([wanted(name), *(wanted(f"other-{number}") for number in range(others))])
    for text in (f"imageName: {name.upper()}\n", f"# größe\nimageName: {name}.\n"):
        (hit,) = hits_in(source("a.yaml", text), images)
        assert hit.migrations == (f"{name}-1",)
    assert hits_in(source("a.yaml", "imageName: another\n"), images) == []


@pytest.mark.parametrize("word", sorted({word for form in FORMS for word in form.words}))
def test_a_word_of_a_form_is_seen_wherever_it_stands(word: str) -> None:
    filler = "an image " + "of nothing in particular " * 20
    for text in (word, filler + word, word + filler, f"{filler}{word}{filler}{word}"):
        assert word in words_in(text.encode())
    assert words_in(filler.encode()) == set()
