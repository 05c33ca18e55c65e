"""Choosing images from a numbered list at the terminal."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import typer

from gallery_migrate.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azure_facts.models import ManagedImage


def pick(images: Sequence[ManagedImage], *, can_ask: bool) -> list[ManagedImage]:
    """Show the images and ask which. Raises CommandFailed where nobody can be asked."""
    if not images:
        return []
    if not can_ask or not sys.stdin.isatty():
        raise CommandFailed("No image is named and nobody can be asked.", "Name images, globs, or --tag.")
    ordered = sorted(images, key=lambda image: image.id.key)
    for number, image in enumerate(ordered, start=1):
        facts = f"{image.os_type} {image.hyper_v_generation} {image.location}"
        typer.echo(f"{number:>4}  {image.id.resource_group}/{image.id.name}  {facts}")
    while True:
        answer = typer.prompt("Which (1 3-5, all)", err=True)
        numbers = selection(answer, len(ordered))
        if numbers is not None:
            return [ordered[number - 1] for number in numbers]
        typer.echo(f"Numbers from 1 to {len(ordered)}, ranges, or all.", err=True)


def selection(answer: str, count: int) -> list[int] | None:
    """The numbers that an answer means, sorted; None when it cannot be understood."""
    if answer.strip().lower() == "all":
        return list(range(1, count + 1))
    found: set[int] = set()
    for word in re.split(r"[\s,]+", answer.strip()):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", word)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            return None
        found.update(range(first, last + 1))
    return sorted(found)
