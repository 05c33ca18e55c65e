"""The report of many stacks, and what a look at them costs: engine processes and requests to Azure, counted."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import LocalAzure, running_local_azure
from harness.product import Product
from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.report.document import Content
from managed_image_to_gallery.cli.report.facts import ReportedMigration
from managed_image_to_gallery.cli.sharding.fleet_report import Fleet, fleet_html, fleet_markdown, line_of, write_fleet
from managed_image_to_gallery.cli.sharding.stacks import open_stacks
from managed_image_to_gallery.gate.verdicts import Outcome, Verdict
from tests.azure.bodies import version_body
from tests.cli.migrations import entry, image, migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.engine_project import JsonObject


def _facts(name: str, *states: str, stage: str = "published", gone: bool = False) -> ReportedMigration:
    (one,) = migrations(entry(name, stage))
    samples = [Sample(0.0, one.name, f"region{index}", state, 0) for index, state in enumerate(states)]
    return ReportedMigration(one, None if gone else image(name), [None], samples, (), (), None)


def _content(stack: str, *facts: ReportedMigration) -> Content:
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


def test_a_line_counts_what_is_blocked_as_the_stacks_own_report_does() -> None:
    refused = Verdict("no-references", Outcome.FAILED, "none", "machine web", "Point it at the version.")
    made = replace(_facts("web", "Completed"), versions=[wire.image_version(version_body())], verdicts=[refused])
    line = line_of(_content("fleet-a-1", made, _facts("db", "Completed")), "page.html")
    assert line.blocked == 1
    assert "| All | 2 | 2 | 0 | 0 | 2 | 0 | 1 | 0 | 0 |" in fleet_markdown(Fleet("now", [line], {}, []))


def test_the_page_sums_all_stacks_and_leads_to_each() -> None:
    contents = [_content("fleet-a-1", _facts("web", "Completed")), _content("fleet-b-1", _facts("db", "Failed"))]
    lines = [line_of(content, f"fleet-{content.stack}.html") for content in contents]
    fleet = Fleet("now", lines, {"fleet-<c>-1": "no | answer"}, [])
    assert "| All | 2 | 2 | 0 | 0 | 1 | 1 | 0 | 0 | 0 |" in fleet_markdown(fleet)
    assert r"no \| answer" in fleet_markdown(fleet)
    page = fleet_html(fleet)
    assert 'href="fleet-fleet-b-1.html"' in page
    assert "fleet-&lt;c&gt;-1" in page


MEMBERS = {"fleet-a-1": ["web", "db"], "fleet-b-1": ["app"]}
SEED = {
    "resourceGroups": {"images": {"location": "southcentralus"}, "rg": {"location": "southcentralus"}},
    "images": [
        {"resourceGroup": "images", "name": name, "hyperVGeneration": "V2"} for name in ("web", "db", "app", "nobody")
    ],
    "galleries": [{"resourceGroup": "rg", "name": "gallery"}],
}


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[LocalAzure]:
    with running_local_azure(tmp_path, seed=json.dumps(SEED)) as azure:
        yield azure


@pytest.fixture
def folder(azure: LocalAzure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project of two stacks that were never updated; this process reaches engine and Azure as its commands do."""
    place = tmp_path / "project"
    place.mkdir()
    product = Product.of(place, azure)
    for stack, names in MEMBERS.items():
        product.pulumi("stack", "init", "--no-select", stack, check=True)
        product.stack = stack
        gallery: JsonObject = {"resourceGroup": "rg", "name": "gallery"}
        product.write_config({"gallery": gallery, "migrations": [_entry(name) for name in names]})
    for name, value in product.env.items():
        monkeypatch.setenv(name, value)
    return place


def _entry(name: str) -> JsonObject:
    return {
        "stage": "published",
        "source": {"resourceGroup": "images", "name": name},
        "definition": {"name": name, "publisher": "p", "offer": "o", "sku": name},
        "version": "1.0.0",
        "targetRegions": [{"name": "southcentralus"}],
    }


@pytest.fixture
def commands(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the words of every engine process, one a line: `pulumi` on PATH writes it and becomes the engine."""
    engine, noted, own = shutil.which("pulumi"), tmp_path / "commands", tmp_path / "bin"
    own.mkdir()
    script = own / "pulumi"
    script.write_text(f'#!/bin/sh\necho "$*" >>"{noted}"\nexec "{engine}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(own), prepend=":")
    return noted


def test_a_fleet_is_reported_with_two_processes_per_stack_and_lists_read_once(
    azure: LocalAzure, folder: Path, commands: Path
) -> None:
    azure.forget_requests()
    output = folder / "fleet.html"

    unread = asyncio.run(write_fleet(open_stacks(folder, ["fleet-*"], every=False), output, None, {}))

    assert unread == {}
    assert "app" in (folder / "fleet-fleet-b-1.md").read_text()
    _, left_out = (folder / "fleet.md").read_text().split("## Images without a migration")
    assert "| nobody |" in left_out
    assert "| web |" not in left_out
    assert "as Azure Resource Graph says" in left_out
    words = Counter(
        line.removeprefix("--non-interactive ").split(" --")[0] for line in commands.read_text().splitlines()
    )
    assert words == {"version": 1, "stack ls": 1, "config": 2, "stack export": 2}
    listed = Counter(each["type"] for each in azure.requests() if each["access"] == "list")
    assert listed["Microsoft.Compute/images"] == 1
    assert set(listed.values()) == {1}


def test_a_stack_that_cannot_be_read_is_told_on_the_page_of_the_others(azure: LocalAzure, folder: Path) -> None:
    file = folder / "Pulumi.fleet-b-1.yaml"
    file.write_text(file.read_text().replace("stage: published", "stage: sold"))

    unread = asyncio.run(write_fleet(open_stacks(folder, [], every=True), folder / "fleet.html", None, {}))

    assert list(unread) == ["fleet-b-1"]
    assert "fleet-fleet-a-1.html" in (folder / "fleet.html").read_text()
    assert not (folder / "fleet-fleet-b-1.html").exists()
    assert "sold" in (folder / "fleet.md").read_text()
