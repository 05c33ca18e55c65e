from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.cli.inventory.estate import reasons_against
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.report.costs import Cost, Prices
from managed_image_to_gallery.cli.report.document import Content, html, markdown
from managed_image_to_gallery.cli.report.facts import LeftOut, ReportedMigration
from managed_image_to_gallery.cli.report.timeline import Span, bars_of
from managed_image_to_gallery.gate.verdicts import Outcome, Verdict
from tests.azure.bodies import version_body
from tests.cli.migrations import entry, image, migrations

_START = datetime(2026, 1, 1, tzinfo=UTC)


def _content(stack: str) -> Content:
    return Content(stack=stack, made_at="now", facts=[], bars=[], prices=None, costs={})


def test_a_name_is_text_in_html() -> None:
    assert "<script>alert" not in html(_content("<script>alert(1)</script>"))


def test_a_name_is_text_in_markdown() -> None:
    written = markdown(_content("a|b\n# <i>c ![p](http://example.com/p.png)"))
    assert written.splitlines()[0].startswith(r"# Image migration: a\|b # &lt;i&gt;c !\[p\]\(http:&#8203;//")


def test_no_value_steers_a_terminal_that_shows_the_files() -> None:
    content = _content("dev \x1b[2J\x1b]0;title\x07 \x9b1m \u202e")
    for written in (html(content), markdown(content)):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*written}
        assert "dev \ufffd" in written


def test_every_bar_is_drawn_and_is_a_row_of_the_table_beside_it() -> None:
    spans = [Span("m", region, _START, _START + timedelta(minutes=7), "Completed") for region in ("eastus", "uksouth")]
    content = Content(stack="dev", made_at="now", facts=[], bars=bars_of(spans), prices=None, costs={})
    written = html(content)
    assert written.count('<rect class="Completed"') == 2
    assert written.count('data-label="Minutes">7.0</td>') == 2
    assert markdown(content).count("| 7.0 | Completed |") == 2


def test_the_table_says_when_it_begins_and_ends() -> None:
    spans = [Span("m", "eastus", _START + timedelta(hours=at), _START + timedelta(hours=at + 1), "x") for at in (0, 3)]
    written = html(replace(_content("dev"), bars=bars_of(spans)))
    assert "From 2026-01-01 00:00 to 2026-01-01 04:00 UTC" in written


def test_stages_that_are_not_applied_are_told() -> None:
    for written in (html(_content("dev")), markdown(_content("dev"))):
        assert "another stage" not in written
    content = replace(_content("dev"), not_applied=["web-1.0.0"])
    for written in (html(content), markdown(content)):
        assert " The file says another stage for 1: web-1.0.0." in written


def test_an_image_without_a_migration_is_named_with_its_users_and_the_reason() -> None:
    odd = replace(image("odd"), os_state="Specialized")
    user = ImageReference("/subscriptions/s/machines/web", "virtual machine", "eastus")
    left_out = [LeftOut(odd, reasons_against(odd), [user]), LeftOut(image("free"), [], [])]
    content = replace(_content("dev"), left_out=left_out, certainty="Used by: as somebody says.")
    for written in (html(content), markdown(content)):
        assert "Used by: as somebody says." in written
        (row,) = [line for line in written.splitlines() if "images/odd" in line]
        assert "virtual machine web" in row
        assert "image-generalized" in row
        (other,) = [line for line in written.splitlines() if "images/free" in line]
        assert "gallery-migrate init" in other


def _facts(name: str, *verdicts: Verdict, stage: str = "published") -> ReportedMigration:
    (one,) = migrations(entry(name, stage))
    sample = Sample(0, one.name, "westus2", "Completed", 100)
    version = wire.image_version(version_body())
    return ReportedMigration(one, image(name), [version], [sample], verdicts, (), None)


REFUSED = Verdict("no-locks", Outcome.FAILED, "none", "lock `x`", "Run `az lock delete`, if it may go.")


def test_what_is_left_and_blocked_and_the_sums_stand_before_everything_else() -> None:
    prices = Prices("EUR", 0.05, {"Standard_LRS": 0.1})
    costs = {"a-1.0.0": Cost(6.0, 1500.0), "b-1.0.0": Cost(7.0, 2.5)}
    content = replace(_content("dev"), facts=[_facts("a", REFUSED), _facts("b")], prices=prices, costs=costs)
    for written in (html(content), markdown(content)):
        body = written.partition("<main>")[2] or written
        order = ("What is left to do", "What is blocked", "by no-locks", "Storage and cost", "1,502.50", "What moved")
        places = [body.index(text) for text in order]
        assert places == sorted(places)
        assert "1 blocked." in written
    assert "1,502.50" in markdown(content).partition("Cost by migration")[2], "the sum of the source images"
    assert "| **Together** | 60 | 4 | 13.00 | 1,502.50 | |" in markdown(content)


def test_commands_are_code_in_both() -> None:
    content = replace(_content("dev"), facts=[_facts("a", REFUSED)])
    assert "Run `az lock delete`, if it may go." in markdown(content)
    assert "<code>az lock delete</code>, if it may go." in html(content)
    assert r"\`" not in markdown(content).replace(r"lock \`x\`", "")


def test_a_remedy_brings_no_markup() -> None:
    odd = replace(REFUSED, remedy="`<b>` <i> `](x)` and `one more")
    content = replace(_content("dev"), facts=[_facts("a", odd), _facts("b", replace(odd, remedy="<i> `<b>`"))])
    assert "<i>" not in html(content)
    assert "<b>" not in html(content)
    assert "<i>" not in markdown(content)


def test_every_wide_table_keeps_its_columns_with_names_of_80_characters() -> None:
    short = _facts("web")
    long = replace(short, migration=replace(short.migration, name="x" * 80))
    written = html(replace(_content("dev"), facts=[long]))
    assert written.count("<table") == written.count('class="fixed cards"') + written.count('class="cards"')
    assert "overflow-wrap: anywhere" in written
    assert "min-width" not in written


def test_a_size_that_nothing_tells_is_said_to_be_unknown() -> None:
    unknown = replace(_facts("web", stage="retired"), image=None, versions=(None,))
    for written in (
        html(replace(_content("dev"), facts=[unknown])),
        markdown(replace(_content("dev"), facts=[unknown])),
    ):
        assert "The size of web-1.0.0 is unknown" in written.replace("\\", "")
        assert "(deleted)" in written
