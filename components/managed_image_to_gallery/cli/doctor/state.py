"""The stack's state: has every source image in it the hook without which it would be deleted unasked? Pure.

`pulumi import` binds none, and keeps Azure's spelling of the id, which the next update takes for another image's
(docs/security.md, "What no belt covers").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.kinds import Kind, kind_of
from managed_image_to_gallery.component.deletion.deletion_guard import HOOK_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.cli.preview_digest import Json

REMEDY = (
    "Do not run `pulumi up`: it would delete the image. Take it out of the state, `pulumi state delete --force` with "
    "this URN (Azure keeps it); the next update adopts it with its hook."
)


def findings(state: Json) -> list[Finding]:
    """One finding per image without its hook; a single one when all are well, none when there is no image."""
    images = list(_images(state))
    bare = [str(image.get("urn")) for image in images if not _has_hook(image)]
    if images and not bare:
        return [Finding("source images in the state", well=True, found=f"{len(images)}, each with its delete hook")]
    found = "is in the state without its delete hook, as after `pulumi import`"
    return [Finding(urn, well=False, found=found, remedy=REMEDY) for urn in bare]


def _images(state: Json) -> Iterator[Json]:
    for resource in cast("list[Json]", state.get("resources") or []):
        if kind_of(str(resource.get("type", "")), str(resource.get("id", ""))) is Kind.IMAGE:
            yield resource


def _has_hook(image: Json) -> bool:
    hooks = cast("dict[str, list[str]]", image.get("resourceHooks") or {})
    return HOOK_NAME in hooks.get("BeforeDelete", [])
