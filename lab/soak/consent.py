"""Who consented to what: images that may be deleted by somebody's word, and what a command may write into the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soak.histories import Operator, Stage
    from soak.places import Places

Entry = dict[str, Any]
TARGETS: dict[str, Stage] = {"validate": "validated", "retire": "retired"}
"""The stage that a command takes migrations into."""


@dataclass
class Consent:
    """`images`: ids to whose deletion somebody consented, in small letters; `places`: of the migrations in order."""

    places: Sequence[Places]
    images: set[str] = field(default_factory=set[str])

    def by_hand(self, stage: Stage) -> None:
        """The user wrote a stage for all migrations into the file and runs an update: that is a word."""
        if stage == "retired":
            self.images |= {at.image.lower() for at in self.places}
        else:
            self.images.clear()

    def leave(self, operator: Operator) -> set[int]:
        """The migrations that a command may take into its stage, by number; of `resume`, those it may delete."""
        if operator.asked or operator.command == "publish":
            return set()
        named = set(operator.names) or set(range(len(self.places)))
        return named if operator.command == "validate" else named & self._meant(operator)

    def given(self, operator: Operator) -> set[str]:
        """The images to whose deletion a command is a word."""
        if operator.command not in ("retire", "resume"):
            return set()
        return {self.places[number].image.lower() for number in self.leave(operator)}

    def may_delete(self, image: str) -> bool:
        """Whether anybody consented to the deletion of an image."""
        return image.lower() in self.images

    def _meant(self, operator: Operator) -> set[int]:
        """The images that `--expect-delete` names without doubt: a name that fits two images names none."""
        found: set[int] = set()
        for number, spelling in operator.expects:
            name = self.places[number].image.rsplit("/", 1)[1]
            fitting = [each for each, at in enumerate(self.places) if at.image.rsplit("/", 1)[1] == name]
            found |= {number} if spelling == "id" or len(fitting) == 1 else set[int]()
        return found


def unasked_edits(before: list[Entry], after: list[Entry], operators: Sequence[tuple[Operator, set[int]]]) -> list[str]:
    """What commands wrote into the file without leave.

    before, after: the list of migrations, resolved. operators: each with the migrations that it had leave for.
    """
    if len(before) != len(after):
        return [f"the file had {len(before)} migrations and has {len(after)}"]
    found: list[str] = []
    for number, (was, now) in enumerate(zip(before, after, strict=True)):
        allowed = {was["stage"]} | {
            TARGETS[operator.command]
            for operator, leave in operators
            if number in leave and operator.command in TARGETS
        }
        if now["stage"] not in allowed:
            found.append(f"the file says {now['stage']} for migration {number}, and nobody asked for it")
        if {**was, "stage": ""} != {**now, "stage": ""}:
            found.append(f"the file says something else for migration {number} than before")
    return found
