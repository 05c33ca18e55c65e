from __future__ import annotations

import pytest

from bench.exponent import exponent


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_law_is_found(power: float) -> None:
    assert exponent([(count, 3.0 * count**power) for count in (10, 30, 1000)]) == pytest.approx(power)
