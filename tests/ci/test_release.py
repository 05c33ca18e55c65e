"""A release: its files agree, and `ci/release.py` makes them agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from ci import release

ROOT = release.ROOT
HEADINGS = {"Upgrading", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
"""Those of Keep a Changelog, and what users have to do."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that say a version."""
    for name in (*release.PROJECTS, release.SCHEMA, release.CHANGELOG):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / release.FIXTURES / release.NEXT).mkdir(parents=True)
    return tmp_path


def test_every_file_says_the_version_of_the_installed_package() -> None:
    said = release.version_of(ROOT)
    assert version("managed-image-to-gallery") == version("local-azure") == said, "run `make setup`"
    assert [
        fault for fault in release.faults(ROOT, f"v{said}") if "CHANGELOG" not in fault and "next" not in fault
    ] == []


def test_the_command_line_says_it() -> None:
    command = shutil.which("gallery-migrate", path=str(Path(sys.executable).parent))
    assert command is not None
    told = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"gallery-migrate {release.version_of(ROOT)}\n", told.stderr


def test_the_changelog_has_sections_and_headings_of_one_form() -> None:
    text = (ROOT / release.CHANGELOG).read_text(encoding="utf-8")
    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sections[0] == "[Unreleased]"
    assert [one for one in sections[1:] if not re.fullmatch(r"\[[^\]]+\] - \d{4}-\d{2}-\d{2}", one)] == []
    assert {*re.findall(r"^### (.*)$", text, re.MULTILINE)} <= HEADINGS


def test_a_prepared_release_is_the_release_of_its_tag_alone(checkout: Path) -> None:
    release.prepare(checkout, "3.0.0", "2030-01-31")
    assert [*release.faults(checkout, "v3.0.0")] == []
    assert (checkout / release.FIXTURES / "3.0.0").is_dir()
    (fault,) = release.faults(checkout, "v3.0.1")
    assert fault == "the tag is v3.0.1, and pyproject.toml says 3.0.0: the tag must be v3.0.0"
    text = (checkout / release.CHANGELOG).read_text(encoding="utf-8")
    assert "## [Unreleased]\n\n## [3.0.0] - 2030-01-31\n\n" in text
    assert release.notes(checkout, "3.0.0") == release.notes(ROOT, "Unreleased")
    assert release.notes(checkout, "Unreleased") == ""


def test_notes_end_where_the_section_before_begins(checkout: Path) -> None:
    release.prepare(checkout, "3.0.0", "2030-01-31")
    changelog = checkout / release.CHANGELOG
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace(release.UNRELEASED, f"{release.UNRELEASED}\n### Fixed\n\n- One.\n", 1))
    release.prepare(checkout, "3.0.1", "2030-02-01")
    assert release.notes(checkout, "3.0.1") == "### Fixed\n\n- One."


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("v3.0.1", "is no version"),
        ("3.0", "is no version"),
        ("3.0.0", "is not newer than 3.0.0"),
        ("2.9.9", "is not newer than 3.0.0"),
        ("3.0.0rc1", "is not newer than 3.0.0"),
        ("3.0.1", "says nothing below"),
    ],
)
def test_what_is_no_next_release_is_refused_and_changes_nothing(checkout: Path, wanted: str, why: str) -> None:
    release.prepare(checkout, "3.0.0", "2030-01-31")
    before = (checkout / release.CHANGELOG).read_text(encoding="utf-8")
    with pytest.raises(release.ReleaseRefused, match=why):
        release.prepare(checkout, wanted, "2030-02-01")
    assert (checkout / release.CHANGELOG).read_text(encoding="utf-8") == before


def test_a_file_that_was_forgotten_is_named(checkout: Path) -> None:
    release.prepare(checkout, "3.0.0", "2030-01-31")
    shutil.copy(ROOT / "lab/pyproject.toml", checkout / "lab/pyproject.toml")
    shutil.copy(ROOT / release.SCHEMA, checkout / release.SCHEMA)
    (checkout / release.CHANGELOG).write_text(release.UNRELEASED)
    told = " ".join(release.faults(checkout, "v3.0.0"))
    assert "lab/pyproject.toml says" in told
    assert "schema.json says" in told
    assert "has no section [3.0.0]" in told


def test_the_command_refuses_a_tag_of_another_version() -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "ci/release.py"), "check", "v9.9.9"], capture_output=True, text=True
    )
    assert told.returncode == 1
    assert "the tag must be v" in told.stdout
