"""What only Azure can answer is asked of local Azure, and asked again with the answer forced the other way."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

import pytest

from harness.local_azure import LocalAzure
from harness.product import ROOT
from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.recording import RECORDING
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.selftest import bodies
from managed_image_to_gallery.cli.selftest.asking import Asking, Seen
from managed_image_to_gallery.cli.selftest.probes import PROBES, ask_all
from managed_image_to_gallery.cli.selftest.scratch import Scratch
from managed_image_to_gallery.cli.selftest.wanted import GALLERY, PREFIX, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["azure", "server"]

GALLERIES = "2024-03-03"
REGIONS = ("southcentralus", "westus2")


@pytest.fixture
def asking(azure: LocalAzure) -> Asking:
    """Azure after the first versions were published; waiting is moving its clock."""
    scratch = Scratch(Wanted(azure.subscription, PREFIX, REGIONS, "this run"), AzureSettings.read({}, azure.env))
    scratch.make()
    scratch.make_sources()
    sample = scratch.wanted.samples[0]
    version = str(scratch.wanted.version(sample))
    made: tuple[tuple[str, object], ...] = (
        (str(scratch.in_group("galleries", GALLERY)), {"location": REGIONS[0]}),
        (version.rpartition("/versions")[0], bodies.definition(REGIONS[0], sample, "published")),
        (version, bodies.version(REGIONS[0], str(scratch.wanted.image(sample)), REGIONS[:1])),
    )
    for path, body in made:
        azure.put(path, body, api_version=GALLERIES).raise_for_status()
        azure.settle()
    ticks = iter(range(100_000))
    return Asking(scratch, sleep=lambda _: azure.settle(), clock=lambda: float(next(ticks)))


def answers(asking: Asking) -> dict[int, str]:
    said: list[str] = []
    ask_all(asking, said.append)
    questions = {probe.number: probe.question for probe in PROBES}
    found = {int(line.split()[1].rstrip(":")): line for line in said}
    return {number: found[number].partition(f"{questions[number]} ")[2] for number in questions}


HERE = {
    1: "yes",
    2: "within 15 seconds",
    3: "within 15 seconds",
    4: "within 15 seconds",
    5: "no",
    6: "not asked: all are registered here",
    7: "400 InvalidParameter",
    8: "409 Conflict",
    9: "400 InvalidParameter",
    10: "404 NotFound",
    11: "404 NotFound",
    12: "400 InvalidLockLevel",
    13: "404 InvalidResourceAction",
    14: "404 InvalidResourceType",
    15: "yes: 202, the version became Succeeded",
}


def test_local_azure_answers_every_probe(
    azure: LocalAzure, asking: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "recording.jsonl"
    monkeypatch.setenv(RECORDING, str(file))
    azure.forget_requests()

    found = answers(asking)

    assert found == HERE
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert {line["probe"]: line["answer"] for line in lines if "probe" in line} == found
    own = f"{azure.group_id(PREFIX)}/".lower()
    writes = [str(each["path"]) for each in azure.writes()]
    assert [path for path in writes if not path.lower().startswith(own)] == []
    assert set(asking.scratch.images()) == {sample.name for sample in asking.scratch.wanted.samples}
    assert None not in asking.scratch.images().values()


def answer(asking: Asking, number: int) -> str:
    (probe,) = [each for each in PROBES if each.number == number]
    said: list[str] = []
    ask_all(asking, said.append, [probe])
    return said[0].partition(f"{probe.question} ")[2]


def refuse(**match: str) -> Callable[[LocalAzure], object]:
    refusal = {"status": 409, "code": "AnswersOtherwise"}
    return lambda azure: azure.add_fault({"match": match, "refuse": refusal})


def disk_from_image(azure: LocalAzure) -> None:
    group = azure.group_id(PREFIX)
    body = bodies.disk_of_image(REGIONS[0], parse_resource_id(f"{group}/providers/Microsoft.Compute/images/linux-gen1"))
    azure.put(f"{group}/providers/Microsoft.Compute/disks/of-image", body, api_version="2024-03-02").raise_for_status()
    azure.settle()
    azure.advance(600)


def without_batch(azure: LocalAzure) -> None:
    azure.seed("providers: {Microsoft.Batch: NotRegistered}")


@pytest.mark.parametrize(
    ("number", "change", "expected"),
    [
        (2, refuse(method="POST"), "not within 3 minutes"),
        (3, refuse(method="DELETE"), "not asked: 409 AnswersOtherwise"),
        (5, disk_from_image, "yes"),
        (6, without_batch, "Microsoft.Batch 200 with 0 items"),
        (
            8,
            refuse(type="Microsoft.Compute/galleries/images"),
            "not asked: its definition was refused with 409 Answers",
        ),
        (12, refuse(type="Microsoft.Authorization/locks"), "409 AnswersOtherwise"),
        (14, refuse(type="Microsoft.Compute/images", method="PUT"), "404 InvalidResourceType"),
        (
            15,
            refuse(type="Microsoft.Compute/images", method="DELETE"),
            "no: 409 AnswersOtherwise, the version became Suc",
        ),
        (15, refuse(type="Microsoft.Compute/images", method="PUT"), "not answered (AzureRefused)"),
    ],
)
def test_an_azure_that_answers_otherwise_is_told(
    azure: LocalAzure, asking: Asking, number: int, change: Callable[[LocalAzure], object], expected: str
) -> None:
    change(azure)

    assert answer(asking, number).startswith(expected)
    azure.clear_faults()


def test_a_list_whose_items_lack_something_is_told(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Asking.read

    def read(self: Asking, path: object, version: str, query: str = "") -> Seen:
        seen = whole(self, str(path), version, query)
        for item in seen.items:
            cast("dict[str, object]", item["properties"]).pop("hyperVGeneration", None)
        return seen

    monkeypatch.setattr(Asking, "read", read)

    assert answer(asking, 1) == "no: properties.hyperVGeneration"


def test_contributing_has_each_question_by_its_number() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| (\d+) \| (.+?) \|", page, re.MULTILINE)

    assert rows == [(str(probe.number), probe.question) for probe in PROBES]
