"""What is found in a repository: a place that names an image, or may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Grade(str, Enum):
    """How sure it is that a place names the image."""

    CERTAIN = "certain"
    """The whole id, subscription included."""
    PROBABLE = "probable"
    """Group and name; the subscription is not said."""
    HINT = "hint"
    """The name alone, or a variable in a part of the id."""


RANK = {grade: rank for rank, grade in enumerate(Grade)}
"""The more certain, the smaller."""


@dataclass(frozen=True)
class Edit:
    """A change in a file's text: from, to (offsets), and what stands there afterwards."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Hit:
    """One line of a file that names an image, however often.

    migrations: whose images it names or may name; none where it is said by variables alone and may be any. makes: an
    image of that name is made here, so it comes back. written: the line. replacement: what to write instead, as the
    tool writes it; latest: the same for the newest version, where that is right. note: what to know before. edits: how
    it is changed in place; none where that is not certain or not possible.
    """

    file: str
    line: int
    grade: Grade
    tool: str
    migrations: tuple[str, ...]
    written: str
    replacement: str = ""
    latest: str = ""
    note: str = ""
    makes: bool = False
    commented: bool = False
    edits: tuple[Edit, ...] = ()
