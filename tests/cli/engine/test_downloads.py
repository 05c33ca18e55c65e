"""Downloads of plugins, from the events that the engine writes and the Automation API does not know."""

from __future__ import annotations

from pulumi.automation.events import EngineEvent

from managed_image_to_gallery.cli.engine.downloads import keep_downloads
from managed_image_to_gallery.cli.engine.event_report import EventReport


def event(*, done: bool, received: int = 12_345_678) -> EngineEvent:
    """As seen: engine 3.259.0 without its plugin."""
    told = {
        "type": "plugin-download",
        "id": "plugin-download:azure-native-3.29.0",
        "message": "Downloading plugin azure-native-3.29.0",
        "received": received,
        "total": 200_000_000,
        "done": done,
    }
    return EngineEvent.from_json({"sequence": 0, "timestamp": 1, "progressEvent": told})


def test_whoever_waits_is_told_of_a_download_until_it_is_done() -> None:
    keep_downloads()
    keep_downloads()
    report = EventReport()
    report.take(event(done=False))
    assert report.so_far() == "Downloading plugin azure-native-3.29.0: 12 of 200 MB"
    report.take(EngineEvent.from_json({"sequence": 1, "timestamp": 1}))
    assert "12 of 200 MB" in report.so_far()
    report.take(event(done=True, received=200_000_000))
    assert report.so_far() == "the engine and the program start"
