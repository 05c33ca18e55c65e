"""Expressions of the template language: `[concat(parameters('name'), '-nic')]`. Pure: the functions are given.

The grammar is that of learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions: a call of a
function, whose arguments are strings in single quotes (`''` is a quote), whole numbers or calls, followed by `.member`
and `[index]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from local_azure.arm.json_types import as_list, as_object

Function = Callable[[Sequence[object]], object]
Functions = Mapping[str, Function]
"""Functions by lower-case name; each gets its evaluated arguments and raises `ExpressionError` to refuse them."""

TOKEN = re.compile(r"\s*(?:'(?P<text>(?:[^']|'')*)'|(?P<number>-?\d+)|(?P<word>[A-Za-z_]\w*)|(?P<mark>[()\[\],.]))")


class ExpressionError(Exception):
    """An expression that cannot be read or evaluated; the text says what is wrong with which part."""


def evaluate(value: object, functions: Functions) -> object:
    """A JSON value with every expression in it replaced by what it comes to; names of members stay."""
    if isinstance(value, str):
        return _evaluate_text(value, functions)
    if isinstance(value, dict):
        members = as_object(cast("object", value))
        return {name: evaluate(members[name], functions) for name in members}
    if isinstance(value, list):
        return [evaluate(each, functions) for each in as_list(cast("object", value))]
    return value


def _evaluate_text(text: str, functions: Functions) -> object:
    if not text.startswith("[") or not text.endswith("]"):
        return text
    if text.startswith("[["):
        return text[1:]
    return _Reader(text[1:-1], functions).whole()


class _Reader:
    """A recursive descent over one expression, which evaluates as it reads."""

    def __init__(self, text: str, functions: Functions) -> None:
        self._text = text
        self._functions = functions
        self._tokens = self._split()
        self._position = 0

    def whole(self) -> object:
        value = self._value()
        if self._position < len(self._tokens):
            raise self._unexpected()
        return value

    def _value(self) -> object:
        kind, text = self._next()
        if kind == "text":
            return text.replace("''", "'")
        if kind == "number":
            return int(text)
        if kind != "word":
            self._position -= 1
            raise self._unexpected()
        value = self._call(text)
        while True:
            if self._accept("."):
                value = _member(value, self._next()[1])
            elif self._accept("["):
                value = _element(value, self._value())
                self._expect("]")
            else:
                return value

    def _call(self, name: str) -> object:
        function = self._functions.get(name.lower())
        if function is None:
            raise ExpressionError(f"The template function '{name}' is not valid.")
        self._expect("(")
        arguments: list[object] = []
        if self._accept(")"):
            return function(arguments)
        arguments.append(self._value())
        while self._accept(","):
            arguments.append(self._value())
        self._expect(")")
        return function(arguments)

    def _split(self) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        text, position = self._text.rstrip(), 0
        while position < len(text):
            found = TOKEN.match(text, position)
            if found is None or found.lastgroup is None:
                raise ExpressionError(f"Unable to parse language expression '{self._text}' at '{text[position:]}'.")
            tokens.append((found.lastgroup, found[found.lastgroup]))
            position = found.end()
        return tokens

    def _next(self) -> tuple[str, str]:
        if self._position >= len(self._tokens):
            raise ExpressionError(f"Unable to parse language expression '{self._text}': it ends too early.")
        self._position += 1
        return self._tokens[self._position - 1]

    def _accept(self, mark: str) -> bool:
        if self._position < len(self._tokens) and self._tokens[self._position] == ("mark", mark):
            self._position += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._accept(mark):
            raise self._unexpected(f"'{mark}' is expected")

    def _unexpected(self, reason: str = "it was not expected") -> ExpressionError:
        found = self._next()[1]
        return ExpressionError(f"Unable to parse language expression '{self._text}' at '{found}': {reason}.")


def _member(value: object, name: str) -> object:
    members = as_object(value)
    for each in members:
        if each.lower() == name.lower():
            return members[each]
    raise ExpressionError(
        f"The language expression property '{name}' doesn't exist, available properties are '{', '.join(members)}'."
    )


def _element(value: object, index: object) -> object:
    if isinstance(index, str):
        return _member(value, index)
    elements = as_list(value)
    if not isinstance(index, int) or not 0 <= index < len(elements):
        raise ExpressionError(f"The language expression property array index '{index}' is out of bounds.")
    return elements[index]
