"""Images of every kind, from the inventory to a finished report with six commands; judged by what Azure has then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands.operator import Operator
from tests.cli.fleet import GROUP, Member, fleet, seed_of

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

FAST = ("--yes", "--every", "0.5")
COMPUTE_API, GALLERY_API = "2024-11-01", "2024-03-03"


def test_twelve_images_of_every_kind_in_six_commands(azure: LocalAzure, tmp_path: Path) -> None:
    _migrate(azure, tmp_path, fleet(12), [])


@pytest.mark.exhaustive
def test_sixty_images_of_every_kind_in_six_commands(azure: LocalAzure, tmp_path: Path) -> None:
    _migrate(azure, tmp_path, fleet(60), ["--by-region", "--in-flight", "12"])


def _migrate(azure: LocalAzure, folder: Path, members: list[Member], waves: list[str]) -> None:
    azure.seed(seed_of(members))
    operator = Operator.at(folder, azure)
    operator.write_config({"migrations": []})
    _run_six_commands(operator, members, waves)

    assert _images(azure) == {one.name for one in members if not one.kind.is_retired}
    proven = _proven(azure)
    assert proven == {one.name.lower(): {one.location} for one in members if one.kind.is_eligible}
    for name in ("report.md", "report.html"):
        told = (folder / name).read_text()
        assert [one.name for one in members if one.name not in told.replace("\\", "")] == []
    _names_what_is_left(folder / "report.md", members)


def _run_six_commands(operator: Operator, members: list[Member], waves: list[str]) -> None:
    retired = [one.name for one in members if one.kind.is_retired]
    listed = json.loads(_done(operator, "inventory", "--json"))["images"]
    assert {row["name"]: row["eligible"] for row in listed} == {one.name: one.kind.is_eligible for one in members}
    _done(operator, "init", "*", "--publisher", "contoso", "--with-plan", "--yes")
    _done(operator, "publish", *waves, *FAST)
    _done(operator, "validate", *FAST)
    expected = [word for name in retired for word in ("--expect-delete", name)]
    _done(operator, "retire", *FAST, *expected)
    _done(operator, "report")


def _done(operator: Operator, *words: str) -> str:
    done = operator.run(*words, seconds=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _names_what_is_left(file: Path, members: list[Member]) -> None:
    lines = file.read_text().replace("\\", "").splitlines()
    for one in members:
        if one.kind.user:
            assert any(f"user-of-{one.name}" in line for line in lines), one.name
        if not one.kind.is_eligible:
            reason = "image-generalized" if one.kind.name == "specialized" else "data-disk-size"
            assert any(one.name in line and reason in line for line in lines), one.name


def _images(azure: LocalAzure) -> set[str]:
    return {str(item["name"]) for item in _list(azure, f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/images")}


def _proven(azure: LocalAzure) -> dict[str, set[str]]:
    """The regions in which Azure says that a version of each source is complete."""
    gallery = f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/galleries/myGallery"
    found: dict[str, set[str]] = {}
    for definition in _list(azure, f"{gallery}/images", GALLERY_API):
        for version in _list(azure, f"{definition['id']}/versions", GALLERY_API):
            query = {"$expand": "ReplicationStatus"}
            answer = azure.get(str(version["id"]), api_version=GALLERY_API, query=query).raise_for_status().json()
            properties = answer["properties"]
            source = properties["storageProfile"]["source"]["id"].rsplit("/", 1)[-1].lower()
            summary = properties["replicationStatus"]["summary"]
            found[source] = {one["region"].replace(" ", "").lower() for one in summary if one["state"] == "Completed"}
    return found


def _list(azure: LocalAzure, path: str, api_version: str = COMPUTE_API) -> list[JsonObject]:
    found: list[JsonObject] = []
    answer = azure.get(path, api_version=api_version).raise_for_status().json()
    found += answer["value"]
    while "nextLink" in answer:
        link = answer["nextLink"].removeprefix(azure.ready["arm_endpoint"])
        answer = azure.request("GET", link).raise_for_status().json()
        found += answer["value"]
    return found
