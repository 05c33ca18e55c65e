"""Faults of the config, and the one error that reports all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pulumi

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ENTRY = re.compile(r"migrations\[(\d+)\]")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what it says there, the rule it breaks, and what to do about it.

    entry: the name of the migration that it is about, which is found sooner in a long file than an index. line: that of
    the stack's file; None where the file is not known.
    """

    path: str
    value: object
    rule: str
    remedy: str
    entry: str = ""
    line: int | None = None

    @property
    def index(self) -> int | None:
        """The index of the entry of `migrations` that it is about; None for what is about none."""
        match = _ENTRY.match(self.path)
        return int(match[1]) if match else None

    def text(self) -> str:
        """Two lines for a terminal."""
        shown = "" if self.value is None else f" = {self.value!r}"
        where = ", ".join(filter(None, [self.entry, f"line {self.line}" if self.line else "", self.path]))
        return f"{where}{shown}: {self.rule}\n    → {self.remedy}"


def distinct(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once: what migrations share is judged with each of them."""
    return list({(one.path, repr(one.value), one.rule, one.remedy): one for one in faults}.values())


def named(faults: Iterable[Fault], names: Mapping[int, str]) -> list[Fault]:
    """The faults with the names of the entries that they are about, by index."""
    return [replace(one, entry=names.get(-1 if one.index is None else one.index, "")) for one in faults]


class ConfigFaults(pulumi.RunError):
    """The config (or what Azure says about it) has faults; nothing was registered.

    A `RunError`, so that Pulumi prints the text without a traceback.
    """

    def __init__(self, faults: Iterable[Fault], note: str | None = None) -> None:
        self.faults = tuple(distinct(faults))
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = [f"The config has {count}; nothing was changed.", *(f"  {fault.text()}" for fault in self.faults)]
        super().__init__("\n".join([*lines, note] if note else lines))
