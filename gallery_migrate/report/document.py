"""The two documents: one self-contained HTML file and its Markdown twin, from the same content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gallery_migrate.report.costs import Cost, Prices
    from gallery_migrate.report.facts import MigrationFacts
    from gallery_migrate.report.left_out import LeftOut
    from gallery_migrate.report.timeline import Bar


@dataclass(frozen=True)
class Content:
    """What both documents tell. `costs` has an estimate for each migration whose size is known.

    left_out: the managed images beside the migrations.
    """

    stack: str
    made_at: str
    facts: Sequence[MigrationFacts]
    bars: Sequence[Bar]
    prices: Prices | None
    costs: Mapping[str, Cost]
    left_out: Sequence[LeftOut] = ()

    @property
    def unseen(self) -> list[str]:
        """Migrations whose replication no journal tells of."""
        seen = {bar.span.migration for bar in self.bars}
        return [one.migration.name for one in self.facts if one.migration.name not in seen]

    @property
    def stages(self) -> dict[str, int]:
        """How many migrations are in each stage."""
        found = [one.migration.stage.value for one in self.facts]
        return {stage: found.count(stage) for stage in ("published", "validated", "retired")}


def html(content: Content) -> str:
    """The HTML document: no script, nothing is loaded."""
    return environment_of("gallery_migrate.report").get_template("report.html.j2").render(report=content)


def markdown(content: Content) -> str:
    """The Markdown document."""
    return environment_of("gallery_migrate.report").get_template("report.md.j2").render(report=content)


def markdown_cell(text: object) -> str:
    """A text that ends neither a table's cell nor its row, and starts no markup."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(str(text).split()))


@cache
def environment_of(package: str) -> Environment:
    """Where the templates of a package are, each compiled once, with the filters that every report uses."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = markdown_cell
    return environment
