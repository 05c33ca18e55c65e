"""The marks that stand in a recording in place of names, and names that local Azure takes in place of them. Pure.

A mark is `<name 1f3a…>`, the same wherever the name stood; `<NAME 1f3a…>` where it stood in capitals. A recording
without the digits cannot be sent again: nobody knows which of its names were the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARK = re.compile(r"<(name|NAME)(?: ([0-9a-f]+))?>")
_KEYWORD = re.compile(r"[A-Za-z]{2,60}")
_NAMESPACE = re.compile(r"[A-Za-z]+(\.[A-Za-z]+)+")


class NotReplayable(Exception):
    """An exchange that cannot be sent again, and why."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def is_mark(text: str) -> bool:
    """Whether a whole text stands in place of a name."""
    return _MARK.fullmatch(text) is not None


def without_marks(path: str) -> str:
    """A recorded path whose names all look alike: `<name>`, `<NAME>` where it stood in capitals."""
    return _MARK.sub(lambda found: f"<{found[1]}>", path)


def form_of(path: str) -> str:
    """What a recording without marks has in place of a path of local Azure's."""
    words: list[str] = []
    is_keyword, is_namespace = True, False
    for word in path.strip("/").split("/"):
        keep = _KEYWORD.fullmatch(word) if is_keyword else is_namespace and _NAMESPACE.fullmatch(word)
        words.append(word if keep else "<NAME>" if word.isupper() else "<name>")
        is_keyword, is_namespace = not is_keyword, is_keyword and word.lower() == "providers"
    return "/" + "/".join(words)


@dataclass
class Names:
    """Names in place of marks, chosen as they come: the subscription and region are those given."""

    subscription: str
    region: str
    _subscription: str | None = None
    _versions: dict[str, str] = field(default_factory=dict[str, str])

    def path(self, recorded: str) -> str:
        """A recorded path with names. Raises NotReplayable."""
        return "/" + "/".join(self._words(recorded))

    def text(self, mark: str) -> str:
        """The name in place of a mark that stands alone. Raises NotReplayable."""
        found = _MARK.fullmatch(mark)
        return self._name(found, "") if found else mark

    def _words(self, recorded: str) -> Iterator[str]:
        kind = ""
        for word in recorded.strip("/").split("/"):
            mark = _MARK.fullmatch(word)
            yield self._name(mark, kind) if mark else word
            kind = word.lower()

    def _name(self, mark: re.Match[str], kind: str) -> str:
        number = mark[2]
        if number is None:
            raise NotReplayable("its names have no numbers")
        if kind == "subscriptions":
            return self._one_subscription(number)
        if kind == "locations":
            return self.region
        if kind == "versions":
            return self._versions.setdefault(number, f"1.0.{len(self._versions)}")
        return f"N{number.upper()}" if mark[1] == "NAME" else f"n{number}"

    def _one_subscription(self, number: str) -> str:
        self._subscription = self._subscription or number
        if number != self._subscription:
            raise NotReplayable("it is about another subscription")
        return self.subscription
