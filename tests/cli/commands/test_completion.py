"""Shell completion of commands and options; of stacks and migrations, from the files that are there."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FILE = """\
config:
  managed-image-to-gallery:migrations:
    - {stage: published, version: "1.0.0", definition: {name: web}}
    - {stage: published, version: 1.10, definition: {name: web}}
    - {stage: published, name: NAME, version: "1.0.0", definition: {name: db}}
"""


def completed(typed: str, folder: Path) -> list[str]:
    """What the shell would offer, by the entry that `--install-completion` makes it call."""
    words = f"gallery-migrate {typed}"
    asked = {
        "_GALLERY_MIGRATE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    code = "import sys; sys.argv[0] = 'gallery-migrate'"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; from managed_image_to_gallery.cli.entry import main; main()"],
        env={**os.environ, **asked},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: managed-image-to-gallery\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text(FILE.replace("NAME", "billing"))
    (tmp_path / "Pulumi.preprod.yaml").write_bytes(FILE.replace("NAME", "bastion").encode("utf-16"))
    (tmp_path / "Pulumi.torn.yaml").write_text("[")
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("pub", ["publish"]),
        ("retire --exp", ["--expect-delete"]),
        ("shard w", ["write"]),
        ("status --stack p", ["preprod", "prod"]),
        ("check -s to", ["torn"]),
        ("status b", ["bastion", "billing"]),
        ("publish --stack prod ", ["web-1.0.0", "web-1.10", "billing"]),
        ("publish --stack prod web-1.0.0 web", ["web-1.10"]),
        ("restore --stack preprod b", ["bastion"]),
        ("validate --stack torn ", []),
        ("validate --stack none w", ["web-1.0.0", "web-1.10"]),
    ],
)
def test_what_was_begun_is_completed(typed: str, offered: list[str], project: Path) -> None:
    assert completed(typed, project) == offered


def test_a_folder_below_the_project_completes_the_same(project: Path) -> None:
    (project / "below").mkdir()
    assert completed("publish --stack prod bi", project / "below") == ["billing"]


def test_a_folder_without_a_project_completes_nothing(tmp_path: Path) -> None:
    assert completed("publish ", tmp_path) == []


@pytest.mark.parametrize("content", [b"name: [", b"\xff\xfen"])
def test_a_torn_project_file_completes_nothing(content: bytes, project: Path) -> None:
    (project / "Pulumi.yaml").write_bytes(content)
    assert completed("status --stack p", project) == []
