"""The report of one stack as files: the HTML document and its Markdown twin beside it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.azure_reads.shared_facts import FEW, open_connections
from managed_image_to_gallery.cli.report.document import html, markdown
from managed_image_to_gallery.cli.report.left_out import read_left_out
from managed_image_to_gallery.cli.report.stack_content import content_of, told_of

if TYPE_CHECKING:
    from pathlib import Path

    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.report.costs import Prices
    from managed_image_to_gallery.cli.report.document import Content
    from managed_image_to_gallery.cli.report.stack_content import Spans


async def write_stack(opened: MigrationStack, output: Path, prices: Prices | None, spans: Spans) -> None:
    """Write the report of a stack, which names the images that it leaves out. Raises ReadFailed and others."""
    told = await told_of(opened)
    async with open_connections(many=len(told.migrations) > FEW) as connections:
        shared = await connections.facts(told.settings)
        content, left_out = await asyncio.gather(
            content_of(told, shared, prices, spans), read_left_out(shared, told.subscriptions, told.taken)
        )
    write_document(output, replace(content, left_out=left_out))


def write_document(output: Path, content: Content) -> None:
    """Write both documents of a content."""
    output.write_text(html(content), encoding="utf-8")
    output.with_suffix(".md").write_text(markdown(content), encoding="utf-8")
