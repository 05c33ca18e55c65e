from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.cli.inventory.estate import reasons_against
from managed_image_to_gallery.cli.report.document import Content, html, markdown
from managed_image_to_gallery.cli.report.facts import LeftOut
from managed_image_to_gallery.cli.report.timeline import Span, bars_of
from tests.cli.migrations import image

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
    assert written.count('<td class="number">7.0</td>') == 2
    assert markdown(content).count("| 7.0 | Completed |") == 2


def test_the_chart_says_when_it_begins_and_ends() -> None:
    spans = [Span("m", "eastus", _START + timedelta(hours=at), _START + timedelta(hours=at + 1), "x") for at in (0, 3)]
    written = html(replace(_content("dev"), bars=bars_of(spans)))
    assert ">2026-01-01 00:00</text>" in written
    assert ">2026-01-01 04:00</text>" in written


def test_an_image_without_a_migration_is_named_with_its_users_and_the_reason() -> None:
    odd = replace(image("odd"), os_state="Specialized")
    user = ImageReference("/subscriptions/s/machines/web", "virtual machine", "eastus")
    content = replace(
        _content("dev"), left_out=[LeftOut(odd, reasons_against(odd), [user]), LeftOut(image("free"), [], [])]
    )
    for written in (html(content), markdown(content)):
        (row,) = [line for line in written.splitlines() if "images/odd" in line]
        assert "virtual machine web" in row
        assert "image-generalized" in row
        (other,) = [line for line in written.splitlines() if "images/free" in line]
        assert "gallery-migrate init" in other
