"""Bare names of images: the value of a key that speaks of an image. Only a hint. Pure.

`image` itself is a container's in most files; the forms have it where it is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.repositories.pairs import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from managed_image_to_gallery.cli.repositories.source_text import SourceText
    from managed_image_to_gallery.cli.repositories.wanted import Images

_KEY_BEGINS = re.compile(r"[\w.$:-]{0,80}\Z")
_KEY_ENDS = re.compile(r"image[\w.-]*(?P<quote>\\{0,4}[\"']?\]?)", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?:\s*(?:string\s*)?(?::=|=>|[:=(])\s*|[ \t]+)")
_VALUE = re.compile(r"\\{0,4}[\"'`]?(?P<name>[A-Za-z0-9_][\w.-]*?)(?=\.?(?:\\{0,4}[\"'`]|[\s,;)\]}<]|\Z))")
_DEFAULT = re.compile(r"\s*[:=]?\s*\{[^{}]{0,300}?\b(?:default|defaultValue|value)\b[\"']?\s*[:=]\s*", re.IGNORECASE)
_BESIDE = re.compile(
    r"\s*,?\s*(?:[\"']?type[\"']?\s*[:=]\s*[\"']?\w+[\"']?\s*,?\s*)?[\"']?(?:value|default)[\"']?\s*[:=]\s*",
    re.IGNORECASE,
)
"""A variable of a pipeline or a container: its name is a value itself, and what it holds stands beside it."""
_ASSIGNED = re.compile(
    r"(?<![=!<>])(?::=|=>|[:=])[ \t]*(?P<quote>[\"'`]?)(?P<name>[A-Za-z0-9_][\w.-]*)(?P=quote)"
    r"(?=[ \t]*(?:[,;)}\]\r\n#]|\Z))"
)
_LIST = re.compile(r"\s*[:=]\s*(?:toset\()?\s*\[(?P<items>[^\[\]]{0,4000})\]")
_ITEM = re.compile(r"[\"']([A-Za-z0-9_][\w.-]*)[\"']")
_FALLBACK = re.compile(
    r"[^\n]{0,200}?(?:\bdefault\(\s*\\{0,4}[\"']|:-|(?:\?\?|\|\|)\s*[\"'`])(?P<name>[A-Za-z0-9_][\w.-]*)(?=\\{0,4}[\"'`}])"
)
"""What stands in for a variable that is not set, as Jinja, shells and JavaScript write it."""
_OF_CONTAINERS = re.compile(r"\A-{0,2}images?\Z|docker|container", re.IGNORECASE)


def bare_names_in(source: SourceText, images: Images) -> Iterator[Pair]:
    """Keys with `image` in them whose value, or one of whose values, is the name of an image."""
    if not images.may_be_in(source.folded):
        return
    for found in _KEY_ENDS.finditer(source.text):
        wanted = [each for each in _names(source.text, found.end()) if images.has_name(each[0])]
        if wanted:
            yield from _under_key(source.text, found, wanted)


def _under_key(text: str, found: re.Match[str], wanted: Iterable[tuple[str, int]]) -> Iterator[Pair]:
    """The names under the key that ends there, unless it is one of containers' images."""
    begins = _KEY_BEGINS.search(text, max(0, found.start() - 80), found.start())
    start = begins.start() if begins else found.start()
    key = text[start : found.start("quote")]
    if text[start - 1 : start] == "/" or _OF_CONTAINERS.search(key):
        return
    for name, at in wanted:
        yield Pair(key, name, start, at, at + len(name))


def assigned_names_in(source: SourceText, images: Images) -> Iterator[Pair]:
    """Whatever is set to the name of an image: for a text that reads an image whose name is a variable."""
    for found in _ASSIGNED.finditer(source.text):
        if images.has_name(found["name"]):
            yield Pair("", found["name"], found.start("name"), *found.span("name"))


def _names(text: str, end: int) -> Iterator[tuple[str, int]]:
    """The values of the key that ends there, and where they stand: its list, the one after it, or what stands in."""
    listed = _LIST.match(text, end)
    if listed is not None:
        for item in _ITEM.finditer(text, *listed.span("items")):
            yield item[1], item.start(1)
        return
    separator = _DEFAULT.match(text, end) or _BESIDE.match(text, end) or _SEPARATOR.match(text, end)
    value = _VALUE.match(text, separator.end()) if separator else None
    for found in (value, _FALLBACK.match(text, end)):
        if found is not None:
            yield found["name"], found.start("name")
