"""A form in which repositories write a managed image, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass

CERTAIN, PROBABLE, HINT = "certain", "probable", "hint"


@dataclass(frozen=True)
class Case:
    """A file, what is found in it (tool, grade, and whether it makes the image) and whether it is changed in place."""

    title: str
    file: str
    text: str
    grade: str
    tool: str
    makes: bool = False
    in_place: bool = False


def by_id(title: str, file: str, text: str, tool: str, *, in_place: bool = True) -> Case:
    return Case(title, file, text, CERTAIN, tool, in_place=in_place)
