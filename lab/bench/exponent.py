"""How something grows with a number, as the exponent of a power law."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Of the power law that fits (count, value) best by least squares of the logarithms; at least two counts."""
    logs = [(math.log(count), math.log(value)) for count, value in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)
