"""A recording that was made against local Azure is replayed without a difference, and an altered one with each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest
from typer.testing import CliRunner

from local_azure.cli import app
from local_azure.comparing.fresh import FreshAzure
from managed_image_to_gallery.azure.recording import Exchange, Recording
from managed_image_to_gallery.azure.scrubbing import Marks
from managed_image_to_gallery.cli.selftest import bodies
from managed_image_to_gallery.cli.selftest.wanted import GALLERY, PREFIX, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from local_azure.comparing.fresh import Answer
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

DISKS, IMAGES, GALLERIES, LOCKS = "2024-03-02", "2024-07-01", "2024-03-03", "2020-05-01"
REGIONS = ("southcentralus", "westus2")


class Recorded:
    """Sends requests to a local Azure, and keeps them as the product does."""

    def __init__(self, file: Path) -> None:
        self.azure = FreshAzure()
        self.wanted = Wanted(self.azure.subscription, PREFIX, REGIONS, "run")
        self._recording = Recording(str(file), Marks(b"key"))

    def send(self, method: str, path: str, version: str, body: Json = None, **query: str) -> Answer:
        asked = {"api-version": version, **{f"${name}": value for name, value in query.items()}}
        answer = self.azure.send(method, path, asked, cast("Any", body))
        url = f"https://localhost{path}?" + "&".join(f"{name}={value}" for name, value in asked.items())
        self._note(method, url, body, answer)
        return answer

    def finish(self, answer: Answer) -> None:
        """Poll while it runs, and at its end."""
        url = answer.headers["azure-asyncoperation"]
        self._note("GET", url, None, self.azure.follow(url))
        self.azure.settle()
        self._note("GET", url, None, self.azure.follow(url))

    def _note(self, method: str, url: str, body: Json, answer: Answer) -> None:
        seen = Exchange(method, url, body, answer.status, answer.headers, cast("Json", answer.body))
        self._recording.note(seen)


def migrate(recorded: Recorded, *, provider_is_silent: bool) -> None:
    """Image, version, lock, deletion. provider_is_silent: what the engine's provider makes is not in the recording."""
    wanted, sample = recorded.wanted, recorded.wanted.samples[1]
    region, image, version = REGIONS[0], str(wanted.image(sample)), str(wanted.version(sample))
    group, gallery = wanted.group_path, f"{wanted.group_path}/providers/Microsoft.Compute/galleries/{GALLERY}"
    system, data = (f"{group}/providers/Microsoft.Compute/disks/{name}" for name in ("system", "data"))

    def made(path: str, api: str, body: JsonObject, *, silent: bool = False) -> None:
        if silent:
            answer = recorded.azure.send("PUT", path, {"api-version": api}, cast("Any", body))
        else:
            answer = recorded.send("PUT", path, api, body)
        assert answer.status < 300, answer.body
        if not silent and "azure-asyncoperation" in answer.headers:
            recorded.finish(answer)
        recorded.azure.settle()

    recorded.send("GET", group, "2021-04-01")
    recorded.send("PUT", group, "2021-04-01", bodies.group(region, PREFIX, "run"))
    made(system, DISKS, bodies.empty_disk(region, sample))
    made(data, DISKS, bodies.empty_disk(region, None))
    system_id, data_id = (cast("Any", path) for path in (system, data))
    made(image, IMAGES, bodies.image(region, sample, system_id, data_id))
    recorded.send("GET", f"{group}/providers/Microsoft.Compute/images", IMAGES)
    definition = {"osType": "Linux", "osState": "Generalized", "hyperVGeneration": "V2"}
    identifier: JsonObject = {"publisher": "p", "offer": "o", "sku": "s"}
    made(gallery, GALLERIES, {"location": region, "properties": {}}, silent=provider_is_silent)
    properties: JsonObject = {**definition, "identifier": identifier}
    made(
        version.rpartition("/versions")[0],
        GALLERIES,
        {"location": region, "properties": properties},
        silent=provider_is_silent,
    )
    published: JsonObject = {
        "publishingProfile": {"targetRegions": [{"name": each, "regionalReplicaCount": 1} for each in REGIONS]},
        "storageProfile": {"source": {"id": image}},
    }
    made(version, GALLERIES, {"location": region, "properties": published}, silent=provider_is_silent)
    recorded.send("GET", gallery, GALLERIES)
    recorded.send("GET", version.rpartition("/versions")[0], GALLERIES)
    recorded.send("GET", version, GALLERIES, expand="ReplicationStatus")
    lock = f"{image}/providers/Microsoft.Authorization/locks/selftest"
    made(lock, LOCKS, bodies.lock())
    recorded.send("DELETE", image, IMAGES)
    recorded.send("DELETE", lock, LOCKS)
    recorded.finish(recorded.send("DELETE", image, IMAGES))
    recorded.send("GET", image, IMAGES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recording.jsonl"


def compared(file: Path) -> tuple[int, list[str], str]:
    done = CliRunner().invoke(app, ["compare", str(file)])
    return done.exit_code, done.stdout.splitlines(), done.stderr


@pytest.mark.parametrize("provider_is_silent", [False, True])
def test_what_local_azure_answered_it_answers_again(file: Path, *, provider_is_silent: bool) -> None:
    migrate(Recorded(file), provider_is_silent=provider_is_silent)

    status, lines, summary = compared(file)

    count = len(file.read_text().splitlines())
    assert (lines, status) == ([], 0)
    assert summary == f"{count} of {count} exchanges were sent again: 0 differences.\n"


def altered(file: Path, change: Callable[[int, JsonObject], object]) -> None:
    lines: list[JsonObject] = [json.loads(line) for line in file.read_text().splitlines()]
    for number, line in enumerate(lines):
        change(number, line)
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_each_of_five_changes_is_told(file: Path) -> None:
    migrate(Recorded(file), provider_is_silent=False)

    def change(_: int, line: Any) -> None:
        kind, path = (line["method"], line["status"]), line["path"]
        if kind == ("PUT", 202) and "/disks/" in path:
            line["headers"]["Retry-After"] = "17"
        elif kind == ("GET", 200) and path.endswith("/images"):
            line["response"]["value"][0]["properties"]["storageProfile"]["newInAzure"] = True
        elif kind == ("DELETE", 409):
            line["response"]["error"]["code"] = "ScopeIsLocked"
        elif kind == ("GET", 200) and line["query"].get("$expand"):
            line["response"]["properties"]["replicationStatus"]["summary"][0]["region"] = "South Central US"
        elif kind == ("GET", 404) and "/images/" in path:
            line["status"] = 204

    altered(file, change)

    status, lines, _ = compared(file)

    assert status == 1
    told = "\n".join(lines)
    assert len(lines) == 5, told
    assert "header retry-after: recorded 17, here 2" in told
    assert "value[0].properties.storageProfile.newInAzure: only recorded" in told
    assert "error.code: recorded ScopeIsLocked, here ScopeLocked" in told
    assert "summary[0].region: recorded South Central US, here southcentralus" in told
    assert "→ 204: status: recorded 204, here 404 (ResourceNotFound)" in told


def test_what_cannot_be_sent_again_is_counted_with_its_reason(file: Path) -> None:
    recorded = Recorded(file)
    recorded.send("GET", f"{recorded.wanted.group_path}/resources", "2022-09-01", filter="secret")
    recorded.send("POST", "/providers/Microsoft.ResourceGraph/resources", "2021-03-01", {"query": "resources"})

    _, lines, summary = compared(file)

    assert lines == []
    assert "0 of 2 exchanges were sent again" in summary
    assert "2 not: what it asked is a text, which the recording leaves out" in summary
