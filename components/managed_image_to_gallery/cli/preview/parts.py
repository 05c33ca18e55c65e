"""A long Markdown text made of parts, cut at whole entries where it would be too long: pure.

What is cut stays balanced: a table keeps its heading, a block of code its end, `<details>` its `</details>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.output.markdown import block, in_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Part:
    """A part of the text: what stands before its entries, they themselves, a line or a paragraph each, and the end.

    what: what the entries are, for the note about those that are left out; a part without it is never left out.
    """

    head: str = ""
    entries: Sequence[str] = ()
    tail: str = ""
    what: str = ""

    def text(self, count: int | None = None) -> str:
        """The part with its first entries, or with all."""
        body = "\n".join([*([self.head] if self.head else []), *self.entries[:count]])
        return f"{body}{self.tail}"


def paragraph(text: str) -> Part:
    """A part that is never left out."""
    return Part(head=text)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], what: str) -> Part:
    """A table; a heading that ends with a colon is that of a column of numbers."""
    titles = " | ".join(heading.rstrip(":") for heading in headings)
    rule = " | ".join("---:" if heading.endswith(":") else "---" for heading in headings)
    return Part(f"| {titles} |\n| {rule} |", [f"| {' | '.join(cells)} |" for cells in rows], what=what)


def collapsed(summary: str, part: Part) -> Part:
    """The part behind a summary that opens it."""
    head = f"<details><summary>{in_html(summary)}</summary>\n\n{part.head}"
    return Part(head, part.entries, f"{part.tail}\n\n</details>", part.what)


def lines_of_code(lines: Sequence[str], what: str) -> Part:
    """Lines as a block of code, between fences that are longer than any within."""
    first, *within, last = block("\n".join(lines)).split("\n")
    return Part(first, within, f"\n{last}", what)


def fitted(parts: Sequence[Part], longest: int | None, whole: str) -> str:
    """The parts as one text of at most that many characters.

    Entries are left out from the end of the part that they do not fit into. A last line says how many of what, and
    where the whole is, which `whole` tells.
    """
    complete = _BETWEEN.join(part.text() for part in parts) + "\n"
    if longest is None or len(complete) <= longest:
        return complete
    room = longest - len(_note(_counted((part.what, len(part.entries)) for part in parts), whole))
    room -= sum(len(part.text()) + len(_BETWEEN) for part in parts if not part.what)
    kept: list[str] = []
    missing: list[tuple[str, int]] = []
    for part in parts:
        count = _that_fit(part, room) if part.what else len(part.entries)
        if count or not part.what:
            kept.append(part.text(count))
            room -= len(kept[-1]) + len(_BETWEEN) if part.what else 0
        missing.append((part.what, len(part.entries) - count))
    return _BETWEEN.join(kept) + _note(_counted(missing), whole)


def _counted(entries: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for what, count in entries:
        if count:
            found[what] = found.get(what, 0) + count
    return found


def _that_fit(part: Part, room: int) -> int:
    """How many entries of a part fit into the room."""
    left = room - len(_BETWEEN) - len(part.text(0))
    for count, entry in enumerate(part.entries):
        left -= len(entry) + 1
        if left < 0:
            return count
    return len(part.entries)


def _note(missing: dict[str, int], whole: str) -> str:
    counts = ", ".join(f"{count} {what}" for what, count in missing.items())
    return f"\n\n✂️ **Not all of it fits here.** Left out: {counts}. The whole preview: {whole}.\n"
