"""Is Resource Manager there, and what time is it there? Asked without signing in, which a wrong clock may prevent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.answers import ask
from managed_image_to_gallery.azure.api_versions import METADATA_API_VERSION
from managed_image_to_gallery.azure.clouds import endpoints_for
from managed_image_to_gallery.azure.resource_manager import anonymous_pipeline
from managed_image_to_gallery.azure.transport import open_transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from managed_image_to_gallery.azure.settings import AzureSettings

_HALF_A_SECOND = timedelta(seconds=0.5)
"""What a Date header lacks on the average: it counts whole seconds."""


@dataclass(frozen=True)
class Greeting:
    """Where Resource Manager answered, and by how much the clock here is ahead of Azure's (None: it told no time)."""

    endpoint: str
    ahead: timedelta | None


async def greet(
    settings: AzureSettings, *, deadline: float = 20.0, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Greeting:
    """Ask the Resource Manager of the settings' cloud for its metadata. Raises SettingsInvalid and ReadFailed."""
    headers: dict[str, str] = {}
    async with open_transport() as transport:
        sender = anonymous_pipeline(transport)
        cloud = await endpoints_for(settings, sender, deadline=deadline)
        url = f"{cloud.resource_manager}/metadata/endpoints?api-version={METADATA_API_VERSION}"
        asked = now()
        await ask(sender, url, what=cloud.resource_manager, deadline=deadline, heed=headers.update)
        answered = now()
    return Greeting(cloud.resource_manager, ahead_of(headers, asked + (answered - asked) / 2))


def ahead_of(headers: Mapping[str, str], moment: datetime) -> timedelta | None:
    """By how much a moment here is ahead of an answer's Date header; None without one that can be read."""
    told = next((value for name, value in headers.items() if name.lower() == "date"), "")
    try:
        return moment - parsedate_to_datetime(told).astimezone(UTC) - _HALF_A_SECOND
    except ValueError:
        return None
