"""What docs/local-azure-testing.md shows is taken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.faults.rules import read_rules

if TYPE_CHECKING:
    from harness.local_azure import InProcessAzure

PAGE = Path(__file__).parents[3] / "docs" / "local-azure-testing.md"
SEED, FAULTS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_seed_of_the_page_is_carried_out(azure: InProcessAzure) -> None:
    made = azure.seed(SEED)
    assert [each for each in made if each.endswith("/versions/1.0.0")]
    assert [each for each in made if each.endswith("/networkSecurityGroups/rules")]


def test_the_rules_of_the_page_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "faults.yaml"
    file.write_text(FAULTS, encoding="utf-8")
    assert len(read_rules(file)) == 4
