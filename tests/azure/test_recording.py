"""A recording of real reads holds nothing by which its subscription could be known."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.recording import RECORDING, Exchange, Recording
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.azure.scrubbing import Marks
from managed_image_to_gallery.azure.settings import AzureSettings

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from managed_image_to_gallery.azure.json_types import JsonObject

__all__ = ["azure", "server"]

CANARY = "canary"
SEED = """
resourceGroups: {canaryGroup: {location: southcentralus}}
images:
  - {resourceGroup: canaryGroup, name: canaryImage, osType: Linux, tags: {canaryTag: canaryValue, state: canary}}
galleries: [{resourceGroup: canaryGroup, name: canaryGallery}]
"""


@pytest.fixture
def recording(azure: LocalAzure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "recording.jsonl"
    monkeypatch.setenv(RECORDING, str(file))
    return file


async def read(azure: LocalAzure) -> None:
    async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
        await reader.images(azure.subscription)
        await reader.galleries(azure.subscription)
        await reader.image(image_id(azure.subscription, "canaryGroup", "canaryImage"))
        await reader.image(image_id(azure.subscription, "canaryGroup", "canaryThatIsNotThere"))


def test_a_recording_has_every_exchange_and_no_name(azure: LocalAzure, recording: Path) -> None:
    asyncio.run(read(azure))

    text = recording.read_text()
    exchanges = [json.loads(line) for line in text.splitlines()]
    assert [each["status"] for each in exchanges] == [200, 200, 200, 404]
    assert exchanges[2]["response"]["properties"]["provisioningState"] == "Succeeded"
    assert CANARY not in text.lower()
    for secret in ("subscription_id", "tenant_id", "client_id", "client_secret", "object_id"):
        assert azure.ready[secret] not in text


def test_what_a_refusal_says_is_kept_without_names(azure: LocalAzure, recording: Path) -> None:
    message = "The client 'canary' with canaryimage in canarygroup may not do that; see https://canary.example."
    refusal = {"status": 403, "code": "AuthorizationFailed", "message": message}
    rule = azure.add_fault({"match": {"type": "Microsoft.Compute/images", "after": 1}, "refuse": refusal})
    with pytest.raises(ReadFailed):
        asyncio.run(read(azure))
    azure.remove_fault(rule)

    said = json.loads(recording.read_text().splitlines()[-1])["response"]["error"]
    assert said["code"] == "AuthorizationFailed"
    assert said["message"] == "The client <…> with <…> in <…> may not do that; see <…>"


def test_without_the_variable_nothing_is_written(
    azure: LocalAzure, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(RECORDING)

    asyncio.run(read(azure))

    assert not recording.exists()


def test_a_refusal_does_not_repeat_a_name_of_its_request(tmp_path: Path) -> None:
    asked: JsonObject = {"properties": {"osProfile": {"adminUsername": "canary"}}}
    said: JsonObject = {"error": {"code": "InvalidParameter", "message": "The name canary is reserved."}}
    recording = Recording(str(tmp_path / "recording.jsonl"), Marks(b"key"))

    line = recording.line(Exchange("PUT", "https://localhost/x", asked, 400, {}, said))

    assert "The name <…> is reserved." in json.dumps(line, ensure_ascii=False)
    assert CANARY not in json.dumps(line)
