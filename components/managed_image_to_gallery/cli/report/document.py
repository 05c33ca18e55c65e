"""The two documents: one self-contained HTML file and its Markdown twin, from the same content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_eval_context, select_autoescape

from managed_image_to_gallery.azure.counting import counted, listed
from managed_image_to_gallery.azure.plain_text import one_line, printable_lines
from managed_image_to_gallery.cli.output.markdown import Markdown, block, code, inline
from managed_image_to_gallery.cli.report.summary import blocked, left, place_of, totals
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2.nodes import EvalContext

    from managed_image_to_gallery.cli.report.costs import Cost, Prices
    from managed_image_to_gallery.cli.report.facts import LeftOut, ReportedMigration
    from managed_image_to_gallery.cli.report.summary import Blocked, Left, Totals
    from managed_image_to_gallery.cli.report.timeline import Bar


@dataclass(frozen=True)
class Content:
    """What both documents tell. `costs` has an estimate for each migration whose size is known.

    left_out: the managed images beside the migrations, with their users and how certain those are (`certainty`).
    not_applied: migrations for which the file says another stage.
    """

    stack: str
    made_at: str
    facts: Sequence[ReportedMigration]
    bars: Sequence[Bar]
    prices: Prices | None
    costs: Mapping[str, Cost]
    left_out: Sequence[LeftOut] = ()
    certainty: str = ""
    not_applied: Sequence[str] = ()

    @property
    def number(self) -> str:
        """`55 migrations`."""
        return counted(len(self.facts), "migration")

    @property
    def differing(self) -> str:
        """Which migrations the file has in another stage; empty where there is none."""
        count = len(self.not_applied)
        return f"The file says another stage for {count}: {listed(self.not_applied)}." if count else ""

    @property
    def unseen(self) -> list[str]:
        """Migrations whose replication no journal tells of."""
        seen = {bar.span.migration for bar in self.bars}
        return [one.migration.name for one in self.facts if one.migration.name not in seen]

    @property
    def gaps(self) -> bool:
        """Whether the end of a replication was not seen."""
        return any(bar.seen < bar.width for bar in self.bars)

    @property
    def unsized(self) -> list[str]:
        """Migrations whose size nothing tells."""
        return [one.migration.name for one in self.facts if one.size_gb is None]

    @property
    def proven(self) -> list[ReportedMigration]:
        """Migrations that have evidence."""
        return [one for one in self.facts if one.evidence]

    @property
    def only_prover(self) -> str:
        """Who took all evidence; empty where several did."""
        by = {str(_of_evidence(one, "identity")) for one in self.proven}
        return by.pop() if len(by) == 1 else ""

    @property
    def gb_sum(self) -> int:
        """GB of those with a cost."""
        return sum(one.size_gb or 0 for one in self.facts)

    @property
    def replica_sum(self) -> int:
        """Replicas of those with a cost."""
        return sum(one.replicas for one in self.facts if one.size_gb is not None)

    @property
    def left(self) -> list[Left]:
        """What is next, and for how many."""
        return left(self.facts)

    @property
    def blocked(self) -> list[Blocked]:
        """What refuses, and whom."""
        return blocked(self.facts)

    @property
    def blocked_count(self) -> int:
        """How many migrations are refused by something."""
        return len({name for cause in self.blocked for name, _ in cause.found})

    @property
    def totals(self) -> list[Totals]:
        """What is stored and paid, now and afterwards."""
        return totals(self.facts, self.costs, priced=self.prices is not None)

    @property
    def cost_sum(self) -> tuple[float, float]:
        """All replicas, and all source images whose size is known."""
        return (
            sum(cost.replicas for cost in self.costs.values()),
            sum(cost.source for cost in self.costs.values()),
        )

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
    environment.filters |= {"code": code, "block": block, "prose": _prose, "place": place_of}
    return environment


def _of_evidence(one: ReportedMigration, name: str) -> object:
    record = (one.evidence or {}).get("evidence")
    return record.get(name, "unknown") if isinstance(record, dict) else "unknown"


@pass_eval_context
def _shown(context: EvalContext, value: object) -> object:
    """Every value of a template: in HTML without what steers (elements are escaped by jinja), in Markdown as a text.

    What a macro made is HTML of such values already.
    """
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return printable_lines(value) if context.autoescape else inline(value)


def _prose(text: str) -> Markdown:
    """A text of this project's in Markdown: what it has between backticks is code."""
    pieces = one_line(text).split("`")
    if len(pieces) % 2 == 0:
        return inline(text)
    return Markdown("".join(code(one) if at % 2 else _kept_blanks(one) for at, one in enumerate(pieces)))


def _kept_blanks(text: str) -> str:
    """A text between others, with the blanks at its ends."""
    bare = text.strip()
    before, _, after = text.partition(bare) if bare else (text, "", "")
    return f"{before}{inline(bare)}{after}"
