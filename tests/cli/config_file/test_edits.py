"""One scalar edited by its place, however the file is written: nothing else moves, and no other entry changes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.cli.config_file.edits import SharedMapping, with_scalars
from managed_image_to_gallery.cli.config_file.resolved import NotEditable, resolved, secrets_in

KEY = "managed-image-to-gallery:migrations"
SHARED = """\
config:
  managed-image-to-gallery:migrations:
    - &base
      stage: published
      source: {resourceGroup: images, name: web}
      version: "1.10.0"
    - <<: *base            # second one
      source: {resourceGroup: images, name: db}
    - {<<: *base, version: "3"}   # third
"""


def listed(*entries: str) -> str:
    return "config:\n  managed-image-to-gallery:migrations:\n" + "".join(f"    {entry}\n" for entry in entries)


def stages(text: str) -> list[Any]:
    return [entry.get("stage") for entry in yaml.safe_load(text)["config"][KEY]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- stage: published", "- stage: validated"),
        ("- stage:    'published'   # why", "- stage:    'validated'   # why"),
        ('- "stage" : "published"', '- "stage" : "validated"'),
        ("- {version: '1', stage: published, name: published}", "- {version: '1', stage: validated, name: published}"),
        ("- { stage : published}", "- { stage : validated}"),
        ("- stage: &s published\n      name: x", "- stage: &s validated\n      name: x"),
        ("- stage: !!str published", "- stage: !!str validated"),
        ("- ? stage\n      : published", "- ? stage\n      : validated"),
        ("-\n      # between\n      stage: published\n", "-\n      # between\n      stage: validated\n"),
        ("- name: &n published\n      stage: *n", "- name: &n published\n      stage: validated"),
        ("- {name: &n published, stage: *n}", "- {name: &n published, stage: validated}"),
        ("- name: web", "- stage: validated\n      name: web"),
        ("- {name: web}", "- {stage: validated, name: web}"),
        ("- stage: published # é ✓ \U0001f5bc", "- stage: validated # é ✓ \U0001f5bc"),
        ("- stage:\n        published", "- stage:\n        validated"),
    ],
)
def test_only_the_one_value_moves(before: str, after: str) -> None:
    text = listed(before, "- stage: published # other")
    assert with_scalars(text, "stage", {0: "validated"}) == listed(after, "- stage: published # other")


@pytest.mark.parametrize("ending", ["", "\n", "\n\n# end", "\n...\n"])
def test_the_end_of_the_file_stays(ending: str) -> None:
    text = listed("- stage: published").rstrip("\n") + ending
    assert with_scalars(text, "stage", {0: "validated"}) == text.replace("published", "validated")


def test_json_is_yaml_too() -> None:
    text = '{"config": {"managed-image-to-gallery:migrations": [{"name": "a"}, {"stage": "published"}]}}'
    edited = with_scalars(text, "stage", {0: "validated", 1: "validated"})
    assert edited == text.replace('{"name"', '{"stage": "validated", "name"').replace("published", "validated")


def test_an_entry_that_merges_gets_a_stage_of_its_own() -> None:
    edited = with_scalars(SHARED, "stage", {1: "validated"})
    assert edited == SHARED.replace("    - <<: *base   ", "    - stage: validated\n      <<: *base   ")
    assert stages(edited) == ["published", "validated", "published"]


def test_entries_that_merge_a_changed_one_keep_in_writing_what_they_had() -> None:
    edited = with_scalars(SHARED, "stage", {0: "validated"})
    assert stages(edited) == ["validated", "published", "published"]
    assert edited.startswith(SHARED.split("stage: published")[0] + "stage: validated")
    assert "- stage: published\n      <<: *base            # second one\n" in edited
    assert '- {stage: published, <<: *base, version: "3"}   # third\n' in edited


def test_all_of_a_shared_mapping_can_go_on_together() -> None:
    edited = with_scalars(SHARED, "stage", {0: "validated", 1: "validated", 2: "validated"})
    assert edited == SHARED.replace("stage: published", "stage: validated")


@pytest.mark.parametrize(
    ("text", "index", "others"),
    [
        (listed("- &a {stage: published, name: x}", "- *a"), 0, (1,)),
        (listed("- &a {stage: published, name: x}", "- *a"), 1, (0,)),
        (listed("- stage: &s published", "- stage: *s"), 0, None),
        (listed("- {stage: &s published}", "- {stage: published, name: *s}"), 0, (1,)),
        ("x: &l\n  - stage: published\nconfig: {'managed-image-to-gallery:migrations': *l}\n", 0, ()),
    ],
)
def test_what_cannot_be_told_apart_is_refused(text: str, index: int, others: tuple[int, ...] | None) -> None:
    """`None`: the other one can be given its value in writing."""
    if others is None:
        assert stages(with_scalars(text, "stage", {index: "validated"})) == ["validated", "published"]
        return
    with pytest.raises(SharedMapping) as refused:
        with_scalars(text, "stage", {index: "validated"})
    assert refused.value.others == others


@pytest.mark.parametrize(
    "text",
    [
        listed("- stage: published\n      stage: published"),
        listed("- stage: |\n        published"),
        listed("- stage:"),
        listed("- published"),
        listed("- stage: [published]"),
        "config: {}\n",
        "config: {a: 1}\nconfig: {b: 2}\n",
        "config:\n\t- x\n",
        "config: {'managed-image-to-gallery:migrations': '[{}]'}\n",
        "---\na: 1\n---\nb: 2\n",
        "&a {config: *a}\n",
    ],
)
def test_what_is_not_sure_is_refused(text: str) -> None:
    with pytest.raises(NotEditable):
        with_scalars(text, "stage", {0: "validated"})


_PLAIN = st.sampled_from(["published", "web", "1.10", "yes", "# no", "a: b", "é"])
_STAGE = st.sampled_from(["published", "validated", "retired"])


@st.composite
def files(draw: st.DrawFn) -> tuple[str, int]:
    """A file of entries in block and flow style, some merging an earlier one, and the index of one entry."""
    count = draw(st.integers(1, 4))
    lines = ["config:", f"  {KEY}:"]
    for index in range(count):
        pairs = {"name": draw(_PLAIN), **({"stage": draw(_STAGE)} if draw(st.booleans()) or not index else {})}
        merged = f"<<: *a{draw(st.integers(0, index - 1))}" if index and draw(st.booleans()) else None
        said = [*([merged] if merged else []), *(f"{key}: {value!r}" for key, value in pairs.items())]
        flow = draw(st.booleans())
        body = [f"{{{', '.join(said)}}}"] if flow else [f"\n      {line}" for line in said]
        lines.append(f"    - &a{index} {''.join(body)}" + (" # why" if draw(st.booleans()) else ""))
    return "\n".join(lines) + "\n", draw(st.integers(0, count - 1))


@given(files(), _STAGE)
def test_whatever_is_shared_no_other_entry_changes(written: tuple[str, int], stage: str) -> None:
    text, index = written
    before = resolved(text)
    try:
        after = resolved(with_scalars(text, "stage", {index: stage}))
    except NotEditable:
        return
    assert after.body == before.changed("stage", {index: stage}).body


def test_encrypted_values_are_found_by_their_path() -> None:
    text = """
config:
  azure-native:clientSecret: {secure: v1:x}
  managed-image-to-gallery:gallery: {resourceGroup: g, name: n}
  managed-image-to-gallery:migrations:
    - &web
      tags: {owner: {secure: v1:x}, team: a}
      bootTest: {probe: {script: {secure: v1:y}}}
    - <<: *web
      definition: {description: {secure: v1:z}}
"""
    assert sorted(secrets_in(text)) == [
        "migrations[0].bootTest.probe.script",
        "migrations[0].tags.owner",
        "migrations[1].bootTest.probe.script",
        "migrations[1].definition.description",
        "migrations[1].tags.owner",
    ]
    assert secrets_in("") == secrets_in("config:") == []
