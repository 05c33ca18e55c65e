#!/usr/bin/env python3
"""A release: its version in every file that says it, and what the changelog says of it.

ci/release.py prepare VERSION    write the version, close the changelog's section, name the newest fixture of the state
ci/release.py check TAG          end with 1 unless the tag names the version that all files say
ci/release.py notes TAG          print the changelog's section of the version

The version is that of pyproject.toml: `--version`, the schema and the plugin take it from the installed package. Needs
nothing but Python.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PROJECTS = ("pyproject.toml", "lab/pyproject.toml")
SCHEMA = "components/schema.json"
CHANGELOG = "CHANGELOG.md"
FIXTURES = "tests/upgrades/fixtures"
NEXT = "next"
"""The fixture of what is not released yet."""
UNRELEASED = "## [Unreleased]\n"

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:(?:a|b|rc)(\d+))?")
"""As Python's packages spell it (packaging.python.org, "Version specifiers"): `1.2.3`, `1.2.3rc1`."""
_LINE = re.compile(r'^version = "([^"]*)"$', re.MULTILINE)
_SECTION = re.compile(r"^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?\n", re.MULTILINE)


class ReleaseRefused(Exception):
    """The release cannot be made as things are; the text says what to do."""


def version_of(root: Path) -> str:
    """The version that pyproject.toml says."""
    return str(tomllib.loads((root / PROJECTS[0]).read_text(encoding="utf-8"))["project"]["version"])


def prepare(root: Path, version: str, day: str) -> None:
    """Write the version into every file, and give the changelog's section its heading. Raises ReleaseRefused."""
    if not _VERSION.fullmatch(version):
        raise ReleaseRefused(f"{version!r} is no version: write it as 1.2.3, or 1.2.3rc1 before it")
    released = [name for name, _ in _sections(root) if name != "Unreleased"]
    if version in released or any(_order(version) < _order(name) for name in released):
        raise ReleaseRefused(f"{version} is not newer than {released[0]}, the last release of {CHANGELOG}")
    if not notes(root, "Unreleased"):
        raise ReleaseRefused(f"{CHANGELOG} says nothing below [Unreleased]: write what users notice")
    for name in PROJECTS:
        _replace(root / name, _LINE, f'version = "{version}"')
    _replace(root / SCHEMA, re.compile(r'^  "version": "[^"]*"', re.MULTILINE), f'  "version": "{version}"')
    heading = re.compile(re.escape(UNRELEASED))
    _replace(root / CHANGELOG, heading, f"{UNRELEASED}\n## [{version}] - {day}\n")
    newest = root / FIXTURES / NEXT
    if newest.is_dir():
        newest.rename(newest.with_name(version))


def faults(root: Path, tag: str) -> Iterator[str]:
    """What contradicts that the tag is the release of what is in the files."""
    version = version_of(root)
    if tag != f"v{version}":
        yield f"the tag is {tag}, and {PROJECTS[0]} says {version}: the tag must be v{version}"
    for name in PROJECTS[1:]:
        said = str(tomllib.loads((root / name).read_text(encoding="utf-8"))["project"]["version"])
        if said != version:
            yield f"{name} says {said}, not {version}"
    schema = cast("dict[str, object]", json.loads((root / SCHEMA).read_text(encoding="utf-8")))
    if schema["version"] != version:
        yield f"{SCHEMA} says {schema['version']}, not {version}"
    if (version, True) not in [(name, bool(day)) for name, day in _sections(root)]:
        yield f"{CHANGELOG} has no section [{version}] with a date"
    elif not notes(root, version):
        yield f"{CHANGELOG} says nothing of {version}"
    if (root / FIXTURES / NEXT).is_dir():
        yield f"{FIXTURES}/{NEXT} was not named after the release: `make release VERSION={version}` does it"


def notes(root: Path, version: str) -> str:
    """What the changelog says of a version, without its heading; empty where it says nothing."""
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    found = [*_SECTION.finditer(text)]
    ends = [*(one.start() for one in found[1:]), len(text)]
    return next((text[one.end() : end].strip() for one, end in zip(found, ends, strict=True) if one[1] == version), "")


def _sections(root: Path) -> list[tuple[str, str | None]]:
    """Name and day of each section of the changelog, the newest first."""
    return [(one[1], one[2]) for one in _SECTION.finditer((root / CHANGELOG).read_text(encoding="utf-8"))]


def _order(version: str) -> tuple[int, ...]:
    """What versions are compared by; one that is only a candidate comes before its release."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ReleaseRefused(f"{CHANGELOG} has a section [{version}], which is no version")
    *numbers, candidate = found.groups()
    return (*map(int, numbers), int(candidate is None), int(candidate or 0))


def _replace(file: Path, pattern: re.Pattern[str], text: str) -> None:
    """Replace the first match. Raises ReleaseRefused for a file without one."""
    before = file.read_text(encoding="utf-8")
    if not pattern.search(before):
        raise ReleaseRefused(f"{file.name} has no line like {pattern.pattern!r}")
    file.write_text(pattern.sub(lambda _: text, before, count=1), encoding="utf-8")


def main(words: list[str]) -> int:
    """Run a command; its exit status."""
    if len(words) != 2 or words[0] not in ("prepare", "check", "notes"):
        sys.stderr.write(__doc__ or "")
        return 2
    command, named = words
    try:
        if command == "prepare":
            prepare(ROOT, named, datetime.now(UTC).date().isoformat())
        elif command == "notes":
            sys.stdout.write(f"{notes(ROOT, named.removeprefix('v'))}\n")
        else:
            found = [*faults(ROOT, named)]
            sys.stdout.write("\n".join(found or [f"{named}: every file says this version."]) + "\n")
            return int(bool(found))
    except ReleaseRefused as refused:
        sys.stderr.write(f"ci/release.py: {refused}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
