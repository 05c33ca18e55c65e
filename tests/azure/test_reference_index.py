"""The index against local Azure: one pass finds what the scan for one image finds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from harness.local_azure import running_local_azure
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.settings import AzureSettings

_FLEET = Path(__file__).parents[2] / "examples/fleet.yaml"


def test_one_pass_finds_what_the_scan_of_each_image_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_local_azure(tmp_path, seed=_FLEET) as azure:
        for name, value in azure.env.items():
            monkeypatch.setenv(name, value)
        settings = AzureSettings.read({}, azure.env)

        async def compare() -> int:
            async with AzureReader.connect(settings) as reader:
                index = await reader.index_references([azure.subscription])
                images = await reader.images(azure.subscription)
                assert len(images) == 60
                used = [image for image in images if index.of(image.id)]
                for image in [*used, next(image for image in images if not index.of(image.id))]:
                    scanned = await reader.references_to(image.id, [azure.subscription])
                    listed = index.of(image.id)
                    assert {one.consumer_id.lower() for one in listed} >= {one.consumer_id.lower() for one in scanned}
                    assert bool(listed) == bool(scanned)
                return len(used)

        assert asyncio.run(compare()) == 7
