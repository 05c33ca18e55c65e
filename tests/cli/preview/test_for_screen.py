"""What `preview` shows at a terminal."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from managed_image_to_gallery.cli.commands.preview import show
from managed_image_to_gallery.cli.engine.failures import StepFailure
from managed_image_to_gallery.cli.preview.comment import as_json, comment
from managed_image_to_gallery.cli.preview.for_screen import lines, verdict, warns
from managed_image_to_gallery.cli.transitions.session import Screen
from managed_image_to_gallery.config.faults import Fault
from tests.cli.digests import step
from tests.cli.migrations import entry, migrations
from tests.cli.preview.test_comment import FAILED, PASSED, file_of, gate, moved, outlook


def test_nothing_to_do_is_one_line() -> None:
    nothing = outlook(step("same", "GalleryImageVersion"))

    assert verdict(nothing) == "Stack dev: may be applied. Nothing is changed."
    assert not warns(nothing)
    assert list(lines(nothing, 100, verbose=False)) == []


def test_new_versions_are_counted_and_have_a_line_each() -> None:
    planned = migrations(entry("web"), entry("db"))
    steps = [step("create", "GalleryImageVersion", name=f"{one.name}-version") for one in planned]
    sized = [replace(moved(None, "published"), name=one.name, size_gb=127) for one in planned]
    new = outlook(*steps, migrations=sized, planned=planned)

    assert verdict(new).startswith("Stack dev: may be applied. 2 versions to create in ")
    assert verdict(new).endswith(", 254 GB.")
    assert [line.split()[0] for line in lines(new, 100, verbose=False)] == ["db-1.0.0", "web-1.0.0"]
    assert not warns(new)


def test_a_deletion_is_red() -> None:
    assert warns(outlook(step("delete", "Image"), stage="retired"))


def test_what_stands_against_it_comes_first_with_one_remedy_for_all() -> None:
    refused = [
        replace(moved("published", "validated", gate=gate(PASSED, FAILED)), name=name, path=f"migrations[{at}]")
        for at, name in enumerate(("db-1.0.0", "web-1.0.0"))
    ]
    found = outlook(step("create", "GalleryImageVersion", name="x-version"), migrations=refused, file=file_of(2))

    assert verdict(found) == "Stack dev: must not be applied, 2 things against it."
    assert warns(found)
    shown = list(lines(found, 100, verbose=False))
    assert [line.partition("  gate:")[0] for line in shown[:2]] == [
        "  db-1.0.0 (Pulumi.dev.yaml:3)",
        "  web-1.0.0 (Pulumi.dev.yaml:4)",
    ]
    assert "gate: no-locks: a lock" in shown[0]
    assert shown[2] == "    → Remove it."
    assert shown[3].startswith("The plan: 1 version to create")
    assert not any("version-succeeded" in line for line in shown)
    assert any("version-succeeded" in line for line in lines(found, 100, verbose=True))


def test_a_faulty_config_and_a_failure_are_told() -> None:
    fault = Fault("migrations[0].version", "1.0", "is no version number", "Write it as MAJOR.MINOR.PATCH.")
    failure = StepFailure("", "", "the engine could not start")
    both = outlook(faults=[fault], failures=[failure])

    shown = list(lines(both, 100, verbose=False))
    assert "  migrations[0].version  '1.0': is no version number" in shown
    assert "    → Write it as MAJOR.MINOR.PATCH." in shown
    assert "  the preview  failed: the engine could not start" in shown


def test_what_the_gate_tells_and_does_not_refuse_is_shown_and_is_not_against_it() -> None:
    tag = "only named by tag of microsoft.compute/disks /d"
    told = gate(PASSED, replace(PASSED, check="no-other-consumers", note=tag))
    passed = outlook(step("delete", "Image"), stage="retired", migrations=[moved("validated", "retired", gate=told)])
    refused = outlook(migrations=[moved("validated", "retired", gate=replace(told, verdicts=(*told.verdicts, FAILED)))])

    assert passed.may_be_applied
    assert [line for line in lines(passed, 100, verbose=False) if tag in line] == [f"  told: web-1.0.0: {tag}"]
    assert f"**Told, and nothing against it:**\n- web-1.0.0: {tag}" in comment(passed)
    assert json.loads(as_json(passed))["notes"] == []
    assert not any(tag in line for line in lines(refused, 100, verbose=False))


@pytest.mark.parametrize(("rows", "times"), [(60, 1), (12, 2)])
def test_the_verdict_is_the_last_word_where_it_has_gone_out_of_sight(
    capsys: pytest.CaptureFixture[str], rows: int, times: int
) -> None:
    planned = migrations(*(entry(f"web-{n}") for n in range(12)))
    steps = [step("create", "GalleryImageVersion", name=f"{one.name}-version") for one in planned]
    show(outlook(*steps, planned=planned), Screen(100, rows), verbose=False)
    printed = capsys.readouterr().out.splitlines()
    assert printed.count(printed[0]) == times
    assert "may be applied. 12 versions to create" in printed[0]
    assert (printed[-1] == printed[0]) == (times == 2)
