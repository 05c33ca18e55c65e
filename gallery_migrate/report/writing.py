"""The report of one stack as files: the HTML document and its Markdown twin beside it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from gallery_migrate.looking.connections import open_connections
from gallery_migrate.looking.shared_look import FEW
from gallery_migrate.report.document import html, markdown
from gallery_migrate.report.left_out import read_left_out
from gallery_migrate.report.stack_content import content_of, told_of

if TYPE_CHECKING:
    from pathlib import Path

    from gallery_migrate.engine.stack import MigrationStack
    from gallery_migrate.report.costs import Prices
    from gallery_migrate.report.document import Content
    from gallery_migrate.report.stack_content import Spans


async def write_stack(opened: MigrationStack, output: Path, prices: Prices | None, spans: Spans) -> None:
    """Write the report of a stack, which names the images that it leaves out. Raises ReadFailed and others."""
    told = await told_of(opened)
    async with open_connections(many=len(told.migrations) > FEW) as connections:
        shared = await connections.look(told.settings)
        content, left_out = await asyncio.gather(
            content_of(told, shared, prices, spans), read_left_out(shared, told.subscriptions, told.taken)
        )
    write_document(output, replace(content, left_out=left_out))


def write_document(output: Path, content: Content) -> None:
    """Write both documents of a content."""
    output.write_text(html(content), encoding="utf-8")
    output.with_suffix(".md").write_text(markdown(content), encoding="utf-8")
