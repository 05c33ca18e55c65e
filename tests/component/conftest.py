"""What the component's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.reader import AzureReader
from tests.component.told_azure import ToldAzure, replicated

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(params=[True, False], ids=["preview", "update"])
def preview(request: pytest.FixtureRequest) -> bool:
    """Every case runs as a preview and as an update."""
    return bool(request.param)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[ToldAzure], ToldAzure]:
    """Puts an Azure in the place of the real one."""

    def put(azure: ToldAzure) -> ToldAzure:
        monkeypatch.setattr(AzureReader, "connect", azure.connect)
        return azure

    return put


@pytest.fixture
def azure(told: Callable[[ToldAzure], ToldAzure]) -> ToldAzure:
    """An Azure in which everything is published and replicated."""
    return told(replicated())
