from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.report.stack_report import read_snapshot
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from tests.cli.migrations import SUBSCRIPTION, entry, migrations
from tests.cli.test_evidence_file import exported, stash, taken

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:…"}


EVIDENCE = taken()


@pytest.mark.parametrize(("stored", "exports"), [(EVIDENCE, ["stored"]), (SECRET, ["stored", "decrypted"])])
def test_a_state_is_decrypted_only_for_evidence_that_is_a_secret(stored: Json, exports: list[str]) -> None:
    asked: list[str] = []

    def export(how: str, output: Json) -> Json:
        asked.append(how)
        return json.loads(exported(stash("web-evidence", output)))["deployment"]

    opened = SimpleNamespace(
        name="dev",
        stored_state=lambda: export("stored", stored),
        state=lambda: export("decrypted", EVIDENCE),
        plan=lambda: SimpleNamespace(migrations=migrations(entry("web"))),
        subscription_id=lambda: SUBSCRIPTION,
        settings=AzureSettings,
    )
    told = asyncio.run(read_snapshot(cast("Any", opened)))

    assert told.evidence == {"web": {"intact": True, "evidence": EVIDENCE}}
    assert asked == exports
    assert told.subscriptions == {SUBSCRIPTION}


def test_a_migration_is_in_the_stage_that_the_stack_has() -> None:
    names = ("same", "ahead", "new")
    planned = [one for name in names for one in migrations(entry(name, "published" if name == "same" else "validated"))]
    resources = [_component(one.name) for one in planned[:2]]
    opened = SimpleNamespace(
        name="dev",
        stored_state=lambda: {"resources": resources},
        plan=lambda: SimpleNamespace(migrations=planned),
        subscription_id=lambda: SUBSCRIPTION,
        settings=AzureSettings,
    )

    told = asyncio.run(read_snapshot(cast("Any", opened)))

    assert [one.stage.value for one in told.migrations] == ["published", "published", "validated"]
    assert list(told.not_applied) == ["ahead-1.0.0", "new-1.0.0"]


def _component(name: str) -> Json:
    return {
        "urn": f"urn:pulumi:dev::p::{COMPONENT}::{name}",
        "type": COMPONENT,
        "outputs": {"stage": "published", "source_id": "", "version_id": ""},
    }
