"""What the engine says of plugins that it downloads, which the Automation API leaves out of its events.

The engine writes nothing about them to its outputs, and azure-native has hundreds of megabytes; only events of a type
that `EngineEvent.from_json` does not know tell of it (`progressEvent`, seen with engine 3.259.0 and SDK 3.272.0). Here
that one field is kept. It is a module of its own because nothing else touches what belongs to the Automation API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi.automation.events import EngineEvent

_FIELD = "progress_event"


def keep_downloads() -> None:
    """Let events keep the field from now on; a second call does nothing more."""
    from pulumi.automation import events

    if hasattr(events.EngineEvent, _FIELD):
        return
    read = cast("Callable[[dict[str, Any]], EngineEvent]", events.EngineEvent.from_json)

    def read_all(data: dict[str, Any]) -> EngineEvent:
        event = read(data)
        setattr(event, _FIELD, data.get("progressEvent"))
        return event

    setattr(events.EngineEvent, _FIELD, None)
    events.EngineEvent.from_json = staticmethod(read_all)


def download_in(event: object) -> str | None:
    """`Downloading plugin azure-native-3.29.0: 12 of 200 MB`, "" when it is done; None for any other event."""
    progress = cast("Mapping[str, object] | None", getattr(event, _FIELD, None))
    if progress is None:
        return None
    if progress.get("done"):
        return ""
    received, total = (progress.get(key) for key in ("received", "total"))
    size = ""
    if isinstance(received, int) and isinstance(total, int) and total > 0:
        size = f": {received // 1_000_000} of {total // 1_000_000} MB"
    return f"{progress.get('message', '')}{size}"
