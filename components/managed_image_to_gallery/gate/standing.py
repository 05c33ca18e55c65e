"""What an image version that is there already is to an image: a copy that the gate believes, or why it is none.

Whoever looks over an estate asks this of every version that others have made. The gate's own checks of a version
answer, so that nothing is offered here that the gate refuses afterwards. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import FAILED
from managed_image_to_gallery.azure.times import moment_or_none
from managed_image_to_gallery.gate.checks import CHECKS
from managed_image_to_gallery.gate.checks.facts import GateFacts
from managed_image_to_gallery.gate.subject import GateSubject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from managed_image_to_gallery.azure.models import ImageDefinition, ImageVersion, ManagedImage


class Standing(str, Enum):
    """What a version is to an image that it was made from by its name."""

    COMPLETE = "complete"
    """A copy that is complete in every region it has."""
    INCOMPLETE = "incomplete"
    """Not finished, not everywhere, or not known to hold this image."""
    OLDER = "older than the image"
    """It holds the image that had this name before."""
    SHALLOW = "Shallow"
    """It copies nothing."""
    FAILED = "Failed"
    """Azure could not build it, or a change of it."""


_BUILDING = frozenset({"Creating", "Updating", "Migrating"})


@dataclass(frozen=True)
class Copy:
    """A version, what it is to its image, and why it is no complete copy of it (empty where it is one)."""

    version: ImageVersion
    standing: Standing
    why: str

    @property
    def is_under_way(self) -> bool:
        """Whether Azure is building or copying it now, so that it may be complete without anybody's doing."""
        replication = self.version.replication
        copying = replication is not None and replication.aggregated_state == "InProgress"
        return self.standing is Standing.INCOMPLETE and (self.version.provisioning_state in _BUILDING or copying)

    @property
    def name(self) -> str:
        """`gallery/definition/version`."""
        return "/".join(self.version.id.names)


_REPLICATION = "replication-complete"
_OF_THE_VERSION = frozenset(
    {
        "version-succeeded",
        "version-source",
        "version-newer-than-image",
        "replication-mode",
        _REPLICATION,
        "disks-match-image",
        "definition-matches-image",
        "no-policy-violation",
        "no-failed-validation",
        "not-past-end-of-life",
    }
)
"""The checks that judge a version by itself: not its machines, nor who else needs the image."""


def copy_of(
    image: ManagedImage, version: ImageVersion, definition: ImageDefinition | None, created: str | None, now: datetime
) -> Copy:
    """What a version is to an image that its source names.

    version: with its replication status, without which it is no complete copy. created: when the image was made, as
    Azure spells the time.
    """
    regions = tuple(region.name for region in version.target_regions)
    gallery = version.id.parent.parent
    subject = GateSubject("", image.id, version.id, version.id.parent, gallery, regions)
    facts = GateFacts(
        subject,
        image_answer=image,
        version_answer=version,
        definition_answer=definition,
        locks_answer=[],
        image_created_answer=created,
        references_answer=[],
        boot_answers={},
        read_at=now,
        age=0.0,
    )
    judging = _OF_THE_VERSION - {_REPLICATION} if _is_no_copy(version) else _OF_THE_VERSION
    verdicts = [check.verdict(facts) for check in CHECKS if check.id in judging]
    why = "; ".join(verdict.found for verdict in verdicts if not verdict.passed)
    return Copy(version, next(_standings(version, created, proven=not why)), why)


def _is_no_copy(version: ImageVersion) -> bool:
    """Whether it is none wherever it is: replication adds nothing to that, and lists do not tell it."""
    return version.replication is None and (version.replication_mode != "Full" or version.provisioning_state == FAILED)


def _standings(version: ImageVersion, created: str | None, *, proven: bool) -> Iterator[Standing]:
    """Every standing that is true, what cannot be mended first."""
    made, published = moment_or_none(created), moment_or_none(version.published_date)
    if made is not None and published is not None and published < made:
        yield Standing.OLDER
    if version.replication_mode == "Shallow":
        yield Standing.SHALLOW
    if version.provisioning_state == FAILED:
        yield Standing.FAILED
    yield Standing.COMPLETE if proven else Standing.INCOMPLETE
