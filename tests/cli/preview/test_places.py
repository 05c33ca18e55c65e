"""In which line of the file a fault's path stands."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.preview.places import line_of, lines_in

FILE = """\
# a comment
config:
  azure-native:subscriptionId: s
  managed-image-to-gallery:gallery: {resourceGroup: g, name: n}
  managed-image-to-gallery:migrations:
    - &one
      stage: published
      source:
        name: web
      targetRegions:
        - name: here
        - {name: there}
    - <<: *one
      version: "1"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("gallery.name", 4),
        ("migrations", 5),
        ("migrations[0]", 6),
        ("migrations[0].source.name", 9),
        ("migrations[0].targetRegions[1].name", 12),
        ("migrations[0].version", 6),
        ("migrations[1].version", 14),
        ("migrations[1].stage", 13),
        ("defaults.tags", None),
        ("", None),
    ],
)
def test_the_line_of_a_path_or_of_what_it_belongs_to(path: str, line: int | None) -> None:
    assert line_of(lines_in(FILE), path) == line


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "config: 1", "config: &a {managed-image-to-gallery:x: [*a]}"])
def test_a_file_of_another_shape_has_no_lines_or_few(text: str) -> None:
    assert line_of(lines_in(text), "migrations[0]") is None
