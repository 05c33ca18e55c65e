from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.config_file.places import FilePlaces, located, place_of
from managed_image_to_gallery.cli.config_file.resolved import root_of
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.structure import YAML_READS

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
config:
  azure-native:location: westeurope
  managed-image-to-gallery:gallery: {resourceGroup: g, name: fleet}
  managed-image-to-gallery:migrations:
    - &base
      stage: published
      version: 1.10
      tags:
        a.b: 2027-01-31
        "c:d[0]": 0123
    - <<: *base
      version: 1.0.1
"""


@pytest.mark.parametrize(
    ("path", "line", "written"),
    [
        ("gallery", 3, None),
        ("gallery.name", 3, "fleet"),
        ("gallery.location", 3, None),
        ("migrations", 4, None),
        ("migrations[0]", 5, None),
        ("migrations[0].version", 7, "1.10"),
        ("migrations[0].tags.a.b", 9, "2027-01-31"),
        ("migrations[0].tags.c:d[0]", 10, "0123"),
        ("migrations[0].definition.name", 5, None),
        ("migrations[1].version", 12, "1.0.1"),
        ("migrations[1].tags.a.b", 9, "2027-01-31"),
        ("migrations[7].version", 4, None),
    ],
)
def test_a_path_leads_to_its_line_and_its_text(path: str, line: int, written: str | None) -> None:
    place = place_of(root_of(TEXT), path)
    assert place is not None
    assert (place.line, place.written) == (line, written)


@pytest.mark.parametrize("path", ["defaults.tags", "azure-native:subscriptionId"])
def test_what_is_not_in_the_file_has_no_line(path: str) -> None:
    assert place_of(root_of(TEXT), path) is None


@pytest.mark.parametrize(
    ("path", "value", "written"),
    [
        ("version", 1.1, "1.10"),
        ("tags.a.b", "2027-01-31 00:00:00 +0000 UTC", "2027-01-31"),
        ("tags.c:d[0]", 83, "0123"),
    ],
)
def test_the_remedy_shows_what_was_written(path: str, value: object, written: str) -> None:
    (found,) = located([Fault(f"migrations[0].{path}", value, f"{YAML_READS} something", "Write it in quotes.")], TEXT)
    assert (found.value, found.remedy) == (written, f'Write it in quotes: "{written}".')


def test_other_faults_get_their_line_alone() -> None:
    (found,) = located([Fault("migrations[0].version", "1.1", "is taken", "Choose another.")], TEXT)
    assert (found.value, found.remedy, found.line) == ("1.1", "Choose another.", 7)
    assert found.text().startswith("line 7, migrations[0].version = '1.1': is taken")


@pytest.mark.parametrize("text", ["[", "", "- a"])
def test_a_file_that_cannot_be_read_changes_nothing(text: str) -> None:
    fault = Fault("gallery", None, "is required", "Add it.")
    assert located([fault], text) == [fault]


@pytest.mark.parametrize(
    ("path", "place"),
    [("migrations[1].version", "f.yaml:12"), ("migrations[7]", "f.yaml:4"), ("defaults", ""), ("", "")],
)
def test_a_place_is_the_file_and_the_line(path: str, place: str) -> None:
    assert FilePlaces.of("f.yaml", TEXT).place(path) == place


@pytest.mark.parametrize(
    "text", ["", "a: [", "- 1", "config: 1", "config: &a {managed-image-to-gallery:x: [*a]}", "config: &a {<<: *a}"]
)
def test_a_file_of_another_shape_has_no_places(text: str) -> None:
    assert FilePlaces.of("f.yaml", text).place("migrations[0]") == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_of_a_file_are_known_whatever_wrote_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    assert FilePlaces.in_file(file).place("gallery") == ""
    file.write_text(TEXT, encoding=encoding)
    assert FilePlaces.in_file(file).place("gallery.name") == "Pulumi.dev.yaml:3"
