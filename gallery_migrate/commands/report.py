"""`report`: what moved where, what proves it, what is left to do."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from gallery_migrate.commands.options import FOLDER, HERE
from gallery_migrate.commands.shard_options import ALL_STACKS, STACKS
from gallery_migrate.evidence_file import audit_document
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.progress.journal import JOURNAL
from gallery_migrate.report.costs import Prices, cost_of, read_prices
from gallery_migrate.report.timeline import bars_of, spans_of
from gallery_migrate.sharding.side_by_side import side_by_side
from gallery_migrate.sharding.stacks import open_stacks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery_migrate.engine.stack import MigrationStack
    from gallery_migrate.report.costs import Cost
    from gallery_migrate.report.document import Content
    from gallery_migrate.report.facts import MigrationFacts
    from gallery_migrate.report.left_out import LeftOut
    from gallery_migrate.sharding.side_by_side import Answers


def report(
    stack: STACKS = None,
    all_stacks: ALL_STACKS = False,
    cwd: FOLDER = HERE,
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file; the Markdown goes beside it.")] = Path(
        "report.html"
    ),
    prices: Annotated[Optional[Path], typer.Option(help="Table of prices, as examples/prices.yaml.")] = None,  # noqa: UP045
) -> None:
    """Write one self-contained HTML file and a Markdown twin about all migrations of the stack.

    Of several stacks: a page with a line per stack, and such a report of each beside it. Exit status 5: a stack could
    not be read, and the page says which.

    Example: gallery-migrate report --output migration.html --prices prices.yaml

    Example: gallery-migrate report --stack 'fleet-*' --output fleet.html
    """
    table = read_prices(prices) if prices else None
    stacks = open_stacks(cwd.resolve(), stack or [], every=all_stacks)
    answers = side_by_side(stacks, lambda opened: _content(opened, table))
    if len(stacks) == 1:
        _write_report(output, *answers.values.values())
    else:
        _write_fleet(output, answers)
    typer.echo(f"Written: {output} and {output.with_suffix('.md')}.", err=True)
    if answers.failures:
        raise typer.Exit(ExitStatus.INCOMPLETE)


def _write_report(output: Path, content: Content) -> None:
    from gallery_migrate.report.document import html, markdown

    output.write_text(html(content), encoding="utf-8")
    output.with_suffix(".md").write_text(markdown(content), encoding="utf-8")


def _write_fleet(output: Path, answers: Answers[Content]) -> None:
    """The page, and beside it `<name>-<stack>.html` of each stack with its twin."""
    from gallery_migrate.sharding import fleet_report

    pages = {stack: output.with_name(f"{output.stem}-{stack}{output.suffix}") for stack in answers.values}
    for stack, content in answers.values.items():
        _write_report(pages[stack], fleet_report.of_one_stack(content))
    fleet = fleet_report.Fleet(
        made_at=_now(),
        lines=[fleet_report.line_of(content, pages[stack].name) for stack, content in answers.values.items()],
        unread=answers.failures,
        left_out=fleet_report.left_out_of_all(list(answers.values.values())),
    )
    output.write_text(fleet_report.fleet_html(fleet), encoding="utf-8")
    output.with_suffix(".md").write_text(fleet_report.fleet_markdown(fleet), encoding="utf-8")


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def _content(opened: MigrationStack, prices: Prices | None) -> Content:
    from gallery_migrate.report.document import Content

    facts, left_out = asyncio.run(_read(opened))
    journal = opened.folder / JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    names = {one.migration.name for one in facts}
    return Content(
        stack=opened.name,
        made_at=_now(),
        facts=facts,
        bars=bars_of([span for span in spans_of(lines) if span.migration in names]),
        prices=prices,
        costs=_costs(prices, facts) if prices else {},
        left_out=left_out,
    )


async def _read(opened: MigrationStack) -> tuple[list[MigrationFacts], list[LeftOut]]:
    from azure_facts.reader import AzureReader
    from gallery_migrate.report.facts import read_facts
    from gallery_migrate.report.left_out import read_left_out

    evidence = audit_document(json.dumps({"deployment": opened.state()}))["migrations"]
    migrations = opened.plan().migrations
    async with AzureReader.connect(opened.settings()) as reader:
        return await asyncio.gather(
            read_facts(reader, migrations, evidence, time.time()),
            read_left_out(reader, migrations, opened.subscription_id()),
        )


def _costs(prices: Prices, facts: Sequence[MigrationFacts]) -> dict[str, Cost]:
    found: dict[str, Cost] = {}
    for one in facts:
        settings = one.migration.settings
        storage = settings.storage_account_type.value if settings.storage_account_type else "Standard_LRS"
        if one.size_gb is not None:
            found[one.migration.name] = cost_of(prices, one.size_gb, one.migration.target_regions, storage)
    return found
