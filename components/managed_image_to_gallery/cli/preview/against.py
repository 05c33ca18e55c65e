"""What stands against a change as a part of the comment: few bullets that are read, the others behind a count: pure.

Findings of one rule and remedy are told together, those of one text in one bullet. A reviewer of three hundred refusals
reads the first of each kind and their number; who mends them opens the list of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.output.markdown import Markdown, code, inline
from managed_image_to_gallery.cli.output.short_ids import short
from managed_image_to_gallery.cli.preview.parts import Part, collapsed, lines_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.cli.preview.findings import Finding

_LONGEST = 600
"""Characters of one bullet's text; the whole is behind the bullets."""

_ALIKE = 10
"""Findings of equal text up to which each has its own bullet."""
_NAMED = 40
"""Names in the one bullet of more; the others are counted."""
_READ = 12
"""Bullets of one kind, and kinds, that are read; one more is shown rather than counted."""


def things_against(count: int) -> str:
    """`3 things against it`."""
    return f"{counted(count, 'thing')} against it"


def against(found: Sequence[Finding]) -> Iterator[Part]:
    """The first bullets of each kind, with the number of the others."""
    kinds = _kinds(found)
    bullets = [bullet for same in _first(kinds) for bullet in _bullets(same)]
    rest = sum(map(len, kinds[len(_first(kinds)) :]))
    if rest:
        bullets.append(f"- and **{rest} more** of {len(kinds) - len(_first(kinds))} other kinds, below")
    if bullets:
        yield Part(entries=bullets, what="lines of what is against it")


def others_against(found: Sequence[Finding]) -> Iterator[Part]:
    """What the bullets only count, and the texts that say more than a bullet does; each behind a summary."""
    kinds = _kinds(found)
    first = _first(kinds)
    for same in first:
        groups = _groups(same)
        rest = groups[len(_first(groups)) :]
        if rest:
            kind = same[0].rule or one_line(same[0].remedy) or "without a remedy"
            lines = [f"- {_names(alike)}: {_short(alike[0].text)}" for alike in rest]
            yield collapsed(f"The other {sum(map(len, rest))}: {kind}", Part(entries=lines, what="things against it"))
    lines = [bullet for same in kinds[len(first) :] for bullet in _bullets(same, every=True)]
    if lines:
        yield collapsed(f"The other kinds ({len(kinds) - len(first)})", Part(entries=lines, what="things against it"))
    whole = dict.fromkeys(one.whole or (one.text if len(one.text) > _LONGEST else "") for one in found)
    texts = [line for text in whole if text for line in text.splitlines()]
    if texts:
        yield collapsed("What is against it, in full", lines_of_code(texts, "lines of full texts"))


def _kinds(found: Sequence[Finding]) -> list[list[Finding]]:
    """The findings by rule and remedy."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        kinds.setdefault((one.rule, one.remedy), []).append(one)
    return list(kinds.values())


def _first(several: Sequence[list[Finding]]) -> Sequence[list[Finding]]:
    """Those that are shown: all, where no more than one would be counted."""
    return several if len(several) <= _READ + 1 else several[:_READ]


def _groups(same: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one kind: each by itself, and those whose text very many have in common together."""
    by_text: dict[str, list[Finding]] = {}
    for one in same:
        by_text.setdefault(one.text, []).append(one)
    return [part for alike in by_text.values() for part in _apart(alike)]


def _apart(alike: list[Finding]) -> list[list[Finding]]:
    return [alike] if len(alike) > _ALIKE else [[one] for one in alike]


def _bullets(same: Sequence[Finding], *, every: bool = False) -> Iterator[str]:
    """The findings of one kind, each a bullet: below one for what they share, where that has a name.

    every: none of them is only counted.
    """
    groups = _groups(same)
    shown = groups if every else _first(groups)
    left = sum(map(len, groups[len(shown) :]))
    more = f"and **{left} more**, below"
    rule, remedy = same[0].rule, _remedy(same[0].remedy)
    has_one_text = len({one.text for one in same}) == 1
    shared = inline(rule) if rule else _short(same[0].text) if has_one_text else ""
    if len(groups) == 1 or not shared:
        for alike in shown:
            head = f"{inline(rule)}: " if rule else ""
            yield f"- {_names(alike)}: {head}{_short(alike[0].text)}{remedy}"
        if left:
            yield f"- {more}{remedy}"
        return
    yield f"- **{shared}**, {len(same)} times{remedy}"
    for alike in shown:
        yield f"  - {_names(alike)}" + (f": {_short(alike[0].text)}" if rule else "")
    if left:
        yield f"  - {more}"


def _names(alike: Sequence[Finding]) -> str:
    """`**name** (`file:line`)`, of a few; the others are counted."""
    places = list(dict.fromkeys((one.about, one.where) for one in alike))
    names = [f"**{inline(about)}**{f' ({code(where)})' if where else ''}" for about, where in places[:_NAMED]]
    more = f" and **{len(places) - _NAMED} more**" if len(places) > _NAMED else ""
    return f"{', '.join(names)}{more}"


def _remedy(remedy: str) -> str:
    return f" → {inline(one_line(remedy))}" if remedy else ""


def _short(text: str) -> Markdown:
    """A text in one line, cut where it is long; ids by group and name: they are whole behind the bullets."""
    line = short(text)
    return inline(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")
