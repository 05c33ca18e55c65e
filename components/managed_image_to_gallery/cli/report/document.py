"""The two documents: one self-contained HTML file and its Markdown twin, from the same content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_eval_context, select_autoescape

from managed_image_to_gallery.azure.plain_text import printable_lines
from managed_image_to_gallery.cli.output.markdown import block, code, inline
from managed_image_to_gallery.config.args import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2.nodes import EvalContext

    from managed_image_to_gallery.cli.report.costs import Cost, Prices
    from managed_image_to_gallery.cli.report.facts import LeftOut, MigrationFacts
    from managed_image_to_gallery.cli.report.timeline import Bar


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
        return {stage: found.count(stage) for stage in (each.value for each in Stage)}


def html(content: Content) -> str:
    """The HTML document: no script, nothing is loaded."""
    return environment_of("managed_image_to_gallery.cli.report").get_template("report.html.j2").render(report=content)


def markdown(content: Content) -> str:
    """The Markdown document."""
    return environment_of("managed_image_to_gallery.cli.report").get_template("report.md.j2").render(report=content)


@cache
def environment_of(package: str) -> Environment:
    """Where the templates of a package are, each compiled once, every value made safe to show."""
    environment = Environment(
        finalize=_shown,
        loader=PackageLoader(package),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"code": code, "block": block}
    return environment


@pass_eval_context
def _shown(context: EvalContext, value: object) -> object:
    """Every value of a template: in HTML without what steers (elements are escaped by jinja), in Markdown as a text."""
    if not isinstance(value, str):
        return value
    return printable_lines(value) if context.autoescape else inline(value)
