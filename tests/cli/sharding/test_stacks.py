from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.stacks import chosen_stacks

_KNOWN = ["dev", "fleet-a-1", "fleet-b-1"]


def test_patterns_choose_stacks_in_the_projects_order() -> None:
    assert chosen_stacks(_KNOWN, ["fleet-b-*", "dev", "fleet-?-1"]) == _KNOWN
    assert chosen_stacks(_KNOWN, ["fleet-*"]) == _KNOWN[1:]


@pytest.mark.parametrize("patterns", [["fleet-*", "prod"], ["Dev"]])
def test_a_pattern_that_fits_nothing_is_a_typo_and_not_a_smaller_fleet(patterns: list[str]) -> None:
    with pytest.raises(CommandFailed, match=f"No stack fits {patterns[-1]}"):
        chosen_stacks(_KNOWN, patterns)


def test_a_project_without_stacks_is_told() -> None:
    with pytest.raises(CommandFailed, match="has no stack"):
        chosen_stacks([], ["*"])
