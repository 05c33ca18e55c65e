"""`$filter` of the list of resources: `resourceType eq 'Microsoft.Compute/images' and location eq 'eastus'`.

What is understood is what learn.microsoft.com/rest/api/resources/resources/list documents: `eq` and `ne` on `name`,
`location`, `resourceType`, `resourceGroup`, `tagName`, `tagValue`; `substringof(value, property)`;
`startswith(property, value)`; `and`, `or`, parentheses. Comparisons ignore case.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from local_azure.arm.regions import short_name
from local_azure.arm.resource import Resource
from local_azure.resource_groups import errors

Predicate = Callable[[Resource], bool]
TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([(),])|([A-Za-z_./]+))")

READERS: dict[str, Callable[[Resource], str]] = {
    "name": lambda resource: resource.name,
    "location": lambda resource: resource.location or "",
    "resourcetype": lambda resource: resource.type,
    "resourcegroup": lambda resource: resource.arm_id.group or "",
}


def parse_filter(text: str) -> Predicate:
    """The predicate that a filter stands for; an empty filter lets everything through, 400 for what cannot be read."""
    if not text.strip():
        return lambda _: True
    parser = _Parser(text)
    predicate = parser.disjunction()
    parser.expect_end()
    return predicate


class _Parser:
    """A recursive descent over the tokens of one filter."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._split(text.strip())
        self._position = 0

    def disjunction(self) -> Predicate:
        parts = [self.conjunction()]
        while self._accept("or"):
            parts.append(self.conjunction())
        return lambda resource: any(part(resource) for part in parts)

    def conjunction(self) -> Predicate:
        parts = [self.term()]
        while self._accept("and"):
            parts.append(self.term())
        return lambda resource: all(part(resource) for part in parts)

    def term(self) -> Predicate:
        if self._accept("("):
            inner = self.disjunction()
            self._expect(")")
            return inner
        word = self._next().lower()
        if word in ("substringof", "startswith"):
            return self._function(word)
        if word == "tagname":
            return self._tag()
        operator = self._next().lower()
        if operator not in ("eq", "ne"):
            raise self._fault(f"the operator '{operator}' is not one of eq, ne")
        wanted = self._value()
        equal = _equals(self._reader(word), wanted, is_location=word == "location")
        return equal if operator == "eq" else lambda resource: not equal(resource)

    def expect_end(self) -> None:
        if self._position < len(self._tokens):
            raise self._fault(f"'{self._tokens[self._position][1]}' was not expected")

    def _tag(self) -> Predicate:
        """`tagName eq 'a'`, alone or with `and tagValue eq 'b'`: that tag, with that value."""
        self._expect("eq")
        name = self._value().lower()
        mark = self._position
        if self._accept("and") and self._accept("tagvalue"):
            self._expect("eq")
            value = self._value()
            return lambda resource: _tags(resource).get(name) == value
        self._position = mark
        return lambda resource: name in _tags(resource)

    def _function(self, name: str) -> Predicate:
        self._expect("(")
        first = self._next_token()
        self._expect(",")
        second = self._next_token()
        self._expect(")")
        (is_value, value), (_, field) = (first, second) if name == "substringof" else (second, first)
        if not is_value:
            raise self._fault(f"{name} needs a value in quotes")
        reader = self._reader(field.lower())
        if name == "substringof":
            return lambda resource: value.lower() in reader(resource).lower()
        return lambda resource: reader(resource).lower().startswith(value.lower())

    def _reader(self, field: str) -> Callable[[Resource], str]:
        if field not in READERS:
            raise self._fault(f"the property '{field}' cannot be filtered by")
        return READERS[field]

    def _split(self, text: str) -> list[tuple[bool, str]]:
        tokens: list[tuple[bool, str]] = []
        position = 0
        while position < len(text):
            found = TOKEN.match(text, position)
            if found is None:
                raise self._fault(f"'{text[position : position + 20]}' cannot be read")
            quoted, mark, word = found.groups()
            tokens.append(
                (quoted is not None, (quoted or "").replace("''", "'") if quoted is not None else mark or word)
            )
            position = found.end()
        return tokens

    def _next_token(self) -> tuple[bool, str]:
        if self._position >= len(self._tokens):
            raise self._fault("it ends too early")
        self._position += 1
        return self._tokens[self._position - 1]

    def _next(self) -> str:
        is_value, text = self._next_token()
        if is_value:
            raise self._fault(f"the value '{text}' was not expected")
        return text

    def _value(self) -> str:
        is_value, text = self._next_token()
        if not is_value:
            raise self._fault(f"a value in quotes is expected, '{text}' was found")
        return text

    def _accept(self, word: str) -> bool:
        if self._position < len(self._tokens) and self._tokens[self._position] == (False, self._same(word)):
            self._position += 1
            return True
        return False

    def _same(self, word: str) -> str:
        """The next word in its own spelling when it is `word` in another letter case."""
        is_value, text = self._tokens[self._position]
        return text if not is_value and text.lower() == word else word

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise self._fault(f"'{word}' is expected")

    def _fault(self, reason: str) -> Exception:
        return errors.invalid_filter(self._text, reason)


def _equals(reader: Callable[[Resource], str], wanted: str, *, is_location: bool) -> Predicate:
    if is_location:
        return lambda resource: short_name(reader(resource)) == short_name(wanted)
    return lambda resource: reader(resource).lower() == wanted.lower()


def _tags(resource: Resource) -> dict[str, str]:
    return {name.lower(): value for name, value in (resource.tags or {}).items()}
