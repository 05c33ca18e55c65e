from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.commands.status import summary

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.output.table import Value


def _row(migration: str, state: str, stage: str | None = "published") -> dict[str, Value]:
    return {"stack": "dev", "migration": migration, "state": state, "stage": stage, "stageInFile": "published"}


def test_the_last_line_has_the_numbers_failures_first() -> None:
    rows = [_row("web", "Completed"), _row("web", "Failed"), _row("db", "Absent", None)]
    assert summary(rows) == (
        "2 migrations, 3 replications: 1 Failed, 1 Absent, 1 Completed. 1 not applied as the file says."
    )
    assert summary(rows[:1]) == "1 migration, 1 replication: 1 Completed."
    assert summary([]) == "There is no migration to show."
