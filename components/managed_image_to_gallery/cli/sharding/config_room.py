"""How many migrations the config of one stack can have. Pure.

Language hosts hand the whole config to the program in one environment variable (`PULUMI_CONFIG`; pulumi/pulumi#8680),
and Linux takes 128 KiB for one (MAX_ARG_STRLEN, execve(2)): with more, every preview and update of the stack ends with
"argument list too long".
"""

from __future__ import annotations

import json
from itertools import accumulate, chain, repeat, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_VARIABLE = 131_072
SPARE = 8_192
"""Bytes that are left for what is set in a stack's file later."""


def most_migrations(shared: Mapping[str, object], entries: Sequence[Mapping[str, object]]) -> int:
    """How many migrations fit beside the other config, whichever of `entries` they are; at least one.

    What a stack has beyond `entries` (earlier fleets) is taken to be as long as the shortest of them.
    """
    room = LONGEST_VARIABLE - SPARE - sum(len(key) + _length(value) for key, value in shared.items())
    longest_first = sorted(map(_length, entries), reverse=True)
    totals = accumulate(chain(longest_first, repeat(longest_first[-1])))
    return max(sum(1 for _ in takewhile(lambda total: total <= room, totals)), 1)


def _length(value: object) -> int:
    """Of a value as the variable has it: JSON as a string of JSON."""
    return len(json.dumps(json.dumps(value, separators=(",", ":"), default=str)))
