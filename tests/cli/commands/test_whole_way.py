"""The whole way of one migration, by real commands: published with an interruption, resumed, validated, retired.

Every run of the suite has it, and of the modules beside it what is quick and guards a copy: who goes away at the
question has not consented, and nobody else's only copy is deleted. The rest there is slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.product import left_in, seed
from harness.terminal import CTRL_C
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

IMAGE, VERSIONS = "Microsoft.Compute/images", "Microsoft.Compute/galleries/images/versions"
QUICKLY = ("--yes", "--poll-interval", "0.1")


def test_publish_interrupted_resume_validate_retire(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    published = operator.file_text
    replicating = {"region": {"name": "West US 2", "state": "Replicating", "progress": 40}, "match": {"type": VERSIONS}}
    rule = azure.add_fault(replicating)
    with operator.in_terminal("publish", *QUICKLY) as terminal:
        terminal.wait_for("40 %")
        terminal.type(CTRL_C)
        azure.remove_fault(rule)
        assert terminal.end() == 130, terminal.screen

    resumed = operator.run("resume", *QUICKLY)
    assert resumed.returncode == 0, resumed.stdout + resumed.stderr
    assert "Going on with what was asked: `gallery-migrate publish myImageDefinition-1.0.0" in resumed.stdout
    validated = operator.run("validate", *QUICKLY)
    assert validated.returncode == 0, validated.stdout + validated.stderr
    assert operator.file_text == published.replace("stage: published", "stage: validated")
    assert left_in(azure).count(IMAGE) == 1
    retired = operator.run("retire", *QUICKLY, "--expect-delete", "myImage")

    assert retired.returncode == 0, retired.stdout + retired.stderr
    assert "Azure agrees: myImageDefinition-1.0.0 retired" in retired.stdout
    assert operator.file_text == published.replace("stage: published", "stage: retired")
    assert IMAGE not in left_in(azure)
    assert VERSIONS in left_in(azure)
