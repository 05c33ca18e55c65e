"""How a migration is called in the report."""

from __future__ import annotations

from dataclasses import replace

from managed_image_to_gallery.cli.report.document import Content, html, markdown
from managed_image_to_gallery.cli.report.facts import ReportedMigration
from tests.cli.migrations import entry, image, migrations

SPELLED = "IMG_2022.11.03_FINAL_final.2"


def test_the_source_is_spelled_as_azure_has_it_and_once_it_is_gone_as_the_config() -> None:
    (migration,) = migrations(entry(SPELLED.upper()))
    there = ReportedMigration(migration, image(SPELLED), [None], [], [], [], None)
    gone = replace(there, image=None)
    assert (there.source_id.name, gone.source_id.name) == (SPELLED, SPELLED.upper())
    assert there.source_id.key == gone.source_id.key == migration.source_id.key
    content = Content(stack="dev", made_at="now", facts=[there], bars=[], prices=None, costs={})
    for written in (html(content), markdown(content).replace("\\", "")):
        assert SPELLED in written
        assert migration.source_id.name not in written
