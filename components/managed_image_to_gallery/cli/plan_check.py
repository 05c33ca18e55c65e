"""The plan check: what of a preview must never be applied. Pure; the third belt around the deletion of an image.

The engine's options and the delete hook act while an update runs; this acts before, on `pulumi preview --json`, in the
operator's command line and in CI (docs/stages.md#three-belts). It also sees what the exit status of a preview hides. An
image is what its whole id says, subscription included, whatever package and type token declared it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.named_sources import RETIRED, given_up_in, stages_in
from managed_image_to_gallery.cli.preview_digest import DELETES, IMPORTS, KEEPS, REPLACES, Digest, Step
from managed_image_to_gallery.component.state.resource_types import COMPONENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PREVIEW_FAILED = "preview-failed"
ONLY_COPIES = (Kind.VERSION, Kind.DEFINITION, Kind.GALLERY)


@dataclass(frozen=True)
class Refusal:
    """One step that must not be applied, why, and what to do."""

    rule: str
    step: Step | None
    reason: str
    remedy: str

    def text(self) -> str:
        """Two lines for a terminal."""
        return f"{self.rule}: {self.what}\n    {one_line(self.reason)} → {one_line(self.remedy)}"

    @property
    def what(self) -> str:
        """The step, in one line."""
        return one_line(f"{self.step.operation} {self.step.urn}") if self.step else "the preview as a whole"


def refusals(digest: Digest) -> list[Refusal]:
    """Everything in the preview that must not be applied; empty when it may be."""
    return [
        *_failed(digest),
        *_images_deleted(digest, stages_in(digest)),
        *_images_twice(digest),
        *_images_replaced(digest),
        *_images_updated(digest),
        *_kept_for_good(digest),
        *_containers(digest),
        *_not_known(digest),
        *_imported_and_deleted(digest),
        *_import_mismatch(digest),
    ]


def refusal_texts(found: Sequence[Refusal]) -> list[str]:
    """A text per rule and remedy, with a line for each step that it refuses."""
    alike: dict[tuple[str, str], list[Refusal]] = {}
    for refusal in found:
        alike.setdefault((refusal.rule, refusal.remedy), []).append(refusal)
    return [_text(group) for group in alike.values()]


def _text(group: Sequence[Refusal]) -> str:
    if len(group) == 1:
        return group[0].text()
    lines = [f"    {one.what}: {one_line(one.reason)}" for one in group]
    return "\n".join([f"{group[0].rule}: {counted(len(group), 'step')}", *lines, f"    → {one_line(group[0].remedy)}"])


def _failed(digest: Digest) -> Iterator[Refusal]:
    for error in digest.errors:
        yield Refusal(
            PREVIEW_FAILED,
            None,
            f"the preview failed, so it is not known what an update would do: {error}",
            "Correct that and make the preview again.",
        )


def _images_deleted(digest: Digest, stages: Mapping[str, str]) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.kind is not Kind.IMAGE or step.operation != "delete":
            continue
        stage = stages.get(step.key) if step.key else None
        if stage != RETIRED:
            yield Refusal(
                "image-deleted-outside-retired",
                step,
                f"the source image {step.cloud_id or 'without a known id'} would be deleted, but "
                f"{_found(stage, digest.subscription_id)}",
                "Keep its migration in the config and go through the stages published, validated, retired.",
            )


def _images_twice(digest: Digest) -> Iterator[Refusal]:
    """A retired image that goes twice: whatever is not the component's own goes without asking the gate."""
    deletes = [step for step in digest.steps if step.kind is Kind.IMAGE and step.operation == "delete" and step.key]
    number = Counter(step.key for step in deletes)
    for step in deletes:
        if number[step.key] > 1 and f"{COMPONENT}$" not in step.urn:
            yield Refusal(
                "image-in-the-state-twice",
                step,
                f"{step.cloud_id} is in the state more than once, and by this resource, imported by hand for instance, "
                "it would be deleted without asking the gate",
                "Take this one out of the state with `pulumi state delete --force` and its URN, which keeps the image "
                "in Azure, and make the preview again.",
            )


