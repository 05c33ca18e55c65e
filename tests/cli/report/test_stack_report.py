from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.report.stack_report import told_of
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
    told = asyncio.run(told_of(cast("Any", opened)))

    assert told.evidence == {"web": {"intact": True, "evidence": EVIDENCE}}
    assert asked == exports
    assert told.subscriptions == {SUBSCRIPTION}
