"""The report of many stacks: a page with a line per stack, beside the stacks' own reports. Pure.

A fleet is too large for one page: what is known of each migration stands in the report of its stack.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.report.document import environment_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.cli.report.document import Content
    from managed_image_to_gallery.cli.report.left_out import LeftOut


@dataclass(frozen=True)
class StackLine:
    """One stack: the file of its report beside the page, and how many of its migrations are how far."""

    stack: str
    page: str
    stages: Mapping[str, int]
    replicated: int
    failed: int
    deleted: int
    finished: int

    @property
    def migrations(self) -> int:
        """All of them."""
        return sum(self.stages.values())


@dataclass(frozen=True)
class Fleet:
    """`unread`: stacks that could not be read, and why. `left_out`: images that no stack takes."""

    made_at: str
    lines: Sequence[StackLine]
    unread: Mapping[str, str]
    left_out: Sequence[LeftOut]

    @property
    def lines_and_total(self) -> list[StackLine]:
        """The lines and their sum."""
        return [*self.lines, self._total()]

    def _total(self) -> StackLine:
        stages: Counter[str] = Counter()
        for line in self.lines:
            stages.update(line.stages)
        counted = {
            name: sum(getattr(line, name) for line in self.lines)
            for name in ("replicated", "failed", "deleted", "finished")
        }
        return StackLine(stack="All", page="", stages=stages, **counted)


def line_of(content: Content, page: str) -> StackLine:
    """What the page says of a stack, from the content of its report."""
    states = [[sample.state for sample in one.samples] for one in content.facts]
    return StackLine(
        stack=content.stack,
        page=page,
        stages=content.stages,
        replicated=sum(all(state == "Completed" for state in found) for found in states),
        failed=sum("Failed" in found for found in states),
        deleted=sum(one.image is None for one in content.facts),
        finished=sum(not one.left_to_do for one in content.facts),
    )


def fleet_html(fleet: Fleet) -> str:
    """The HTML page: no script, nothing is loaded."""
    return environment_of("managed_image_to_gallery.cli.sharding").get_template("fleet.html.j2").render(fleet=fleet)


def fleet_markdown(fleet: Fleet) -> str:
    """The Markdown page."""
    return environment_of("managed_image_to_gallery.cli.sharding").get_template("fleet.md.j2").render(fleet=fleet)
