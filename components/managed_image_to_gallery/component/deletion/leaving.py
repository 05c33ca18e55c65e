"""What may leave in this run, and what does: an image and the version that proves it must not go together.

Each of the two hooks asks Azure for the other's thing, and both may find it there. The engine deletes side by side what
does not depend on each other, and a retired version does not depend on its image any more. All hooks of a run are
called in one event loop: what no `await` interrupts is one step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import parse_resource_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.models import AbandonedVersion


class Leaving:
    """By folded id: the versions that the config gives up, the images and versions that hooks have let go."""

    def __init__(self) -> None:
        self._abandoned: set[str] = set()
        self._images: set[str] = set()
        self._versions: set[str] = set()

    def abandon(self, versions: Iterable[AbandonedVersion]) -> None:
        """Let exactly these versions be deleted, whatever became of their sources."""
        self._abandoned |= {parse_resource_id(version.id).key for version in versions}

    def is_abandoned(self, version: ResourceId) -> bool:
        """Whether the config gives this version up."""
        return version.key in self._abandoned

    def let_image_go(self, image: ResourceId, proven_by: Iterable[ResourceId]) -> list[str]:
        """Note that an image goes; or why it stays: what may be deleted, or is, proves nothing."""
        reasons = [reason for version in proven_by if (reason := self._no_proof(version))]
        if not reasons:
            self._images.add(image.key)
        return reasons

    def let_version_go(self, version: ResourceId, source: ResourceId | None) -> bool:
        """Note that a version goes, unless its source image went before it in this run; whether it goes."""
        if source is not None and source.key in self._images:
            return False
        self._versions.add(version.key)
        return True

    def _no_proof(self, version: ResourceId) -> str:
        if version.key in self._versions:
            return f"its version {version} is deleted in the same run"
        if self.is_abandoned(version):
            return f"its version {version} proves nothing: abandonedVersions says that it may be deleted"
        return ""
