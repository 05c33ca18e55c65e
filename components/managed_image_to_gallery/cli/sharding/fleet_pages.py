"""The report of many stacks as files. Each stack's is written as soon as it is known, and then let go of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.azure_reads.shared_facts import open_connections
from managed_image_to_gallery.cli.report.left_out import read_left_out
from managed_image_to_gallery.cli.report.stack_content import content_of, now, told_of
from managed_image_to_gallery.cli.report.writing import write_document
from managed_image_to_gallery.cli.sharding.fleet_report import Fleet, fleet_html, fleet_markdown, line_of
from managed_image_to_gallery.cli.sharding.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from managed_image_to_gallery.cli.azure_reads.shared_facts import Connections, SharedFacts
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.report.costs import Prices
    from managed_image_to_gallery.cli.report.left_out import LeftOut
    from managed_image_to_gallery.cli.report.stack_content import Spans
    from managed_image_to_gallery.cli.sharding.fleet_report import StackLine


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
        left_out = await _left_out_of_all(written.values.values())
    lines = [one.line for one in written.values.values()]
    fleet = Fleet(made_at=now(), lines=lines, unread=written.failures, left_out=left_out)
    output.write_text(fleet_html(fleet), encoding="utf-8")
    output.with_suffix(".md").write_text(fleet_markdown(fleet), encoding="utf-8")
    return written.failures


def _page(output: Path, stack: str) -> Path:
    return output.with_name(f"{output.stem}-{stack}{output.suffix}")


async def _write_stack(
    opened: MigrationStack, connections: Connections, page: Path, prices: Prices | None, spans: Spans
) -> _Written:
    told = await told_of(opened)
    look = await connections.facts(told.settings)
    content, _, _ = await asyncio.gather(
        content_of(told, look, prices, spans),
        # For the fleet's page: a stack whose subscriptions cannot be listed is told there as not read.
        look.images(told.subscriptions),
        look.index_references(told.subscriptions),
    )
    write_document(page, content)
    return _Written(line_of(content, page.name), look, told.subscriptions, told.taken)


async def _left_out_of_all(written: Collection[_Written]) -> list[LeftOut]:
    """The images that no stack takes, by id."""
    taken = {key for one in written for key in one.taken}
    subscriptions: dict[SharedFacts, set[str]] = {}
    for one in written:
        subscriptions.setdefault(one.look, set()).update(one.subscriptions)
    found = [await read_left_out(look, listed, taken) for look, listed in subscriptions.items()]
    by_id = {one.image.id.key: one for left_out in found for one in left_out}
    return [by_id[key] for key in sorted(by_id)]
