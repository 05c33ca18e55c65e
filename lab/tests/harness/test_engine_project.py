"""A project of a test's own runs the program that was written last."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from harness.engine_project import EngineProject

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import pulumi
pulumi.export("written", "first")
"""


def test_a_program_of_the_same_length_and_second_is_not_run_from_the_byte_code_of_the_one_before(
    tmp_path: Path,
) -> None:
    project = EngineProject(tmp_path, PROGRAM)
    written = (tmp_path / "__main__.py").stat()
    project.up()
    assert project.outputs() == {"written": "first"}
    project.write_program(PROGRAM.replace("first", "again"))
    os.utime(tmp_path / "__main__.py", ns=(written.st_atime_ns, written.st_mtime_ns))
    project.up()
    assert project.outputs() == {"written": "again"}
