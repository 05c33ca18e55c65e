"""The plan check: what of a preview must never be applied. Pure; the third belt around the deletion of an image.

The engine's options and the delete hook act while an update runs; this acts before, on `pulumi preview --json`, in the
operator's command line and in CI (DESIGN.md "Three belts"). It also sees what the exit status of a preview hides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from gallery_migrate.preview_digest import DELETES, IMPORTS, REPLACES, Digest, Json, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IMAGE = "azure-native:compute:Image"
KEPT_FOR_GOOD = {
    "azure-native:compute:GalleryImageVersion": "image version",
    "azure-native:compute:GalleryImage": "image definition",
    "azure-native:compute:Gallery": "gallery",
}
RETIRED = "retired"
PROJECT = "managed-image-to-gallery"


@dataclass(frozen=True)
class Refusal:
    """One step that must not be applied, why, and what to do."""

    rule: str
    step: Step | None
    reason: str
    remedy: str

    def text(self) -> str:
        """Two lines for a terminal."""
        what = f"{self.step.operation} {self.step.urn}" if self.step else "the preview as a whole"
        return f"{self.rule}: {what}\n    {self.reason} → {self.remedy}"


def refusals(digest: Digest, stages: Mapping[str, str] | None = None) -> list[Refusal]:
    """Everything in the preview that must not be applied; empty when it may be.

    `stages` says for each source image (`<resource group>/<image name>`, folded) how far the least advanced migration
    from it is; by default it is read from the config that the digest carries.
    """
    known = stages_in_config(digest.config) if stages is None else stages
    return [
        *_images_deleted(digest, known),
        *_images_replaced(digest),
        *_images_updated(digest),
        *_kept_for_good(digest),
        *_imported_and_deleted(digest),
        *_import_mismatch(digest),
    ]


def stages_in_config(config: Mapping[str, str]) -> dict[str, str]:
    """The stage of every source image in a stack's config: that of its least advanced migration."""
    order = ("published", "validated", RETIRED)
    stages: dict[str, str] = {}
    for migration in _migrations(config):
        stage = str(migration.get("stage", ""))
        key = _source_key(migration.get("source"))
        known = stages.get(key, stage)
        stages[key] = min(known, stage, key=lambda value: order.index(value) if value in order else -1)
    return stages


def image_key(image_id: str) -> str:
    """`<resource group>/<image name>` of a managed image's id, folded."""
    parts = image_id.lower().strip("/").split("/")
    return f"{parts[3]}/{parts[-1]}" if len(parts) >= 8 else image_id.lower()


def _migrations(config: Mapping[str, str]) -> list[Json]:
    try:
        decoded = cast("object", json.loads(config.get(f"{PROJECT}:migrations", "[]")))
    except json.JSONDecodeError:
        return []
    return [cast("Json", entry) for entry in cast("list[object]", decoded)] if isinstance(decoded, list) else []


def _source_key(source: object) -> str:
    known = cast("Json", source) if isinstance(source, dict) else {}
    if known.get("id"):
        return image_key(str(known["id"]))
    return f"{known.get('resourceGroup', '')}/{known.get('name', '')}".lower()


def _images_deleted(digest: Digest, stages: Mapping[str, str]) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.resource_type != IMAGE or step.operation != "delete":
            continue
        stage = stages.get(image_key(step.cloud_id))
        if stage != RETIRED:
            found = f"its stage is {stage}" if stage else "no migration of the config names it"
            yield Refusal(
                "image-deleted-outside-retired",
                step,
                f"the source image {step.cloud_id} would be deleted, but {found}",
                "Keep its migration in the config and go through the stages published, validated, retired.",
            )


def _images_replaced(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.resource_type == IMAGE and step.operation in REPLACES:
            yield Refusal(
                "image-replaced",
                step,
                "replacing a source image deletes it: under its old name or its old spelling it is the same image",
                "Undo the change of the image's id, name or parent; give a renamed migration its old name back.",
            )


def _images_updated(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.resource_type == IMAGE and step.operation == "update":
            yield Refusal(
                "image-updated",
                step,
                "a source image is adopted, never changed",
                "Run `pulumi refresh`; if the step stays, undo the change of the program.",
            )


def _kept_for_good(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        what = KEPT_FOR_GOOD.get(step.resource_type)
        if what and step.operation in DELETES | REPLACES:
            yield Refusal(
                "gallery-resource-replaced-or-deleted",
                step,
                f"the {what} may be the only copy of its source",
                "Undo the change of its name, group, location or place in the config.",
            )


def _imported_and_deleted(digest: Digest) -> Iterator[Refusal]:
    imported = {step.new_id.lower() for step in digest.steps if step.operation in IMPORTS and step.new_id}
    for step in digest.steps:
        if step.operation in DELETES and step.cloud_id in imported:
            yield Refusal(
                "imported-and-deleted",
                step,
                f"{step.cloud_id} would be adopted under a new name and deleted under its old one: it is one object",
                "Give the resource its old name back, or an alias.",
            )


def _import_mismatch(digest: Digest) -> Iterator[Refusal]:
    imported = {step.urn for step in digest.steps if step.operation in IMPORTS}
    for step in digest.steps:
        if step.urn in imported and step.operation in REPLACES | {"update"} and step.resource_type != IMAGE:
            yield Refusal(
                "import-mismatch",
                step,
                "the program's inputs differ from what is imported",
                "Make them equal; the preview's detailed diff shows where they differ.",
            )
    for severity, message in digest.diagnostics:
        if severity == "warning" and "may not be replaced" in message:
            yield Refusal(
                "import-mismatch",
                None,
                f"the preview warns: {message}",
                "Make the program's inputs equal to what is imported.",
            )
