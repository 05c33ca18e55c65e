"""What an interruption has left."""

from __future__ import annotations

from dataclasses import replace

from azure_facts import wire
from gallery_migrate.resuming.findings import findings
from tests.azure_facts.bodies import version_body
from tests.gallery_migrate.migrations import entry, migrations


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
    )

    assert (found.pending, found.building, found.failed) == ([("creating", "a-1.0.0-version")], [building], [failed])
    assert len(found.lines()) == 3
    assert str(failed.version_id) in found.lines()[2]


def test_nothing_left_is_nothing_found() -> None:
    assert findings({}, (), {}).lines() == []
