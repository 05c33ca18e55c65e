"""The text of one file: read from its bytes, with its lines, its brackets and what is commented out. Pure.

Bytes that are no UTF-8 are kept as they are (surrogates), so that a patch has them again. A text is read as the tools
read it only as far as brackets, quotes and indentation go: templates (Helm, Jinja) are no valid YAML or HCL, and lines
and places stay those of the file.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from posixpath import splitext

_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_TOKENS = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|[][(){}]")
_CLOSES = {")": "(", "]": "[", "}": "{"}

_COMMENTS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    (r"\.(?:bicep(?:param)?|json[c5]?|[cm]?[jt]sx?|cs|go|java|kt|groovy|scala)", ("//",), (("/*", "*/"),)),
    (r"\.(?:tf|hcl|tfvars)", ("//", "#"), (("/*", "*/"),)),
    (r"\.(?:xml|x?html?|config|csproj|md|markdown)", (), (("<!--", "-->"),)),
    (r"\.(?:psm?1|psd1)", ("#",), (("<#", "#>"),)),
    (r"\.(?:ini|cfg|conf|cmd|bat)", ("#", ";", "::", "REM "), ()),
    (r".*", ("#",), ()),
)
"""By a file's ending: what begins a comment that goes to the end of the line, and what encloses one."""

_READABLE = 400
"""Characters of a line that a person still reads; in longer ones, as of minified files, no comment is looked for."""


def encoding_of(content: bytes) -> str:
    """The encoding that the mark at the beginning tells; UTF-8 without one."""
    return next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), "utf-8")


class SourceText:
    """A file's text under its name."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.encoding = encoding_of(content)
        self._content = content

    @cached_property
    def text(self) -> str:
        """The whole text; most files are done with before it is asked for."""
        return self._content.decode(self.encoding, "surrogateescape" if self.encoding == "utf-8" else "replace")

    @cached_property
    def suffix(self) -> str:
        """The name's ending in lower case, with its dot."""
        return splitext(self.name.lower())[1]

    @cached_property
    def _marks(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """What begins and encloses comments."""
        return next((line, block) for ending, line, block in _COMMENTS if re.fullmatch(ending, self.suffix))

    @property
    def is_odd(self) -> bool:
        """Whether some bytes are no UTF-8."""
        return (
            self.encoding == "utf-8"
            and not self._content.isascii()
            and any("\udc80" <= c <= "\udcff" for c in self.text)
        )

    @property
    def is_indented(self) -> bool:
        """Whether indentation makes the blocks, as in YAML."""
        return self.suffix in (".yml", ".yaml")

    @cached_property
    def folded(self) -> bytes:
        """The text in lower case, what is not ASCII left out: words are looked for here before anything slower is."""
        if self.encoding == "utf-8" and self._content.isascii():
            return self._content.lower()
        return self.text.lower().encode("ascii", "replace")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line_at(self, offset: int) -> int:
        """The number of the line that an offset is in, from 1."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self._line_starts[self.line_at(offset) - 1]

    def line_text(self, offset: int) -> str:
        """The line of an offset, without its end."""
        end = self.text.find("\n", offset)
        return self.text[self.line_start(offset) : len(self.text) if end < 0 else end].rstrip("\r")

    def excerpt(self, offset: int) -> str:
        """The line of an offset without its indentation; of one that nobody reads whole, what is around the offset."""
        line = self.line_text(offset)
        if len(line) <= _READABLE:
            return line.strip()
        at = offset - self.line_start(offset)
        return f"…{line[max(0, at - _READABLE // 4) : at + _READABLE // 2]}…"

    @cached_property
    def _blocks(self) -> list[tuple[int, int]]:
        """Where each pair of brackets opens and closes, outside of quoted texts, in the order of its opening."""
        found: list[tuple[int, int]] = []
        opened: list[int] = []
        for token in _TOKENS.finditer(self.text):
            bracket = token[0]
            if bracket in "([{":
                opened.append(token.start())
            elif bracket in _CLOSES and any(self.text[at] == _CLOSES[bracket] for at in opened[-8:]):
                while self.text[opened[-1]] != _CLOSES[bracket]:
                    opened.pop()
                found.append((opened.pop(), token.start()))
        return sorted(found)

    @cached_property
    def _parents(self) -> list[int]:
        """For each pair of brackets the one around it; -1 for one that is in none."""
        parents: list[int] = []
        open_ones: list[int] = []
        for index, (opening, _) in enumerate(self._blocks):
            while open_ones and self._blocks[open_ones[-1]][1] < opening:
                open_ones.pop()
            parents.append(open_ones[-1] if open_ones else -1)
            open_ones.append(index)
        return parents

    def blocks_around(self, offset: int) -> list[tuple[int, int]]:
        """The pairs of brackets that an offset is between, the innermost first."""
        found: list[tuple[int, int]] = []
        at = bisect_right(self._blocks, (offset, -1)) - 1
        while at >= 0:
            if self._blocks[at][1] >= offset:
                found.append(self._blocks[at])
            at = self._parents[at]
        return found

    def blocks_in(self, block: tuple[int, int]) -> list[tuple[int, int]]:
        """The pairs of braces inside of a block, however deep."""
        first, end = bisect_right(self._blocks, block), bisect_right(self._blocks, (block[1], -1))
        return [each for each in self._blocks[first:end] if self.text[each[0]] == "{"]

    def block_at(self, opening: int) -> tuple[int, int]:
        """The block of the bracket that opens at an offset; to the end of the text where it is never closed."""
        at = bisect_right(self._blocks, (opening, -1))
        if at < len(self._blocks) and self._blocks[at][0] == opening:
            return self._blocks[at]
        return opening, len(self.text)

    @cached_property
    def _commented_blocks(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for opens, closes in self._marks[1]:
            at = 0
            while (at := self.text.find(opens, at)) >= 0:
                if self._is_mark(at):
                    end = self.text.find(closes, at + len(opens))
                    end = len(self.text) if end < 0 else end
                    found.append((at, end))
                    at = end
                at += len(opens)
        return found

    def is_commented(self, offset: int) -> bool:
        """Whether what stands at an offset is commented out."""
        at = bisect_right(self._commented_blocks, (offset, len(self.text)))
        if at and self._commented_blocks[at - 1][1] > offset:
            return True
        start = self.line_start(offset)
        if offset - start > 10 * _READABLE:
            return False
        before = self.text[start:offset]
        return any(
            self._is_mark(start + found.start())
            for mark in self._marks[0]
            for found in re.finditer(re.escape(mark), before)
        )

    def _is_mark(self, offset: int) -> bool:
        """Whether a mark of a comment is one: at the line's beginning or after a blank, and in no quoted text."""
        start = self.line_start(offset)
        if offset - start > 10 * _READABLE:
            return False
        before = self.text[start:offset]
        if before and not before[-1].isspace() and before[-1] not in ";{},":
            return False
        without_quoted = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", "", before)
        return '"' not in without_quoted and without_quoted.count("'") % 2 == 0
