"""Keys and their values in a piece of text, as languages, data formats and commands write them. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.repositories.spelling import ANY, PLUS, PLUS_AT_THE_END, VARIABLE

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.repositories.source_text import SourceText

_WRAPPER = r"(?:(?:(?:pulumi|jsii)\.)?(?:String|StringPtr|StringRef|Output\.Create|to_string|toset)\(\s*|new\(\s*)?"
_QUOTED = (
    r"(?:[fFrR@]{0,2}\$?@?)(?P<quote>\\{0,4}[\"'`])"
    rf"(?P<text>(?:{PLUS}|{VARIABLE}|[^\"'`\n\\])*)(?:{PLUS_AT_THE_END}|(?P=quote))"
)
_BARE = rf"(?!\{{(?!\{{))(?P<bare>(?:{VARIABLE}|[^\s,;{{}}()\[\]\"'`<>])+)"
_PAIR = re.compile(
    rf"(?<![\w.$-])(?P<key>[A-Za-z_][\w.-]*)\\{{0,4}}[\"']?\]?\s*"
    rf"(?:(?:string|str)\s*)?(?::=|=>|[:=])[ \t]*{_WRAPPER}(?:{_QUOTED}|(?![A-Za-z_]\w*=[\w\"']){_BARE})"
)
_BUILDER = re.compile(rf"\.(?P<key>[A-Za-z_]\w*)\(\s*{_QUOTED}\s*\)")
_INNER = r"\\?[\"']?(?:\$\(|`)\s*az\s"
"""A command within the value of an option, whose own options are read by themselves."""
_OPTION = re.compile(
    rf"(?<![\w-])(?P<key>--?[A-Za-z][\w-]*)[\"']?(?:[,=: \t]|[\\`^]\r?\n)+(?!{_INNER})(?:{_QUOTED}|(?!-){_BARE})",
)
_QUERY = re.compile(
    r"\[(?P<key>\?\s*name)\s*==\s*\\{0,4}(?P<quote>[\"'`]+)(?P<text>[\w.-]+)\\{0,4}(?P=quote)(?P<bare>)", re.IGNORECASE
)
"""The condition of `--query` that asks for one name in a list."""
_LITERAL_WHEN_BARE = re.compile(r"(?:\.(?:ya?ml|ini|cfg|conf|txt|env|properties|sh|bash|zsh|psm?1|cmd|bat|toml))?")
"""Endings of files, or none, in which a word without quotes is a text and no variable."""


@dataclass(frozen=True)
class Pair:
    """A key, the value as it is written (`ANY` for one that is computed), where the key stands, and where the value."""

    key: str
    value: str
    at: int
    start: int
    end: int


def pairs_in(source: SourceText, start: int, end: int) -> list[Pair]:
    """The keys and values between two offsets, in order."""
    return _between(_pairs(source), start, end)


def options_in(source: SourceText, start: int, end: int) -> list[Pair]:
    """The options of a command and their values between two offsets."""
    return _between(_options(source), start, end)


def _between(pairs: list[Pair], start: int, end: int) -> list[Pair]:
    return pairs[bisect_left(pairs, start, key=_where) : bisect_left(pairs, end, key=_where)]


def _where(pair: Pair) -> int:
    return pair.at


@lru_cache(maxsize=1)
def _pairs(source: SourceText) -> list[Pair]:
    """Those of the whole file, read once: regions of forms overlap."""
    literal = bool(_LITERAL_WHEN_BARE.fullmatch(source.suffix))
    found = (each for pattern in (_PAIR, _BUILDER) for each in pattern.finditer(source.text))
    return sorted((_pair(each, bare_is_literal=literal) for each in found), key=_where)


@lru_cache(maxsize=1)
def _options(source: SourceText) -> list[Pair]:
    found = (each for pattern in (_OPTION, _QUERY) for each in pattern.finditer(source.text))
    return sorted((_pair(each, bare_is_literal=True) for each in found), key=_where)


def _pair(found: re.Match[str], *, bare_is_literal: bool) -> Pair:
    groups = found.groupdict()
    if groups["text"] is not None:
        return Pair(found["key"], _as_value(found), found.start("key"), *found.span("text"))
    return Pair(found["key"], groups["bare"] if bare_is_literal else ANY, found.start("key"), *found.span("bare"))


def _as_value(found: re.Match[str]) -> str:
    """The quoted text; with what is joined to it where it goes on behind the quote."""
    text = found["text"]
    goes_on = not found[0].rstrip(") \t\r\n").endswith(found["quote"])
    return f"{text}{ANY}" if goes_on else text
