"""What other people do behind the stack's back, before a command or while it runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from soak.elsewhere import State, publish_elsewhere, version_id, withdraw
from soak.places import COMPUTE, LOCK, Places
from soak.services import BATCH_POOL, DESKTOPS, give_up, make_desktops, make_pool

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

LOCK_API = "2020-05-01"
IMAGE_API = "2024-07-01"
VERSION_API = "2023-07-03"
MADE_FROM_IMAGES = {"virtualMachines": "2024-11-01", "disks": "2024-03-02"}
"""What comes with a machine and names its image, with the API version."""
MACHINE = """
virtualMachines:
  - {resourceGroup: myResourceGroup, name: usesTheImage, location: South Central US, image: IMAGE}
"""


def _delete_version(azure: LocalAzure, at: Places) -> None:
    azure.remove(at.version)


def _other_version(azure: LocalAzure, at: Places) -> None:
    other = f"{at.group}/providers/Microsoft.Compute/images/another"
    azure.change(at.version, {"properties": {"storageProfile": {"source": {"id": other}}}})


def _drop_region(azure: LocalAzure, at: Places) -> None:
    only = [{"name": "South Central US", "regionalReplicaCount": 1, "storageAccountType": "Standard_LRS"}]
    azure.change(at.version, {"properties": {"publishingProfile": {"targetRegions": only}}})


def _recreate_image(azure: LocalAzure, at: Places) -> None:
    azure.change(at.image, {"properties": {"storageProfile": {"osDisk": {"diskSizeGB": 64}}}})


def make_again(azure: LocalAzure, at: Places) -> None:
    """The image is deleted and the same machine captured again, a minute later: another image with the same body."""
    image = azure.get(at.image, api_version=IMAGE_API).raise_for_status().json()
    azure.remove(at.image)
    azure.advance(60)
    properties = {name: value for name, value in image["properties"].items() if name != "provisioningState"}
    azure.put(at.image, {**image, "properties": properties}, api_version=IMAGE_API).raise_for_status()
    azure.settle()


def _lock(azure: LocalAzure, at: Places) -> None:
    body = {"properties": {"level": "CanNotDelete"}}
    azure.put(at.image + LOCK, body, api_version=LOCK_API).raise_for_status()


def _machine(azure: LocalAzure, at: Places) -> None:
    azure.seed(MACHINE.replace("IMAGE", at.image))


def _delete_image(azure: LocalAzure, at: Places) -> None:
    azure.remove(at.image)


def _elsewhere(state: State, azure: LocalAzure, at: Places) -> None:
    publish_elsewhere(azure, at.image, state)


ELSEWHERE: dict[str, Callable[[LocalAzure, Places], None]] = {
    "Shallow version elsewhere": partial(_elsewhere, "Shallow"),
    "unfinished version elsewhere": partial(_elsewhere, "unfinished"),
    "Failed version elsewhere": partial(_elsewhere, "Failed"),
    "finished version elsewhere": partial(_elsewhere, "finished"),
}
"""Versions of others from the image; the last alone needs it no more."""

SERVICES: dict[str, Callable[[LocalAzure, Places], None]] = {
    BATCH_POOL: lambda azure, at: make_pool(azure, at.image),
    DESKTOPS: lambda azure, at: make_desktops(azure, at.image),
}
"""Services that keep the image although no machine runs."""


def _shallow(azure: LocalAzure, at: Places) -> None:
    azure.change(at.version, {"properties": {"publishingProfile": {"replicationMode": "Shallow"}}})


def _to_the_bin(azure: LocalAzure, at: Places) -> None:
    azure.change(at.gallery, {"properties": {"softDeletePolicy": {"isSoftDeleteEnabled": True}}})
    azure.delete(at.version, api_version=VERSION_API)
    azure.settle()


def _make_version_again(azure: LocalAzure, at: Places) -> None:
    azure.remove(at.version)
    give_back(azure, at, [{"name": "South Central US"}])


def give_back(azure: LocalAzure, at: Places, regions: list[dict[str, str]]) -> None:
    """Whoever keeps a version makes it of the image, in these regions; one in the bin comes back from it."""
    properties = {"publishingProfile": {"targetRegions": regions}, "storageProfile": {"source": {"id": at.image}}}
    body = {"location": "southcentralus", "properties": properties}
    azure.put(at.version, body, api_version=VERSION_API).raise_for_status()
    azure.settle()


INTO_THE_BIN = "version put into the bin"
"""Takes its time, and so is not drawn while a command runs: the version may be read until it is gone."""
OF_EXISTING: dict[str, Callable[[LocalAzure, Places], None]] = {
    "version made Shallow": _shallow,
    INTO_THE_BIN: _to_the_bin,
    "version made again in one region": _make_version_again,
}
"""What becomes of a version that others keep; they may do with it what they like."""

CHANGES: dict[str, Callable[[LocalAzure, Places], None]] = {
    "image changed under the same name": _recreate_image,
    "image deleted by somebody": _delete_image,
    "image made again under the same name": make_again,
    "lock added": _lock,
    "machine started from the image": _machine,
    "region dropped": _drop_region,
    "version deleted": _delete_version,
    "version replaced": _other_version,
    **ELSEWHERE,
    **SERVICES,
    **OF_EXISTING,
}
"""The names are those of docs/reliability.md."""

SEEN_BY_THE_GATE_ALONE = {"lock added", "machine started from the image", *ELSEWHERE, *SERVICES}
"""What changes nothing that a stack's state has."""


def put_right(azure: LocalAzure, at: Places) -> None:
    """What people do by hand before the runbook's commands help: lock and machine away, a wrong version deleted.

    Versions of others and services that need the image are given up too.
    """
    azure.delete(at.image + LOCK, api_version=LOCK_API)
    for kind, api_version in MADE_FROM_IMAGES.items():
        found = azure.get(f"{at.group}/{COMPUTE}/{kind}", api_version=api_version).raise_for_status().json()["value"]
        for resource in found:
            azure.remove(resource["id"])
    if azure.get(version_id(azure), api_version=VERSION_API).status_code == 200:
        withdraw(azure)
    give_up(azure)
    version = azure.get(at.version, api_version=VERSION_API)
    source = version.json()["properties"]["storageProfile"]["source"] if version.status_code == 200 else None
    if source is not None and source.get("id", "").lower() != at.image.lower():
        azure.remove(at.version)


def delete_what_failed(azure: LocalAzure, at: Places) -> None:
    """The one way out for a version that a `Failed` creation left behind without the stack's knowing, by its image."""
    version = azure.get(at.version, api_version=VERSION_API)
    is_failed = version.status_code == 200 and version.json()["properties"]["provisioningState"] == "Failed"
    if is_failed and azure.get(at.image, api_version=IMAGE_API).status_code == 200:
        azure.remove(at.version)
