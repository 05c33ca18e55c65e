"""Faults of the config, and the one error that reports all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what it says there, the rule it breaks, and what to do about it."""

    path: str
    value: object
    rule: str
    remedy: str

    def text(self) -> str:
        """Two lines for a terminal."""
        shown = "" if self.value is None else f" = {self.value!r}"
        return f"{self.path}{shown}: {self.rule}\n    → {self.remedy}"


class ConfigFaults(pulumi.RunError):
    """The config (or what Azure says about it) has faults; nothing was registered.

    A `RunError`, so that Pulumi prints the text without a traceback.
    """

    def __init__(self, faults: list[Fault], note: str | None = None) -> None:
        self.faults = tuple(faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = [f"The config has {count}; nothing was changed.", *(f"  {fault.text()}" for fault in faults)]
        super().__init__("\n".join([*lines, note] if note else lines))
