"""The report of many stacks: a page with a line per stack, beside the stacks' own reports.

A fleet is too large for one page: what is known of each migration stands in the report of its stack. That is written as
soon as its content is known, and only what the fleet's page needs of it stays in memory.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.azure_reads.shared_facts import Connections, SharedFacts, open_connections
from managed_image_to_gallery.cli.report.document import Content, environment_of
from managed_image_to_gallery.cli.report.facts import LeftOut, read_left_out
from managed_image_to_gallery.cli.report.stack_report import Spans, content_of, now, read_snapshot, write_document
from managed_image_to_gallery.cli.report.summary import BLOCKED, place_of
from managed_image_to_gallery.cli.sharding.stacks import side_by_side

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.azure_reads.shared_facts import SharedFacts
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.report.costs import Prices


@dataclass(frozen=True)
class StackLine:
    """One stack: the file of its report beside the page, and how many of its migrations are how far."""

    stack: str
    page: str
    stages: Mapping[str, int]
    replicated: int
    failed: int
    blocked: int
    deleted: int
    finished: int

    @property
    def migrations(self) -> int:
        """All of them."""
        return sum(self.stages.values())


@dataclass(frozen=True)
class Fleet:
    """`unread`: stacks that could not be read, and why. `left_out`: images that no stack takes.

    certainty: how certain the users of those are.
    """

    made_at: str
    lines: Sequence[StackLine]
    unread: Mapping[str, str]
    left_out: Sequence[LeftOut]
    certainty: str = ""

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
            for name in ("replicated", "failed", "blocked", "deleted", "finished")
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
        blocked=sum(place_of(one) == BLOCKED for one in content.facts),
        deleted=sum(one.image is None for one in content.facts),
        finished=sum(not one.left_to_do for one in content.facts),
    )


def fleet_html(fleet: Fleet) -> str:
    """The HTML page: no script, nothing is loaded."""
    return environment_of("managed_image_to_gallery.cli.sharding").get_template("fleet.html.j2").render(fleet=fleet)


def fleet_markdown(fleet: Fleet) -> str:
    """The Markdown page."""
    return environment_of("managed_image_to_gallery.cli.sharding").get_template("fleet.md.j2").render(fleet=fleet)


@dataclass(frozen=True)
class _Written:
    """What the fleet's page needs of a stack whose own is written."""

    line: StackLine
    look: SharedFacts
    subscriptions: set[str]
    taken: set[str]


async def write_fleet(
    stacks: Mapping[str, MigrationStack], output: Path, prices: Prices | None, spans: Spans
) -> Mapping[str, str]:
    """Write the page, and beside it `<name>-<stack>.html` of each stack with its twin.

    The answer is why a stack could not be read, by its name.
    """
    async with open_connections(many=True) as connections:
        written = await side_by_side(
            stacks, lambda opened: _write_stack(opened, connections, _page(output, opened.name), prices, spans)
        )
        left_out, certainty = await _left_out_of_all(written.values.values())
    lines = [one.line for one in written.values.values()]
    fleet = Fleet(made_at=now(), lines=lines, unread=written.failures, left_out=left_out, certainty=certainty)
    output.write_text(fleet_html(fleet), encoding="utf-8")
    output.with_suffix(".md").write_text(fleet_markdown(fleet), encoding="utf-8")
    return written.failures


def _page(output: Path, stack: str) -> Path:
    return output.with_name(f"{output.stem}-{stack}{output.suffix}")


async def _write_stack(
    opened: MigrationStack, connections: Connections, page: Path, prices: Prices | None, spans: Spans
) -> _Written:
    snapshot = await read_snapshot(opened)
    look = await connections.facts(snapshot.settings)
    content, _, _ = await asyncio.gather(
        content_of(snapshot, look, prices, spans),
        # For the fleet's page: a stack whose subscriptions cannot be listed is listed there as not read.
        look.images(snapshot.subscriptions),
        look.index_references(snapshot.subscriptions),
    )
    write_document(page, content)
    return _Written(line_of(content, page.name), look, snapshot.subscriptions, snapshot.taken)


async def _left_out_of_all(written: Collection[_Written]) -> tuple[list[LeftOut], str]:
    """The images that no stack takes, by id, and how certain their users are."""
    taken = {key for one in written for key in one.taken}
    subscriptions: dict[SharedFacts, set[str]] = {}
    for one in written:
        subscriptions.setdefault(one.look, set()).update(one.subscriptions)
    found = [await read_left_out(look, listed, taken) for look, listed in subscriptions.items()]
    by_id = {one.image.id.key: one for left_out, _ in found for one in left_out}
    return [by_id[key] for key in sorted(by_id)], " ".join(dict.fromkeys(said for _, said in found if said))
