"""What `restore` asks of Azure, and what it makes of the answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import DataDisk
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.restoring.making import Making
from tests.azure.arm_server import SOON, Answer, Said, serving
from tests.azure.bodies import SUBSCRIPTION, definition_body, version_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    import trustme

pytestmark = pytest.mark.usefixtures("trusted", "hurried")

IMAGE = image_id(SUBSCRIPTION, "myResourceGroup", "again")
DISKS = f"{IMAGE.resource_group_id}/providers/Microsoft.Compute/disks"
OS_DISK, DATA_DISK = f"{DISKS}/restore-mark-os", f"{DISKS}/restore-mark-3"
VERSION = replace(wire.image_version(version_body()), data_disks=(DataDisk(3, 8),))
DEFINITION = wire.image_definition(definition_body())
OPERATION = "/operations/1"
GONE: list[Answer] = [Said({}, 200)]


def made(**properties: str) -> list[Answer]:
    return [Said({"properties": {"provisioningState": "Succeeded", **properties}}, 200)]


def answers(image: list[Answer]) -> dict[str, list[Answer]]:
    return {
        f"PUT {OS_DISK}": made(),
        f"PUT {DATA_DISK}": made(),
        f"PUT {IMAGE}": image,
        f"DELETE {OS_DISK}": GONE,
        f"DELETE {DATA_DISK}": GONE,
        str(IMAGE): made(),
    }


class Restored:
    """What was written, and why it failed."""

    def __init__(self, authority: trustme.CA, *, later: list[Answer] | None = None, **refusals: list[Answer]) -> None:
        self.failure = ""
        self.written: list[tuple[str, str]] = []
        self.bodies: dict[str, object] = {}
        self.polls = 0
        asyncio.run(self._run(authority, later, refusals))

    async def _run(
        self, authority: trustme.CA, later: list[Answer] | None, refusals: Mapping[str, list[Answer]]
    ) -> None:
        async with serving(authority, {}) as server:
            server.methods = frozenset({"GET", "PUT", "DELETE"})
            link = {"Azure-AsyncOperation": f"{server.base}{OPERATION}", **SOON}
            image: list[Answer] = made() if later is None else [Said({}, 201, link)]
            server.answers |= answers(refusals.get("image", image)) | {OPERATION: later or []}
            if "disk" in refusals:
                server.answers[f"PUT {DATA_DISK}"] = refusals["disk"]
            try:
                await Making(VERSION, DEFINITION, IMAGE, "westus", lambda _: None, "mark").run(server.settings)
            except CommandFailed as failed:
                self.failure = str(failed)
            self.written = [(method, path.partition("?")[0]) for method, path, _ in server.written]
            self.bodies = {path.partition("?")[0]: body for method, path, body in server.written if method == "PUT"}
            self.polls = len([path for path in server.requests if path == OPERATION])


def refused(code: str, message: str, status: int) -> list[Answer]:
    return [Said({"error": {"code": code, "message": message}}, status)]


def test_disks_then_the_image_then_no_disks(authority: trustme.CA) -> None:
    restored = Restored(authority)
    assert restored.failure == ""
    assert set(restored.written[:2]) == {("PUT", OS_DISK), ("PUT", DATA_DISK)}
    assert restored.written[2] == ("PUT", str(IMAGE))
    assert set(restored.written[3:]) == {("DELETE", OS_DISK), ("DELETE", DATA_DISK)}


def test_a_disk_of_somebody_else_has_no_such_name() -> None:
    """Disks are deleted afterwards; the name of an image may be as long as a disk's, so it is no part of it."""
    names = {Making(VERSION, DEFINITION, IMAGE, "westus", lambda _: None).mark for _ in range(100)}
    assert len(names) == 100
    assert {len(name) for name in names} == {16}


def test_only_the_system_disk_says_what_system_it_has(authority: trustme.CA) -> None:
    version = str(VERSION.id)
    bodies = Restored(authority).bodies
    assert bodies[OS_DISK] == {
        "location": "westus",
        "properties": {
            "creationData": {"createOption": "FromImage", "galleryImageReference": {"id": version}},
            "osType": DEFINITION.os_type,
            "hyperVGeneration": DEFINITION.hyper_v_generation,
        },
    }
    assert bodies[DATA_DISK] == {
        "location": "westus",
        "properties": {
            "creationData": {"createOption": "FromImage", "galleryImageReference": {"id": version, "lun": 3}}
        },
    }


def test_an_image_that_azure_makes_slowly_is_waited_for(authority: trustme.CA) -> None:
    running = Said({"status": "InProgress"}, headers=SOON)
    restored = Restored(authority, later=[running, running, Said({"status": "Succeeded"})])
    assert (restored.failure, restored.polls) == ("", 3)
    assert ("DELETE", OS_DISK) in restored.written


def test_what_azure_refuses_later_is_said_and_no_disk_is_left(authority: trustme.CA) -> None:
    failed = Said({"status": "Failed", "error": {"code": "OverconstrainedRequest", "message": "not in this region"}})
    restored = Restored(authority, later=[failed])
    assert "not in this region" in restored.failure
    assert set(restored.written[3:]) == {("DELETE", OS_DISK), ("DELETE", DATA_DISK)}


@pytest.mark.parametrize("what", ["image", "disk"])
def test_what_azure_refuses_at_once_is_said_and_no_disk_is_left(what: str, authority: trustme.CA) -> None:
    restored = Restored(authority, **{what: refused("QuotaExceeded", "no quota is left", 409)})
    assert "(QuotaExceeded) no quota is left" in restored.failure
    assert set(restored.written[-2:]) == {("DELETE", OS_DISK), ("DELETE", DATA_DISK)}
