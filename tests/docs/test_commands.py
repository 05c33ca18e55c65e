"""The commands that README and the pages show exist, with the options that they are shown with."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import typer.main
from typer.core import TyperGroup

from harness.product import ROOT
from local_azure.cli import app as local_azure
from local_azure.engine.cli import app as engine
from managed_image_to_gallery.cli.main import app as gallery_migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Command

PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
    if page.name != "changelog.md"
)
PROGRAMS = {"gallery-migrate": gallery_migrate, "local-azure": local_azure}
TARGETS = set(re.findall(r"^([a-z-]+)(?:[ :].*)?:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands_of(text: str) -> Iterator[str]:
    """What a page says to type: lines of blocks of commands, and code within a sentence; each up to a pipe or `&&`."""
    blocks = re.findall(r"^```(?:sh|console|powershell|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    inline = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    for line in (*lines, *inline):
        for part in re.split(r"\||&&|;|\$\(|\)", line.partition(" #")[0]):
            typed = re.sub(r"^\s*(?:\$|PS>)?\s*[\"']?(?:[\w./<>-]*/bin/)?", "", part).strip()
            if typed.split(" ")[0] in {*PROGRAMS, "make"} and " " in typed:
                yield typed


def command_of(words: list[str]) -> tuple[Command, list[str]]:
    """The innermost command that the words name, and the words after it. Fails for a command that there is not."""
    if words[:2] == ["local-azure", "engine"]:
        words, program = words[1:], engine
    else:
        program = PROGRAMS[words[0]]
    found: Command = typer.main.get_command(program)
    rest = words[1:]
    while isinstance(found, TyperGroup) and rest and not rest[0].startswith("-") and not rest[0].isupper():
        assert rest[0] in found.commands, f"there is no command {rest[0]}"
        context = found.make_context("x", [], resilient_parsing=True)
        _, inner, rest = found.resolve_command(context, rest)
        assert inner is not None
        found = inner
    return found, rest


def options_of(command: Command) -> set[str]:
    """The options of a command, both spellings of a flag among them."""
    return {"--help", *(word for each in command.params for word in (*each.opts, *each.secondary_opts))}


def shown() -> list[tuple[str, str]]:
    """Every page with each command on it, once."""
    pages = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
    return [(page, command) for page, text in pages.items() for command in dict.fromkeys(commands_of(text))]


@pytest.mark.parametrize(("page", "typed"), shown())
def test_a_command_that_a_page_shows_exists_with_its_options(page: str, typed: str) -> None:
    words = shlex.split(typed)
    if words[0] == "make":
        assert words[1] in TARGETS, f"{page}: there is no target {words[1]}"
        return
    command, rest = command_of(words)
    unknown = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)} - options_of(command)
    assert not unknown, f"{page}: {typed}"


def test_pages_with_commands_are_found() -> None:
    pages = {page for page, _ in shown()}
    assert {"README.md", "docs/tutorial.md", "docs/cli.md", "docs/runbook.md", "docs/ci.md", "CONTRIBUTING.md"} <= pages
