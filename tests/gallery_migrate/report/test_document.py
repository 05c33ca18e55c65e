from __future__ import annotations

from gallery_migrate.report.document import Content, html, markdown, markdown_cell


def _content(stack: str) -> Content:
    return Content(stack=stack, made_at="now", facts=[], bars=[], prices=None, costs={})


def test_a_name_is_text_in_html() -> None:
    assert "<script>alert" not in html(_content("<script>alert(1)</script>"))


def test_a_name_ends_no_cell_and_starts_no_markup() -> None:
    assert markdown_cell("a|b\n# <i>c") == r"a\|b # \<i\>c"
    assert "<b>" not in markdown(_content("<b>"))
