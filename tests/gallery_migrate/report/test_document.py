from __future__ import annotations

from datetime import datetime, timedelta, timezone

from gallery_migrate.report.document import Content, html, markdown, markdown_cell
from gallery_migrate.report.timeline import Span, bars_of

_START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def _content(stack: str) -> Content:
    return Content(stack=stack, made_at="now", facts=[], bars=[], prices=None, costs={})


def test_a_name_is_text_in_html() -> None:
    assert "<script>alert" not in html(_content("<script>alert(1)</script>"))


def test_a_name_ends_no_cell_and_starts_no_markup() -> None:
    assert markdown_cell("a|b\n# <i>c") == r"a\|b # \<i\>c"
    assert "<b>" not in markdown(_content("<b>"))


def test_every_bar_is_drawn_and_is_a_row_of_the_table_beside_it() -> None:
    spans = [Span("m", region, _START, _START + timedelta(minutes=7), "Completed") for region in ("eastus", "uksouth")]
    content = Content(stack="dev", made_at="now", facts=[], bars=bars_of(spans), prices=None, costs={})
    written = html(content)
    assert written.count('<rect class="Completed"') == 2
    assert written.count('<td class="number">7.0</td>') == 2
    assert markdown(content).count("| 7.0 | Completed |") == 2
