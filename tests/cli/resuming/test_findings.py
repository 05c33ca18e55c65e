"""What an interruption has left."""

from __future__ import annotations

from dataclasses import replace

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.cli.resuming.findings import Findings, findings
from managed_image_to_gallery.component.state.resource_types import VERSION
from tests.azure.bodies import version_body
from tests.cli.migrations import entry, migrations


def test_open_operations_and_unfinished_versions_are_found() -> None:
    building, failed, good, absent = migrations(*(entry(name) for name in ("a", "b", "c", "d")))
    version = wire.image_version(version_body())
    state: dict[str, object] = {
        "pending_operations": [{"type": "creating", "resource": {"urn": "urn:pulumi:dev::p::t::a-1.0.0-version"}}]
    }

    found = findings(
        state,
        (building, failed, good, absent),
        {
            building.name: replace(version, provisioning_state="Creating"),
            failed.name: replace(version, provisioning_state="Failed"),
            good.name: version,
            absent.name: None,
        },
        {},
    )

    assert (found.pending, found.building, found.failed) == ([("creating", "a-1.0.0-version")], [building], [failed])
    assert len(found.lines()) == 3
    assert f"Delete {failed.version_id}, then resume" in found.lines()[2]


def test_a_version_that_failed_and_is_an_only_copy_is_not_to_be_deleted() -> None:
    (failed,) = migrations(entry("a"))
    version = replace(wire.image_version(version_body()), provisioning_state="Failed")
    found = findings({}, (failed,), {failed.name: version}, {failed.version_id.key: "it is the only copy of X"})
    (line,) = found.lines()
    assert f"{failed.version_id} is in state Failed. Do not delete it: it is the only copy of X." in line
    assert "Delete /" not in line


def test_nothing_left_is_nothing_found() -> None:
    assert findings({}, (), {}, {}).lines() == []


def test_many_that_are_waited_for_are_one_line() -> None:
    building = migrations(*(entry(f"i{number:02}") for number in range(36)))
    pending = [("creating", f"{one.name}-version") for one in building]
    assert Findings(pending, building, (), {}).lines() == [
        "36 operations were begun; their results are looked for: i00-1.0.0-version (creating), "
        "i01-1.0.0-version (creating), i02-1.0.0-version (creating) and 33 more.",
        "36 versions are still built by Azure and waited for: i00-1.0.0, i01-1.0.0, i02-1.0.0 and 33 more.",
    ]


def failed_lines(*, pending: bool = False, **version: object) -> str:
    (failed,) = migrations(entry("a"))
    found = replace(wire.image_version(version_body()), provisioning_state="Failed")
    resource = {"type": VERSION, "urn": f"urn:pulumi:dev::p::{VERSION}::a-1.0.0-version", **version}
    operation = {"type": "creating", "resource": {"urn": "urn:pulumi:dev::p::t::b"}}
    state: dict[str, object] = {"resources": [resource], "pending_operations": [operation] if pending else []}
    return findings(state, (failed,), {failed.name: found}, {}).lines()[-1]


def test_a_version_that_the_stack_knows_to_be_unfinished_is_published_again() -> None:
    assert failed_lines(initErrors=["no"]).endswith("it is published again.")
    assert "Delete" not in failed_lines(initErrors=["no"])


def test_one_that_the_stack_takes_for_finished_is_deleted_and_the_stack_told() -> None:
    assert "run `pulumi refresh`, then resume" in failed_lines()
    assert "run `pulumi refresh`, then resume" in failed_lines(initErrors=["no"], pending=True)
