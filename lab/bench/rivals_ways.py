"""The ways to move images that are compared: how each is started, and the proof that it did its work."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.azure import stack
from bench.fleets import GALLERY, GROUP, image_name
from bench.measured import measure
from harness.az import signed_in
from harness.client_programs import AZ
from harness.local_azure import without_proxies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import httpx

    from harness.local_azure import LocalAzure

LABORATORY = Path(__file__).parents[1]
SCRIPTS = LABORATORY / "bench" / "rivals_scripts"
STAGES = ("published", "validated", "retired")
UP = ["pulumi", "up", "--yes", "--non-interactive", "--skip-preview"]
API_VERSION = "2024-03-03"

Seconds = dict[str, float]
"""Wall time by step; a script has one step."""


class NotMigrated(Exception):
    """A way ended without having moved everything, so its time says nothing."""

    def __init__(self, way: str, missing: Sequence[str], left: Sequence[str]) -> None:
        super().__init__(f"{way}: no version Succeeded of {missing}, images still there: {left}")


@dataclass(frozen=True)
class Place:
    """A local Azure that holds a fleet's images, and an empty folder; no command may take longer than `minutes`."""

    azure: LocalAzure
    images: range
    folder: Path
    minutes: float

    def run(self, command: Sequence[str], env: Mapping[str, str], folder: Path | None = None) -> float:
        """Wall time of a command. Raises CommandFailed or CommandStopped."""
        return measure(command, folder or self.folder, env, minutes=self.minutes).seconds


def by_az(script: str) -> Callable[[Place], Seconds]:
    """A script that calls az, which is signed in already."""

    def run(place: Place) -> Seconds:
        az = signed_in(place.azure, AZ.parent, place.folder / "azure-cli")
        command = [str(SCRIPTS / script), *map(image_name, place.images)]
        return {"all": place.run(command, az.environment)}

    return run


def by_sdk(module: str) -> Callable[[Place], Seconds]:
    """A program with azure-mgmt-compute."""

    def run(place: Place) -> Seconds:
        env = {**without_proxies(), **place.azure.env, "PYTHONPATH": str(LABORATORY)}
        command = [sys.executable, "-m", f"bench.rivals_scripts.{module}", *map(image_name, place.images)]
        return {"all": place.run(command, env)}

    return run


def by_pulumi(*options: str) -> Callable[[Place], Seconds]:
    """The project: an update for each stage."""

    def run(place: Place) -> Seconds:
        product = stack(place.folder / "stack", place.azure, place.images)
        seconds: Seconds = {}
        for stage in STAGES:
            product.write_stage(stage)
            seconds[stage] = place.run([*UP, *options], product.env, product.path)
        return seconds

    return run


WAYS: dict[str, Callable[[Place], Seconds]] = {
    "az, one by one": by_az("one_by_one.sh"),
    "az, xargs -P": by_az("side_by_side.sh"),
    "SDK, one by one": by_sdk("sdk_sequential"),
    "SDK, asyncio": by_sdk("sdk_asyncio"),
    "pulumi up": by_pulumi(),
    "pulumi up --parallel 100": by_pulumi("--parallel", "100"),
}


def migrate(way: str, place: Place) -> Seconds:
    """Move all images in one way, and look at what became of them. Raises NotMigrated."""
    seconds = WAYS[way](place)
    names = [image_name(each) for each in place.images]
    missing = [name for name in names if not _succeeded(place.azure, name)]
    left = _images(place.azure)
    if missing or left:
        raise NotMigrated(way, missing, left)
    return seconds


def _succeeded(azure: LocalAzure, image: str) -> bool:
    gallery = f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/galleries/{GALLERY}"
    answer = _read(azure, f"{gallery}/images/{image}-definition/versions/1.0.0", API_VERSION)
    return answer.is_success and answer.json()["properties"]["provisioningState"] == "Succeeded"


def _images(azure: LocalAzure) -> list[str]:
    path = f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/images"
    listed = _read(azure, path, "2024-11-01").raise_for_status().json()["value"]
    return [str(each["name"]) for each in listed]


def _read(azure: LocalAzure, path: str, api_version: str) -> httpx.Response:
    """An answer other than 429: what was measured may have used up all reads."""
    while (answer := azure.get(path, api_version=api_version)).status_code == 429:
        time.sleep(float(answer.headers["Retry-After"]))  # the wait that Azure asks for
    return answer
