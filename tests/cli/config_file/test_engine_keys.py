"""The file's own text when the engine writes the whole file anew to add a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.config_file.engine_keys import text_kept, with_keys_of

if TYPE_CHECKING:
    from pathlib import Path

OWN = """---
# head

config:
    "a:b": { x: 1,  y: [
        2, ] }   # spaced
    a:c: >-
        two
        lines
# tail
"""
ENGINES = """# head
config:
  "a:b": {x: 1, y: [2]} # spaced
  a:c: >-
    two lines
# tail

encryptionsalt: v1:x=:y
"""
SALT = "encryptionsalt: v1:x=:y"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_key_is_added_to_the_own_text(encoding: str, line_end: str) -> None:
    before = OWN.replace("\n", line_end).encode(encoding)
    kept = with_keys_of(before, ENGINES.encode(), "Pulumi.dev.yaml")
    assert kept == f"{OWN}{SALT}\n".replace("\n", line_end).encode(encoding)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OWN, ENGINES.replace("two lines", "two other lines")),
        (OWN, OWN.replace("# tail", "# another")),
        (OWN + SALT + "\n", ENGINES),
        (OWN + "...\n", ENGINES),
        ("{config: {a:b: 1}}\n", f"config:\n  a:b: 1\n{SALT}\n"),
        (OWN, "config: [\n"),
    ],
)
def test_whatever_else_was_changed_stays_as_it_is_now(before: str, after: str) -> None:
    assert with_keys_of(before.encode(), after.encode(), "Pulumi.dev.yaml") is None


def test_a_text_without_a_last_line_end_gets_one() -> None:
    assert with_keys_of(b"config: {}", f"config: {{}}\n{SALT}\n".encode(), "x") == f"config: {{}}\n{SALT}\n".encode()


def test_the_file_has_its_text_again_when_the_engine_has_failed(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(OWN)

    def fails() -> None:
        with text_kept(file):
            file.write_text(ENGINES)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert file.read_text() == f"{OWN}{SALT}\n"


def test_a_file_that_is_not_there_is_left_alone(tmp_path: Path) -> None:
    with text_kept(tmp_path / "none.yaml"):
        (tmp_path / "none.yaml").write_text(ENGINES)
    assert (tmp_path / "none.yaml").read_text() == ENGINES
