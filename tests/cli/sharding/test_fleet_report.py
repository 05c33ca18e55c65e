from __future__ import annotations

from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.report.document import Content
from managed_image_to_gallery.cli.report.facts import MigrationFacts
from managed_image_to_gallery.cli.sharding.fleet_report import Fleet, fleet_html, fleet_markdown, line_of
from tests.cli.migrations import entry, image, migrations


def _facts(name: str, *states: str, stage: str = "published", gone: bool = False) -> MigrationFacts:
    (one,) = migrations(entry(name, stage))
    samples = [Sample(0.0, one.name, f"region{index}", state, 0) for index, state in enumerate(states)]
    return MigrationFacts(one, None if gone else image(name), None, samples, (), (), None)


def _content(stack: str, *facts: MigrationFacts) -> Content:
    return Content(stack=stack, made_at="now", facts=facts, bars=[], prices=None, costs={})


def test_a_line_counts_a_stacks_migrations_by_how_far_they_are() -> None:
    line = line_of(
        _content(
            "fleet-a-1",
            _facts("web", "Completed", "Completed"),
            _facts("db", "Completed", "Replicating"),
            _facts("app", "Completed", "Failed"),
            _facts("old", "Completed", stage="retired", gone=True),
        ),
        "page.html",
    )
    assert line.stages == {"published": 3, "validated": 0, "retired": 1}
    assert (line.migrations, line.replicated, line.failed, line.deleted, line.finished) == (4, 2, 1, 1, 1)


def test_the_page_sums_all_stacks_and_leads_to_each() -> None:
    contents = [_content("fleet-a-1", _facts("web", "Completed")), _content("fleet-b-1", _facts("db", "Failed"))]
    lines = [line_of(content, f"fleet-{content.stack}.html") for content in contents]
    fleet = Fleet("now", lines, {"fleet-<c>-1": "no | answer"}, [])
    assert "| All | 2 | 2 | 0 | 0 | 1 | 1 | 0 | 0 |" in fleet_markdown(fleet)
    assert r"no \| answer" in fleet_markdown(fleet)
    page = fleet_html(fleet)
    assert 'href="fleet-fleet-b-1.html"' in page
    assert "fleet-&lt;c&gt;-1" in page
