from __future__ import annotations

from pathlib import Path

from local_azure.catalog_table import tables

PAGE = Path(__file__).parents[3] / "docs" / "clients.md"


def test_the_page_shows_what_is_known() -> None:
    """When this fails: put the output of `local-azure types` at the end of the page."""
    assert PAGE.read_text().endswith(tables())


def test_actions_and_views_are_named_and_read_only_types_have_no_writes() -> None:
    rows = {line.split("`")[1]: line for line in tables().splitlines() if line.startswith("| `")}

    assert "POST `generalize`" in rows["Microsoft.Compute/virtualMachines"]
    assert "GET `instanceview`" in rows["Microsoft.Compute/virtualMachines"]
    deleted = rows["Microsoft.Compute/galleries/softDeletedArtifactTypes/artifacts/versions"]
    assert "| GET, HEAD, list (parent) |" in deleted
    assert "2024-03-03" in deleted
    assert "GET, HEAD, PUT, PATCH, DELETE, list (group, subscription)" in rows["Microsoft.Compute/images"]
