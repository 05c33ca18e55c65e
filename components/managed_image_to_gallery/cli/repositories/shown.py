"""What was found, for people and as JSON: per image what to change, then what to look at."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, listed
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.output.fitting import between_words, continued
from managed_image_to_gallery.cli.output.saying import hand_over, tell
from managed_image_to_gallery.cli.output.short_ids import short
from managed_image_to_gallery.cli.repositories.hits import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from managed_image_to_gallery.cli.repositories.hits import Hit
    from managed_image_to_gallery.cli.repositories.search import Found
    from managed_image_to_gallery.cli.repositories.wanted import Images

_WHOLE = 200
"""Characters of a line that are shown where no screen is narrower: a minified file has one line."""


def as_json(found: Found) -> dict[str, object]:
    """Everything, for a program."""
    return {
        "references": [_row(hit) for hit in found.hits],
        "files": {
            "read": found.read,
            "skipped": {
                kind.value: count for kind, count in sorted(found.skipped.items(), key=lambda each: each[0].value)
            },
            "links": found.links,
            "huge": found.huge,
            "notUtf8": found.odd,
            "ownConfig": found.own,
            "unread": found.unread,
        },
    }


def _row(hit: Hit) -> dict[str, object]:
    return {
        "file": hit.file,
        "line": hit.line,
        "grade": hit.grade.value,
        "tool": hit.tool,
        "migrations": list(hit.migrations),
        "written": hit.written,
        "replacement": hit.replacement,
        "latest": hit.latest,
        "note": hit.note,
        "makes": hit.makes,
        "commented": hit.commented,
        "inPlace": bool(hit.edits),
    }


def show(found: Found, images: Images) -> None:
    """Print it: the places on standard output, the numbers on standard error."""
    width = _width()
    for line in lines_of(found.hits, images, width):
        hand_over(f"{line}\n")
    for line in summary(found, images):
        tell(line, err=True)


def _width() -> int:
    """The screen's; where nobody looks at one, a whole line."""
    from rich.console import Console

    console = Console()
    return console.width if console.is_terminal else _WHOLE


def lines_of(hits: Sequence[Hit], images: Images, width: int) -> Iterator[str]:
    """The places: by image where it is one and it is read, then what makes images, what may be any, what is no code."""
    read = [hit for hit in hits if not (hit.commented or hit.makes)]
    for one in images.all:
        of_it = [hit for hit in read if hit.migrations == one.migrations]
        if of_it:
            heading = f"{', '.join(one.migrations)}: {counted(len(of_it), 'reference')} to {short(str(one.image))}"
            yield between_words(heading, width)
            yield from _places(of_it, width, notes=True)
            yield from _instead(of_it, width)
    makes = [hit for hit in hits if hit.makes and not hit.commented]
    yield from _section("Makes an image again with the next build: change the build first.", makes, width)
    whole = {one.migrations for one in images.all}
    yield from _section("May name an image; look at each:", [hit for hit in read if hit.migrations not in whole], width)
    yield from _section("Commented out:", [hit for hit in hits if hit.commented], width)


def _section(heading: str, hits: Sequence[Hit], width: int) -> Iterator[str]:
    if not hits:
        return
    yield between_words(heading, width)
    yield from _places(hits, width, notes=False, of=True)
    yield from _instead([hit for hit in hits if hit.makes and not hit.commented], width)


def _places(hits: Iterable[Hit], width: int, *, notes: bool, of: bool = False) -> Iterator[str]:
    for hit in hits:
        named = f": {listed(hit.migrations) or 'any image'}" if of else ""
        yield between_words(f"  {hit.file}:{hit.line}: {hit.grade.value}, {hit.tool}{named}", width)
        yield f"      {_clipped(short(hit.written), width - 6)}"
        if notes and hit.note:
            yield textwrap.fill(hit.note, max(width, 40), initial_indent="      ", subsequent_indent="      ")


def _clipped(text: str, width: int) -> str:
    said = one_line(text)
    return said if len(said) <= width else f"{said[: max(width, 20) - 1]}…"


def _instead(hits: Iterable[Hit], width: int) -> Iterator[str]:
    """What to write instead: each text once, with the tools that write it so."""
    tools: dict[str, list[str]] = {}
    newest: dict[str, str] = {}
    for hit in hits:
        if hit.replacement:
            tools.setdefault(hit.replacement, []).append(hit.tool)
            newest[hit.replacement] = hit.latest
    for text, of in tools.items():
        yield between_words(f"    Instead, {', '.join(dict.fromkeys(of))}:", width)
        yield _indented(text, width)
        if newest[text]:
            yield "    or always the newest version:"
            yield _indented(newest[text], width)


def _indented(text: str, width: int) -> str:
    """A text to be copied; a command of the shell's is broken between options where the screen is narrower."""
    return textwrap.indent(continued(text, width - 6) if text.startswith("az ") else text, "      ")


def summary(found: Found, images: Images) -> Iterator[str]:
    """The numbers: what was found, and what was not looked at."""
    yield f"{_numbers(found.hits)} {counted(found.read, 'file')} read{_skipped(found)}."
    named = {name for hit in found.hits for name in hit.migrations if not hit.commented}
    free = sum(not named & set(one.migrations) for one in images.all)
    if free:
        yield f"{counted(free, 'image')} of {len(images.all):,} named nowhere in these files."
    if found.own:
        yield f"This product's own config stays as it is: {listed(found.own)}."
    if found.odd:
        yield f"Not UTF-8, and read all the same: {listed(found.odd)}."
    for name, reason in found.unread.items():
        yield f"Could not be read: {name}: {reason}."


def _numbers(hits: Sequence[Hit]) -> str:
    if not hits:
        return "Nothing found."
    live = [hit for hit in hits if not hit.commented]
    grades = Counter(hit.grade for hit in live)
    words = [f"{grades[grade]:,} {grade.value}" for grade in Grade if grades[grade]]
    words += _more(sum(hit.makes for hit in live), "of them made there")
    words += _more(len(hits) - len(live), "commented out")
    return f"{counted(len({hit.file for hit in hits}), 'file')} with references: {', '.join(words)}."


def _more(count: int, what: str) -> list[str]:
    return [f"{count:,} {what}"] if count else []


def _skipped(found: Found) -> str:
    """What was not read, in brackets."""
    counts: Mapping[str, int] = {kind.value: count for kind, count in found.skipped.items()}
    words = [f"{count:,} {kind}" for kind, count in sorted(counts.items())]
    words += _more(found.links, "links")
    huge = f" ({listed(found.huge)})" if found.huge else ""
    return f", not read: {', '.join(words)}{huge}" if words else ""
