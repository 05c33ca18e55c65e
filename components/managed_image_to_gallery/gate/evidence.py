"""Evidence: the record of a gate that passed, kept in the stack's state until the source image is gone.

It says what was checked, when, as whom and what was seen; for which subject it was taken (`subject_digest`); and it
carries a digest over all of that, so that an edited record is noticed. It is JSON of strings, whole numbers,
booleans, lists and objects only. The Pulumi engine keeps numbers as doubles, so `1.0` is read back as `1`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.digests import digest_of, whole_numbers
from managed_image_to_gallery.azure.errors import InvalidEvidence, MalformedAnswer
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.gate.boot_test import record_from_dict
from managed_image_to_gallery.gate.verdicts import GateRefused

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject, ReadOnlyJsonObject
    from managed_image_to_gallery.gate.boot_test import BootTestRecord
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult

FORM = 2
"""The form of the record; another one is refused, never guessed at."""

NOT_COMPARED = (
    "form",
    "migration",
    "subject",
    "takenAt",
    "identity",
    "imageDigest",
    "checks",
    "observations",
    "digest",
)
"""Every key of a record but `subjectDigest`, which alone says whether the subject is the same; the rest holds times."""

_SAID_OUTSIDE = {"image": ("id",), "version": ("id",), "definition": ("id",)}
"""What the record's subject says already, by observation."""


@dataclass(frozen=True)
class Evidence:
    """What a passed gate proved. `record` is the whole, JSON-safe; the properties are what decisions are made on."""

    record: JsonObject

    @property
    def source_id(self) -> str:
        """The source image that the version was proven against."""
        return self._subject.text("sourceId")

    @property
    def image_digest(self) -> str:
        """The digest of the record of adoption that the gate found the source image to be as (`AdoptedImage`)."""
        return Body("evidence", self.record).text("imageDigest")

    @property
    def taken_at(self) -> str:
        """When Azure was read, UTC in ISO 8601."""
        return Body("evidence", self.record).text("takenAt")

    @property
    def identity(self) -> str:
        """Who read."""
        return Body("evidence", self.record).text("identity")

    @property
    def boot_test(self) -> BootTestRecord | None:
        """What the boot test proved; None where none was asked for. Raises InvalidEvidence."""
        record = Body("evidence", self.record).optional_object("observations", "bootTest")
        return record_from_dict(record.value) if record else None

    @property
    def checks(self) -> dict[str, str]:
        """What each check found, by its id."""
        return Body("evidence", self.record).texts("checks")

    @property
    def subject_digest(self) -> str:
        """The digest over what the evidence was taken for; equals `subject_digest(subject)` of the same subject."""
        return Body("evidence", self.record).text("subjectDigest")

    @property
    def digest(self) -> str:
        """The digest over everything else in the record."""
        return Body("evidence", self.record).text("digest")

    @property
    def _subject(self) -> Body:
        return Body("evidence", cast("JsonObject", self.record["subject"]))

    def to_dict(self) -> JsonObject:
        """The record, to be stored."""
        return dict(self.record)

    def differences(self, subject: GateSubject) -> list[str]:
        """What of a subject this evidence was not taken for, one text each; [] when it was taken for exactly it."""
        taken = self._subject
        found: list[str] = []
        for label, key, wanted in (
            ("source", "sourceId", subject.source_id),
            ("version", "versionId", subject.version_id),
            ("definition", "definitionId", subject.definition_id),
        ):
            if not same_id(taken.text(key), wanted):
                shown = subject.source_text if key == "sourceId" else wanted
                found.append(f"{label}: the evidence is for {taken.text(key)}, the config says {shown}")
        taken_regions, wanted_regions = taken.value.get("regions"), _regions(subject)
        if taken_regions != wanted_regions:
            found.append(f"target regions: the evidence is for {taken_regions}, the config says {wanted_regions}")
        if subject.adopted is not None and subject.adopted.digest != self.image_digest:
            found.append("adopted image: its record was renewed or edited after the evidence was taken")
        return found


def evidence_of(result: GateResult) -> Evidence:
    """The evidence of a gate that passed. Raises GateRefused for one that did not."""
    adopted = result.subject.adopted
    if not result.passed or adopted is None:
        raise GateRefused(result)
    record: JsonObject = {
        "form": FORM,
        "migration": result.subject.migration,
        "subject": _subject(result.subject),
        "subjectDigest": subject_digest(result.subject),
        "takenAt": result.read_at,
        "identity": result.identity,
        "imageDigest": adopted.digest,
        "checks": {verdict.check: verdict.found for verdict in result.verdicts},
        "observations": {name: _said_once(name, seen) for name, seen in result.observations.items()},
    }
    return Evidence({**record, "digest": digest_of(record)})


def evidence_from_dict(stored: ReadOnlyJsonObject) -> Evidence:
    """Read stored evidence. Raises InvalidEvidence when it is of another form, incomplete or was edited."""
    record = cast("JsonObject", whole_numbers(dict(stored)))
    if record.get("form") != FORM:
        raise InvalidEvidence(f"it is of form {record.get('form')!r}, not {FORM}")
    content = {key: value for key, value in record.items() if key != "digest"}
    if record.get("digest") != digest_of(content):
        raise InvalidEvidence("its content does not match its digest: it was edited or damaged")
    try:
        subject = Body("evidence", record).optional_object("subject")
        if subject is None or record.get("subjectDigest") != digest_of(_folded_subject(subject.value)):
            raise InvalidEvidence("it was taken for another subject than it says")
        Body("evidence", record).text("imageDigest")
    except MalformedAnswer as error:
        raise InvalidEvidence(error.message) from error
    return Evidence(record)


def _said_once(name: str, seen: Json) -> Json:
    """An observation without what the record says outside of it.

    The engine keeps a record three times, and a self-managed backend writes all of it at every step of an update.
    """
    if not isinstance(seen, dict):
        return seen
    return {key: value for key, value in seen.items() if key not in _SAID_OUTSIDE.get(name, ())}


def subject_digest(subject: GateSubject) -> str:
    """The digest over what evidence is taken for: source, version, definition, regions with their replicas."""
    return digest_of(_folded_subject(_subject(subject)))


def _subject(subject: GateSubject) -> JsonObject:
    return {
        "sourceId": str(subject.source_id),
        "versionId": str(subject.version_id),
        "definitionId": str(subject.definition_id),
        "regions": _regions(subject),
    }


def _regions(subject: GateSubject) -> JsonObject:
    counts = {canonical_region(name): count for name, count in subject.replica_counts.items()}
    regions = {name: counts.get(name, 1) for name in sorted(map(canonical_region, subject.target_regions))}
    return {**regions, **dict(sorted(subject.further_replicas.items()))}


def _folded_subject(subject: JsonObject) -> JsonObject:
    return {key: value.lower() if isinstance(value, str) else value for key, value in subject.items()}
