"""What the gate is asked and what it read: each fact is an answer or the failure that came in its place.

Taking a fact that was not answered raises its failure, so no check can pass without having seen an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from managed_image_to_gallery.azure.errors import ReadFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.models import (
        ImageDefinition,
        ImageReference,
        ImageVersion,
        ManagedImage,
        ResourceLock,
    )
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.boot_test import Boot
    from managed_image_to_gallery.gate.subject import GateSubject

_T = TypeVar("_T")

Answer: TypeAlias = "_T | ReadFailed"
"""What was read, or why it was not."""


class Absent(Exception):
    """Azure answered that the thing a check needs does not exist."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"the {what} does not exist")


@dataclass(frozen=True)
class GateFacts:
    """The subject and the answers that were read for it; None means that Azure says it does not exist.

    The first five and the required versions were read in one round, which began at `read_at` (UTC), `age` seconds ago;
    references, sweep, activity log and boots before it.
    `boot_answers` has an answer for the place of every test machine, unless the subject brings a record.
    """

    subject: GateSubject
    image_answer: Answer[ManagedImage | None]
    version_answer: Answer[ImageVersion | None]
    definition_answer: Answer[ImageDefinition | None]
    locks_answer: Answer[list[ResourceLock]]
    image_created_answer: Answer[str | None]
    references_answer: Answer[list[ImageReference]]
    boot_answers: Mapping[str, Answer[Boot]]
    read_at: datetime
    age: float
    swept_answer: Answer[list[ImageReference]] = field(default_factory=list["ImageReference"])
    required_answers: Sequence[Answer[ImageVersion | None]] = ()
    activity_answer: Answer[Activity | None] = None

    @property
    def image(self) -> ManagedImage:
        """The source image. Raises ReadFailed or Absent."""
        return _existing(
            self.image_answer,
            "source image",
            "Somebody else has deleted it, or another stack that had adopted it too. There is nothing left to delete: "
            "run `pulumi refresh`, which takes it out of this stack's state, then `pulumi up` in stage retired.",
        )

    @property
    def source_text(self) -> str:
        """The source image as Azure spells it, or as the config does where Azure did not answer: for messages."""
        image = self.image_answer
        return self.subject.source_text if image is None or isinstance(image, ReadFailed) else str(image.id)

    @property
    def version(self) -> ImageVersion:
        """The image version. Raises ReadFailed or Absent."""
        return _existing(self.version_answer, "image version", self._publish)

    @property
    def _publish(self) -> str:
        if self.subject.existing:
            return (
                "Whoever kept it has deleted it, or its id is wrong. Keep the image: it may be the last copy. Name "
                "another version of it in existingVersions, or publish it by definition and version."
            )
        return "Publish it first: stage published, then `pulumi up`."

    @property
    def definition(self) -> ImageDefinition:
        """The image definition. Raises ReadFailed or Absent."""
        return _existing(self.definition_answer, "image definition", self._publish)

    @property
    def wanted_replicas(self) -> dict[str, int]:
        """In which regions and edge zones, canonical, the version must be, with replicas. Raises ReadFailed or Absent.

        Of a version that others keep, and for which the config names no region, those that it says itself, and those
        that it had when the evidence was taken; one replica at least in each.
        """
        subject = self.subject
        if subject.target_regions or not subject.existing:
            regions = {name: subject.replica_counts.get(name, 1) for name in subject.target_regions}
            return {**regions, **{zone: subject.further_replicas[zone] for zone in subject.edge_zones}}
        places = {name: max(count, 1) for name, count in self.version.places.items()}
        return {**dict.fromkeys(subject.proven_regions, 1), **places}

    @property
    def image_created(self) -> str | None:
        """When the source image was made, as Azure spells the time; None where it tells none. Raises ReadFailed."""
        return answered(self.image_created_answer)

    def boot(self, place: str) -> Boot:
        """What became of the test machine in a place. Raises ReadFailed."""
        return answered(self.boot_answers[place])

    @property
    def references(self) -> list[ImageReference]:
        """Everything found that names the source image. Raises ReadFailed."""
        return answered(self.references_answer)

    @property
    def swept(self) -> list[ImageReference]:
        """What the sweep found that names the source image, beside `references`. Raises ReadFailed."""
        return answered(self.swept_answer)

    @property
    def activity(self) -> Activity:
        """What was used lately and is gone, by a log of which all was read. Raises ReadFailed or Absent."""
        found = _existing(self.activity_answer, "activity log", "Run it again, so that it is read.")
        return found.whole()

    @property
    def required(self) -> list[tuple[ResourceId, ImageVersion | None]]:
        """Each version that is required, and what Azure says of it. Raises ReadFailed."""
        wanted = self.subject.required_versions
        return [(one, answered(answer)) for one, answer in zip(wanted, self.required_answers, strict=True)]

    @property
    def locks(self) -> list[ResourceLock]:
        """Every lock that covers the source image. Raises ReadFailed."""
        return answered(self.locks_answer)


def answered(answer: Answer[_T]) -> _T:
    """What was read. Raises the ReadFailed that came in its place."""
    if isinstance(answer, ReadFailed):
        raise answer
    return answer


def _existing(answer: Answer[_T | None], what: str, remedy: str) -> _T:
    found = answered(answer)
    if found is None:
        raise Absent(what, remedy)
    return found
