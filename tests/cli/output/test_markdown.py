"""What others wrote, judged by a Markdown parser that knows nothing of how it was made."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from managed_image_to_gallery.cli.output.markdown import block, code, in_html, inline

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "x\n\n# heading\n\n![p](http://example.com/p.png)",
    "[a](http://example.com) [b]: http://example.com",
    "<script>alert(1)</script><img src=x> <!-- --> </summary></details>",
    "a|b|c\n| --- |\n| x |",
    "*a* _b_ __c__ **d** ~~e~~ `f` ``g`` $h$",
    "```\nout\n```` more\n`````",
    "\\`\\*\\",
    "&lt;b&gt; &#35; &amp;",
    "- a\n1. b\n> c\n    d\n---\n===",
    "http://example.com www.example.com HTTPS://example.com @octocat a@example.com #12 GH-12 !7 o/r#3",
    "\x1b[2J\u202e\x9b1m",
]


def kinds(markdown: str) -> list[str]:
    tokens = PARSER.parse(markdown)
    return [child.type for token in tokens for child in [token, *(token.children or [])]]


def shown(markdown: str) -> str:
    """The text that a reader sees, without the spaces of no width."""
    found = [child for token in PARSER.parse(markdown) for child in token.children or []]
    return "".join(child.content for child in found).replace("\u200b", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_line_is_that_text_and_nothing_else(text: str) -> None:
    plain = inline(text)
    assert kinds(f"- **before** {plain}") == kinds("- **before** word")
    assert (
        shown(f"- {plain}").split()
        == text.replace("\x1b", "\ufffd").replace("\u202e", "\ufffd").replace("\x9b", "\ufffd").split()
    )
    assert kinds(f"| a | b |\n| --- | --- |\n| {plain} | c |") == kinds("| a | b |\n| --- | --- |\n| word | c |")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_as_code_or_block_does_not_end_it(text: str) -> None:
    assert kinds(f"a {code(text)} b") == kinds("a `word` b")
    assert kinds(f"{block(text)}\n\nafter") == kinds("```text\nword\n```\n\nafter")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_within_an_element_does_not_end_it(text: str) -> None:
    element = f"<summary>{in_html(text)}</summary>"
    assert element.count("<") == 2
    assert "\n" not in element


def test_nothing_that_a_host_turns_into_a_link_is_left() -> None:
    for made in (inline(HOSTILE[9]), in_html(HOSTILE[9])):
        for call in ("://", "www.", "@o", "@e", "#1", "#3", "!7", "GH-1"):
            assert call not in made
