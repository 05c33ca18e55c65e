"""docs/fleets.md against the program and its numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from managed_image_to_gallery.azure.budgets import VERSIONS
from managed_image_to_gallery.cli.commands.shard import shard
from managed_image_to_gallery.cli.sharding.engines import MAX_GITHUB_JOBS
from managed_image_to_gallery.cli.sharding.limits import (
    MAX_DEFINITIONS,
    MAX_VERSIONS,
)
from managed_image_to_gallery.cli.sharding.stacks import AT_ONCE

_PAGE = (Path(__file__).parents[3] / "docs/fleets.md").read_text(encoding="utf-8")
_COMMANDS = re.findall(r"gallery-migrate shard (write|emit) ((?:.|\\\n)*?)[|)`\n]", _PAGE)


@pytest.mark.parametrize(("name", "words"), _COMMANDS)
def test_every_option_that_the_page_uses_is_one_of_the_command(name: str, words: str) -> None:
    command = getattr(typer.main.get_command(shard), "commands")[name]  # noqa: B009 - typer does not type its groups
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", words)) <= known


def test_the_numbers_of_the_page_are_those_of_the_program() -> None:
    assert len(_COMMANDS) > 5
    assert f"| definitions per subscription and region | {MAX_DEFINITIONS:,} |" in _PAGE
    assert f"| versions per subscription and region | {MAX_VERSIONS:,} |" in _PAGE
    assert f"375 in 3 minutes, {VERSIONS.windows[-1].requests:,} in 30" in _PAGE
    assert f"at most {MAX_GITHUB_JOBS} jobs" in _PAGE
    assert AT_ONCE == 8
    assert "Eight stacks are read at a time" in _PAGE
    hours, minutes = divmod(round(10_000 / VERSIONS.windows[-1].requests * 30), 60)
    assert f"| {hours} h {minutes} min |" in _PAGE
