"""Cards in shuffled rounds, so that each comes again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from random import Random

T = TypeVar("T")


class Deck(Generic[T]):
    """Gives every card once, in a shuffled order, before any comes again."""

    def __init__(self, cards: Sequence[T], source: Random) -> None:
        self._cards, self._source = list(cards), source
        self._left: list[T] = []

    def next(self) -> T:
        """The next card."""
        if not self._left:
            self._left = self._source.sample(self._cards, len(self._cards))
        return self._left.pop()


class Decks:
    """One deck for each thing that is drawn, made when it is first drawn from."""

    def __init__(self, source: Random) -> None:
        self._source = source
        self._decks: dict[Hashable, Deck[object]] = {}

    def draw(self, what: Hashable, cards: Sequence[T]) -> T:
        """The next card of a deck; `cards` are those of its first time."""
        if what not in self._decks:
            self._decks[what] = Deck[object](cards, self._source)
        return self._decks[what].next()  # type: ignore[return-value]
