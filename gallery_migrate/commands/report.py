"""`report`: what moved where, what proves it, what is left to do."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from gallery_migrate.commands.options import FOLDER, HERE, STACK
from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.evidence_file import audit_document
from gallery_migrate.progress.journal import JOURNAL
from gallery_migrate.report.costs import Prices, cost_of, read_prices
from gallery_migrate.report.timeline import bars_of, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery_migrate.report.costs import Cost
    from gallery_migrate.report.document import Content
    from gallery_migrate.report.facts import MigrationFacts
    from gallery_migrate.report.left_out import LeftOut


def report(
    stack: STACK = None,
    cwd: FOLDER = HERE,
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file; the Markdown goes beside it.")] = Path(
        "report.html"
    ),
    prices: Annotated[Optional[Path], typer.Option(help="Table of prices, as examples/prices.yaml.")] = None,  # noqa: UP045
) -> None:
    """Write one self-contained HTML file and a Markdown twin about all migrations of the stack.

    Example: gallery-migrate report --output migration.html --prices prices.yaml
    """
    from gallery_migrate.report.document import html, markdown

    table = read_prices(prices) if prices else None
    content = _content(MigrationStack.open(cwd.resolve(), stack), table)
    twin = output.with_suffix(".md")
    output.write_text(html(content), encoding="utf-8")
    twin.write_text(markdown(content), encoding="utf-8")
    typer.echo(f"Written: {output} and {twin}.", err=True)


def _content(opened: MigrationStack, prices: Prices | None) -> Content:
    from gallery_migrate.report.document import Content

    facts, left_out = asyncio.run(_read(opened))
    journal = opened.folder / JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    names = {one.migration.name for one in facts}
    return Content(
        stack=opened.name,
        made_at=datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
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
