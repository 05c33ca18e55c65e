"""`report`: what moved where, what proves it, what is left to do."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.cli.commands.options import ALL_STACKS, FOLDER, HERE, STACKS
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.progress.samples import JOURNAL
from managed_image_to_gallery.cli.report.costs import Prices, read_prices
from managed_image_to_gallery.cli.report.timeline import spans_by_migration
from managed_image_to_gallery.cli.sharding.stacks import open_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.report.stack_report import Spans


def report(
    stack: STACKS = None,
    all_stacks: ALL_STACKS = False,
    cwd: FOLDER = HERE,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="HTML file; a Markdown file of the same name is written too.")
    ] = Path("report.html"),
    prices: Annotated[Path | None, typer.Option(help="Table of prices, a file like examples/prices.yaml.")] = None,
) -> None:
    """Write one self-contained HTML file and a Markdown twin about all migrations of the stack.

    Of several stacks: a page with a line per stack, and such a report of each beside it. Exit status 5: a stack could
    not be read, and the page says which.

    Example: gallery-migrate report --output migration.html --prices prices.yaml

    Example: gallery-migrate report --stack 'fleet-*' --output fleet.html
    """
    if output.suffix.lower() == ".md":
        remedy = f"Name the HTML file: --output {output.with_suffix('.html')}."
        raise CommandFailed(f"{output} is where the Markdown file would be written over the HTML file.", remedy)
    table = read_prices(prices) if prices else None
    stacks = open_stacks(cwd.resolve(), stack or [], every=all_stacks)
    journal = next(iter(stacks.values())).folder / JOURNAL
    unread = asyncio.run(_write(stacks, output, table, _spans(journal)))
    tell(f"Written: {output} and {output.with_suffix('.md')}.", err=True)
    if unread:
        raise typer.Exit(ExitStatus.INCOMPLETE)


async def _write(
    stacks: Mapping[str, MigrationStack], output: Path, prices: Prices | None, spans: Spans
) -> Mapping[str, str]:
    if len(stacks) > 1:
        from managed_image_to_gallery.cli.sharding.fleet_report import write_fleet

        return await write_fleet(stacks, output, prices, spans)
    from managed_image_to_gallery.cli.report.stack_report import write_stack

    await write_stack(next(iter(stacks.values())), output, prices, spans)
    return {}


def _spans(journal: Path) -> Spans:
    """The project's journal, which is the same for all its stacks."""
    if not journal.exists():
        return {}
    with journal.open(encoding="utf-8") as lines:
        return spans_by_migration(lines)
