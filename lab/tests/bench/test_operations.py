from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.operations import IMAGE, durations, least_seconds
from local_azure.arm.operations import Operations
from local_azure.arm.store import Journal
from local_azure.instance import DATABASE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("taken", "least"),
    [([60.0], 60.0), ([60.0, 90.0], 90.0), ([60.0] * 300, 180.0), ([10.0] * 300 + [60.0], 60.0)],
)
def test_the_bound_is_the_longest_operation_or_all_of_them_shared_out(taken: list[float], least: float) -> None:
    assert least_seconds(taken, 100) == pytest.approx(least)


def test_durations_are_those_of_ended_operations_of_a_kind_in_local_azures_records(tmp_path: Path) -> None:
    journal = Journal(tmp_path / DATABASE)
    operations = Operations(journal)
    for verb, seconds, ends in (("delete", 5.0, True), ("delete", 7.0, False), ("put", 9.0, True)):
        operation = operations.start(
            verb, IMAGE, f"/{verb}{seconds}", subscription="s", location="l", now=100.0, seconds=seconds
        )
        if ends:
            operation.succeed(operation.due)
            operations.save(operation)
    assert durations(tmp_path, "delete", IMAGE) == [5.0]
    journal.close()
