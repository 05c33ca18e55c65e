"""What a managed image holds, as named members: the part of its body that makes it this image and no other.

A managed image shows neither an etag nor a time of its last change
(docs/reference/azure-galleries.md#changes-of-a-managed-image), so whether it was changed is seen only by comparing.
Compared is what is named here and nothing else: tags, states of the moment, whatever Azure adds to the body one day and
what another api-version leaves out are not the content.

Members: api-version 2024-11-01, `ImageProperties` and `ImageStorageProfile` of azure-mgmt-compute 39; values as in
lab/tests/recorded/facts/cli_2024-07-01_managed_image_create_from_vm.jsonl and
lab/tests/recorded/facts/net_2019-07-01_managed_image_patch_list_delete.jsonl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from managed_image_to_gallery.azure.digests import digest_of
from managed_image_to_gallery.azure.errors import MalformedAnswer
from managed_image_to_gallery.azure.regions import canonical_region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.body import Body

Value: TypeAlias = "str | int | bool"

_SIZE = "diskSizeGB"
_BLOB = "blobUri"
_OF_ANY_DISK = (
    ("caching", ("caching",)),
    ("storageAccountType", ("storageAccountType",)),
    ("managedDisk", ("managedDisk", "id")),
    ("snapshot", ("snapshot", "id")),
    (_BLOB, (_BLOB,)),
    ("diskEncryptionSet", ("diskEncryptionSet", "id")),
)


def image_content(body: Body) -> dict[str, Value]:
    """The members that a managed image's body has, by name, in a fixed order.

    A disk's are prefixed by `osDisk.` or `dataDisks[<LUN>].`. Where Azure's silence means something it is written out:
    generation V1 and zoneResilient false (docs/reference/azure-galleries.md#managed-images). Raises MalformedAnswer,
    also for two disks of one LUN.
    """
    storage = ("properties", "storageProfile")
    found: dict[str, Value] = {
        "location": canonical_region(body.text("location")),
        "hyperVGeneration": body.optional_text("properties", "hyperVGeneration") or "V1",
        "zoneResilient": body.flag(*storage, "zoneResilient"),
    }
    found.update(_texts(body, "", _OF_THE_IMAGE))
    os_disk = body.optional_object(*storage, "osDisk")
    if os_disk is not None:
        found.update(_texts(os_disk, "osDisk.", (("osType", ("osType",)), ("osState", ("osState",)))))
        found.update(_disk(os_disk, "osDisk."))
    for disk in body.objects(*storage, "dataDisks"):
        prefix = f"dataDisks[{disk.integer('lun')}]."
        if f"{prefix}lun" in found:
            raise MalformedAnswer(body.what, message=f"the answer has two data disks at LUN {disk.integer('lun')}")
        found[f"{prefix}lun"] = disk.integer("lun")
        found.update(_disk(disk, prefix))
    return found


_OF_THE_IMAGE = (
    ("extendedLocation", ("extendedLocation", "name")),
    ("sourceVirtualMachine", ("properties", "sourceVirtualMachine", "id")),
)


def content_digest(content: Mapping[str, Value]) -> str:
    """The digest over all members, equal whatever case Azure answers ids and words in."""
    return digest_of({name: _folded(name, value) for name, value in content.items()})


def changed_members(before: Mapping[str, Value], now: Mapping[str, Value]) -> list[str]:
    """Each member that differs with both of its values, a text each, in the order of names.

    A size that was not known before is not a change: Azure tells it when it has read the disk
    (docs/reference/azure-galleries.md#version-fields). A disk that is new shows by its LUN.
    """
    found: list[str] = []
    for name in sorted({*before, *now}):
        was, is_now = before.get(name), now.get(name)
        if was is None and name.endswith(_SIZE):
            continue
        if was is None or is_now is None or _folded(name, was) != _folded(name, is_now):
            found.append(f"{name} was {_said(was)}, is {_said(is_now)}")
    return found


def changed_tags(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Each tag that differs with both of its values, a text each, in the order of names."""
    names = sorted({*before, *now})
    return [
        f"{name} was {_said(before.get(name))}, is {_said(now.get(name))}"
        for name in names
        if before.get(name) != now.get(name)
    ]


def _disk(disk: Body, prefix: str) -> dict[str, Value]:
    found: dict[str, Value] = dict(_texts(disk, prefix, _OF_ANY_DISK))
    size = disk.optional_integer(_SIZE)
    if size:
        found[f"{prefix}{_SIZE}"] = size
    return found


def _texts(body: Body, prefix: str, members: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[tuple[str, str]]:
    for name, path in members:
        value = body.optional_text(*path)
        if value:
            yield f"{prefix}{name}", value


def _folded(name: str, value: Value) -> Value:
    """Azure answers ids and words in any case; only the names of blobs are told apart by it."""
    return value.lower() if isinstance(value, str) and not name.endswith(_BLOB) else value


def _said(value: Value | None) -> str:
    return "absent" if value is None else str(value)