def _found(stage: str | None, subscription_id: str | None) -> str:
    if stage:
        return f"its stage is {stage}"
    if subscription_id is None:
        return (
            "no migration of the config names its id, and the stack's subscription is not known (set "
            "azure-native:subscriptionId in the stack's config, or ARM_SUBSCRIPTION_ID)"
        )
    return f"no migration of the config names it (sources without an id are in subscription {subscription_id})"


def _images_replaced(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.kind is Kind.IMAGE and step.operation in REPLACES:
            yield Refusal(
                "image-replaced",
                step,
                f"replacing a source image deletes {step.cloud_id}: under its old name or its old spelling it is the "
                "same image",
                "Undo the change of the image's id, name or parent; give a renamed migration its old name back. If the "
                "delete is pending since an earlier update, look at docs/runbook.md.",
            )


def _images_updated(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.kind is Kind.IMAGE and step.operation == "update":
            yield Refusal(
                "image-updated",
                step,
                "a source image is adopted, never changed",
                "Run `pulumi refresh`; if the step stays, undo the change of the program.",
            )


def _kept_for_good(digest: Digest) -> Iterator[Refusal]:
    given_up = given_up_in(digest)
    for step in digest.steps:
        if step.kind is None or step.kind not in ONLY_COPIES or _goes_on_purpose(step, given_up):
            continue
        if step.operation in DELETES | REPLACES:
            yield Refusal(
                "gallery-resource-replaced-or-deleted",
                step,
                f"the {step.kind.value} may be the only copy of its source",
                "Undo the change of its name, group, location or place in the config. To give a version up for good, "
                "name it in abandonedVersions.",
            )


def _goes_on_purpose(step: Step, given_up: set[str]) -> bool:
    """Whether a delete is that of a version that is given up, or of its definition; the hooks look into that."""
    within = f"{step.key}/versions/"
    return step.operation == "delete" and any(one == step.key or one.startswith(within) for one in given_up)


def _containers(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        if step.kind is Kind.CONTAINER and step.operation in DELETES | REPLACES:
            yield Refusal(
                "container-deleted",
                step,
                f"{step.cloud_id or step.name} is a resource group, or holds other resources like one: with it go the "
                "images, versions and galleries in it, and nothing asks whether they are proven",
                "Keep it. If it is empty, delete it by hand and take it out of the state: `pulumi state delete`.",
            )


def _not_known(digest: Digest) -> Iterator[Refusal]:
    for step in digest.steps:
        unknown_step = step.operation not in KEEPS | DELETES | REPLACES | {"update"}
        if step.kind is Kind.UNKNOWN and step.operation in DELETES | REPLACES:
            reason = "the id of what would be deleted is not known, and by its type it could be an image"
        elif step.kind is not None and unknown_step:
            reason = f"it is not known what {step.operation!r} does to the {step.kind.value}"
        else:
            continue
        yield Refusal(
            "not-known",
            step,
            reason,
            "Undo the change that causes the step, or take the resource out of the state with `pulumi state delete`.",
        )


def _imported_and_deleted(digest: Digest) -> Iterator[Refusal]:
    imported = {step.new_key for step in digest.steps if step.operation in IMPORTS} - {""}
    for step in digest.steps:
        if step.operation in DELETES and step.key in imported:
            yield Refusal(
                "imported-and-deleted",
                step,
                f"{step.cloud_id} would be adopted under a new name and deleted under its old one: it is one object",
                "Give the resource its old name back, or an alias.",
            )


def _import_mismatch(digest: Digest) -> Iterator[Refusal]:
    imported = {step.urn for step in digest.steps if step.operation in IMPORTS}
    for step in digest.steps:
        if step.urn in imported and step.operation in REPLACES | {"update"} and step.kind is not Kind.IMAGE:
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
