"""Every place that names the oldest engine names the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_azure.engine.pins import MINIMUM_VERSION
from managed_image_to_gallery.component.minimum_engine import MINIMUM_ENGINE_TEXT

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("Pulumi.yaml", 'requiredPulumiVersion: ">={}"'),
        ("components/PulumiPlugin.yaml", 'requiredPulumiVersion: ">={}"'),
        ("examples/template/Pulumi.yaml", 'requiredPulumiVersion: ">={}"'),
        ("docs/limits.md", "Pulumi's engine of {} or newer"),
    ],
)
def test_a_file_names_the_oldest_engine(file: str, text: str) -> None:
    assert text.format(MINIMUM_ENGINE_TEXT) in (ROOT / file).read_text(encoding="utf-8")


def test_the_laboratory_takes_every_engine_that_the_product_takes() -> None:
    assert str(MINIMUM_VERSION) == MINIMUM_ENGINE_TEXT
