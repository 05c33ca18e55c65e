"""The stack's state: what in it can be deleted unasked, by itself or with what it is in? Pure.

Every source image and version has a hook that is asked first; a resource group that takes them along has none.

`pulumi import` binds none, and stores Azure's spelling of an image's id, which the next update takes for another
image's (docs/security.md, "What no belt covers"). Versions that an old release of this program published have none
either; for them the next update writes the hook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.kinds import Kind, kind_of
from managed_image_to_gallery.component.deletion import deletion_guard, only_copy_guard
from managed_image_to_gallery.component.state.resource_types import COMPONENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.cli.preview_digest import Json

REMEDY = (
    "Do not run `pulumi up`: it would delete the image. Take it out of the state, `pulumi state delete --force` with "
    "this URN (Azure keeps it); the next update adopts it with its hook."
)
REMEDY_FOR_VERSIONS = (
    "Run `pulumi up` once with the config as it is: it writes the delete hook into the state and changes nothing in "
    "Azure."
)
REMEDY_FOR_VERSIONS_BY_HAND = (
    "Do not run `pulumi up` if your program does not declare it: it would be deleted, and may be an only copy. Take it "
    "out of the state, `pulumi state delete --force` with this URN (Azure keeps it); `importVersion: true` in its "
    "migration takes a version over."
)


REMEDY_FOR_CONTAINERS = (
    "Declare it with `retain_on_delete` (and `protect`) and run `pulumi up` once, so that the state has it; or let the "
    "config have a `lock` on the gallery. To have it out of the stack: `pulumi state delete` with this URN (Azure "
    "keeps it)."
)


def findings(state: Json) -> list[Finding]:
    """One finding per image without its hook; one when all images are well.

    One for all versions without theirs, but for each that was imported by hand; and one per resource group, or what
    else holds resources, that Azure would delete with what the stack keeps in it.
    """
    return [*_of_images(state), *_of_versions(state), *_of_containers(state)]


def _of_images(state: Json) -> list[Finding]:
    images = list(_of_kind(state, Kind.IMAGE))
    bare = [str(image.get("urn")) for image in images if not _has_hook(image, deletion_guard.HOOK_NAME)]
    if images and not bare:
        return [Finding("source images in the state", well=True, found=f"{len(images)}, each with its delete hook")]
    found = "is in the state without its delete hook, as after `pulumi import`"
    return [Finding(urn, well=False, found=found, remedy=REMEDY) for urn in bare]


def _of_versions(state: Json) -> list[Finding]:
    versions = list(_of_kind(state, Kind.VERSION))
    bare = [version for version in versions if not _has_hook(version, only_copy_guard.HOOK_NAME)]
    by_hand = [str(one.get("urn")) for one in bare if _is_not_the_components(one)]
    imported = "is in the state without a delete hook, and no component's: as after `pulumi import`"
    told = [Finding(urn, well=False, found=imported, remedy=REMEDY_FOR_VERSIONS_BY_HAND) for urn in by_hand]
    if len(by_hand) == len(bare):
        return told
    number = len(bare) - len(by_hand)
    found = f"{number} of {len(versions)} are in the state without their delete hook, as an old release left them"
    return [*told, Finding("image versions in the state", well=False, found=found, remedy=REMEDY_FOR_VERSIONS)]


def _of_containers(state: Json) -> Iterator[Finding]:
    """The engine asks no hook of ours for them: Azure deletes what is in them, only copies too."""
    kept = [_key(one) for kind in (Kind.IMAGE, Kind.VERSION) for one in _of_kind(state, kind)]
    for container in _of_kind(state, Kind.CONTAINER):
        held = [one for one in kept if _key(container) and one.startswith(f"{_key(container)}/")]
        if held and not container.get("retainOnDelete"):
            found = (
                f"would be deleted with {counted(len(held), 'image or version', 'images and versions')} in it, unasked"
            )
            yield Finding(str(container.get("urn")), well=False, found=found, remedy=REMEDY_FOR_CONTAINERS)


def _key(resource: Json) -> str:
    return str(resource.get("id") or "").rstrip("/").lower()


def _is_not_the_components(resource: Json) -> bool:
    """Whether a resource is known to stand outside of every component: then nothing but an import made its entry."""
    parts = str(resource.get("urn")).split("::")
    return len(parts) > 3 and f"{COMPONENT}$" not in parts[2]


def _of_kind(state: Json, kind: Kind) -> Iterator[Json]:
    for resource in cast("list[Json]", state.get("resources") or []):
        if kind_of(str(resource.get("type", "")), str(resource.get("id", ""))) is kind:
            yield resource


def _has_hook(resource: Json, name: str) -> bool:
    hooks = cast("dict[str, list[str]]", resource.get("resourceHooks") or {})
    return name in hooks.get("BeforeDelete", [])
