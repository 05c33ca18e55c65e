"""A copied stack is what it would be, had it been published and validated: an update finds nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.beginnings import BEFORE, stages
from soak.places import NAMES, Places

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginning, Beginnings

pytestmark = pytest.mark.exhaustive


@pytest.mark.parametrize("beginning", BEFORE)
def test_a_copied_stack_is_up_to_date(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, beginning: Beginning
) -> None:
    stack = beginnings.begin(tmp_path / "stack", beginning, migrations=2)
    stack.up("--refresh", "--expect-no-changes")
    declared = stack.declared()
    for name, stage in zip(NAMES, stages(beginning, 2), strict=False):
        assert (f"{Places('', name).migration}-source" in declared) == (stage != "retired")
        assert f"{Places('', name).migration}-version" in declared
