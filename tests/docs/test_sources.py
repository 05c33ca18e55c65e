"""Whoever reads a source that a text names can open it: the file and the heading exist."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "lab" / "tests" / "recorded" / "facts"

CITED = re.compile(
    r"(?<![\w./<>{}$-])(?P<path>(?:components|docs|examples|lab|tests)/[\w./-]*?\.(?:md|py|jsonl|json|yaml|svg|sh))\b"
    r"(?:#(?P<anchor>[\w-]+))?"
)
"""A path of this repository in running text, with the heading that it means."""

LINK = re.compile(r"\]\((?P<path>[\w./-]*\.md)?(?:#(?P<anchor>[\w-]+))?\)")
"""A link between pages."""

NOT_HERE = re.compile(
    r"azure-rules|provider-contract|pulumi-craft|\bpeers\.md|(?<![-\w])consumers\.md|DESIGN\.md|errors[234]?\.json"
    r"|(?<!tests/latest/)(?<!/tests/)(?<!controllers/)\brecordings/\w|README-(?:second|third)-set|\b(?:SDK39|err#\d)"
)
"""Names of notes that nobody outside has."""

BY_TITLE = re.compile(r'learn\.microsoft\.com,?\s+"')
"""A page of Microsoft's that is named by its title, which changes, and not by its address."""

NAMES_PATHS_THAT_ARE_GONE = {"CHANGELOG.md"}
PARTS_OF_A_PAGE = {"lab/bench/changes.md": "docs/performance.md"}
"""Texts that stand on another page, from where their links lead."""

THIS = "tests/docs/test_sources.py"
LOCKS = (".lock", ".sum", "-lock.json")


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Path and content of each tracked text file; recorded facts name where they were recorded, which is elsewhere."""
    return tuple(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if name == THIS or name.endswith(LOCKS) or path.is_relative_to(FACTS) or not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub and the site make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return frozenset(re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip()) for heading in headings)


def fault(target: Path, anchor: str | None) -> str:
    """What is wrong with a source; empty for one that can be opened."""
    if not target.is_file():
        return "no such file"
    if anchor and target.suffix == ".md" and anchor not in anchors(target):
        return f"no heading #{anchor}"
    return ""


def test_a_cited_path_of_this_repository_exists_with_its_heading() -> None:
    found: list[str] = []
    for name, text in texts():
        folders = [ROOT, *(ROOT / name).parents[: len(Path(name).parents)]]
        for cited in CITED.finditer(text):
            faults = [fault(folder / cited["path"], cited["anchor"]) for folder in folders]
            if name not in NAMES_PATHS_THAT_ARE_GONE and all(faults):
                found.append(f"{name}: {cited[0]}: {faults[0]}")
    assert found == []


def test_a_link_between_pages_leads_to_its_heading() -> None:
    found: list[str] = []
    for name, text in texts():
        if not name.endswith(".md"):
            continue
        page = ROOT / PARTS_OF_A_PAGE.get(name, name)
        for link in LINK.finditer(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)):
            wrong = fault(page.parent / link["path"] if link["path"] else page, link["anchor"])
            if wrong:
                found.append(f"{name}: {link[0]}: {wrong}")
    assert found == []


def test_no_text_cites_a_note_that_nobody_outside_has() -> None:
    found = [f"{name}: {cited[0]}" for name, text in texts() for cited in NOT_HERE.finditer(text)]
    assert found == []


def test_a_page_of_microsoft_is_cited_by_its_address() -> None:
    assert [name for name, text in texts() if BY_TITLE.search(text)] == []


def test_the_page_of_recorded_traffic_names_each_file_of_facts() -> None:
    page = (ROOT / "docs" / "reference" / "recorded-traffic.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `lab/tests/recorded/facts/([\w.-]+\.jsonl)`", page, re.MULTILINE)) == {
        each.name for each in FACTS.iterdir()
    }


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "reference").glob("*.md")), ids=lambda page: page.name)
def test_a_heading_has_an_anchor_that_every_builder_makes_alike(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert [heading for heading in headings if not re.fullmatch(r"[A-Za-z0-9 -]+", heading)] == []
    assert len(set(headings)) == len(headings)
