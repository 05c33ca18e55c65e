"""Programs run by the real engine through the stand-in language host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.engine_project import EngineProject

if TYPE_CHECKING:
    from pathlib import Path


def test_outputs_of_a_program_reach_the_stack(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import pulumi
        pulumi.export("greeting", f"hello from {pulumi.get_stack()}")
        """,
    )
    project.up()
    assert project.outputs() == {"greeting": "hello from dev"}
