"""What a history came to, as data that is kept as one line of JSON."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """`kills`: moment, victim, signal. `images` were at risk; `retired` of them were deleted, each proven.

    `name` identifies the drawn history, `history` prints it, `kind` is what it is counted under. `broken`: what did not
    end as it must; empty when all did. `only_copies`: versions whose source was gone at some time. `lost`: images,
    `lost_copies`: only copies. `operators`: their commands and signals. `meanwhile`: moments and changes.
    """

    name: str = ""
    history: str = ""
    kind: str = ""
    images: int = 1
    only_copies: int = 0
    faults: list[str] = field(default_factory=list[str])
    others: list[str] = field(default_factory=list[str])
    meanwhile: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    edits: list[str] = field(default_factory=list[str])
    kills: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    commands: list[str] = field(default_factory=list[str])
    operators: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    failed_commands: int = 0
    deletions: int = 0
    retired: int = 0
    removed_by_others: bool = False
    recovery: list[str] = field(default_factory=list[str])
    recovery_seconds: float = 0.0
    seconds: float = 0.0
    lost: int = 0
    lost_copies: int = 0
    broken: str = ""


class InvariantBroken(AssertionError):
    """An image was deleted without proof, or a history did not end as it must."""
