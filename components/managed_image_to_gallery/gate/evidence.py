"""Evidence: the record of a gate that passed, kept in the stack's state until the source image is gone.

It says what was checked, when, as whom, by which release and what was seen; for which subject it was taken
(`subject_digest`); and it carries a digest over all of that, so that an edited record is noticed. It is JSON of
strings, whole numbers, booleans, lists and objects only. The Pulumi engine keeps numbers as doubles, so `1.0` is read
back as `1`.
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
from managed_image_to_gallery.gate.forms import EVIDENCE_FORM, other_form, this_release
from managed_image_to_gallery.gate.observations import FURTHER
from managed_image_to_gallery.gate.verdicts import GateRefused

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject, ReadOnlyJsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.boot_test import BootTestRecord
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult

NOT_COMPARED = (
    "form",
    "release",
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

_EXISTING = "existingVersions"
"""In the subject: the ids of versions that others keep, the first among them; not there for one the stack manages."""


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
        """What the boot test of the first version proved; None where none was asked for. Raises InvalidEvidence."""
        return _boot_test_in(self._observations)

    def boot_test_of(self, version: ResourceId) -> BootTestRecord | None:
        """What the boot test of a version proved; that of the first for a version it knows nothing of."""
        seen = self._seen_of(version)
        return self.boot_test if seen is None else _boot_test_in(seen)

    def regions_of(self, version: ResourceId) -> tuple[str, ...]:
        """The regions, canonical, in which a version was when the evidence was taken; none of one it does not know."""
        seen = self._seen_of(version)
        replicas = seen.optional_object("version", "replicas") if seen else None
        return tuple(replicas.value) if replicas else ()

    def _seen_of(self, version: ResourceId) -> Body | None:
        """What was observed of a version."""
        listed = self._subject.value.get(_EXISTING)
        ids = cast("list[str]", listed) if isinstance(listed, list) else [self._subject.text("versionId")]
        all_seen = [self._observations, *self._observations.objects(FURTHER)]
        return next((seen for one, seen in zip(ids, all_seen, strict=False) if same_id(one, version)), None)

    @property
    def _observations(self) -> Body:
        return Body("evidence", self.record).optional_object("observations") or Body("evidence", {})

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
        found.extend(_other_versions(taken.value.get(_EXISTING), subject))
        taken_regions, wanted_regions = taken.value.get("regions"), _regions(subject)
        if taken_regions != wanted_regions:
            found.append(f"target regions: the evidence is for {taken_regions}, the config says {wanted_regions}")
        if subject.adopted is not None and subject.adopted.digest != self.image_digest:
            found.append("adopted image: its record was renewed or edited after the evidence was taken")
        return found


def _boot_test_in(seen: Body) -> BootTestRecord | None:
    record = seen.optional_object("bootTest")
    return record_from_dict(record.value) if record else None


def _other_versions(taken: Json, subject: GateSubject) -> list[str]:
    """Whether others keep the versions now as then, and whether they are the same."""
    before = cast("list[str]", taken) if isinstance(taken, list) else None
    now = _existing(subject)
    if (before is None) != (now is None):
        who = "whether the stack manages the version, or only reads it, has changed since"
        return [f"existing versions: {who} the evidence was taken"]
    if {one.lower() for one in before or ()} != {one.lower() for one in now or ()}:
        return [
            f"existing versions: the evidence is for {', '.join(before or ())}, the config says {', '.join(now or ())}"
        ]
    return []


def evidence_of(result: GateResult) -> Evidence:
    """The evidence of a gate that passed. Raises GateRefused for one that did not."""
    adopted = result.subject.adopted
    if not result.passed or adopted is None:
        raise GateRefused(result)
    record: JsonObject = {
        "form": EVIDENCE_FORM,
        "release": this_release(),
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
    form = other_form(record, EVIDENCE_FORM)
    if form is not None:
        raise InvalidEvidence(form.text)
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
    existing = _existing(subject)
    described: JsonObject = {
        "sourceId": str(subject.source_id),
        "versionId": str(subject.version_id),
        "definitionId": str(subject.definition_id),
        "regions": _regions(subject),
    }
    return described if existing is None else {**described, _EXISTING: [*existing]}


def _existing(subject: GateSubject) -> list[str] | None:
    """The ids of the versions that others keep; None where the stack manages the version."""
    return [str(one.version_id) for one in subject.of_each_version] if subject.existing else None


def _regions(subject: GateSubject) -> JsonObject:
    counts = {canonical_region(name): count for name, count in subject.replica_counts.items()}
    regions = {name: counts.get(name, 1) for name in sorted(map(canonical_region, subject.target_regions))}
    return {**regions, **dict(sorted(subject.further_replicas.items()))}


def _folded_subject(subject: JsonObject) -> JsonObject:
    return {key: _folded(value) for key, value in subject.items()}


def _folded(value: Json) -> Json:
    if isinstance(value, list):
        return [_folded(each) for each in value]
    return value.lower() if isinstance(value, str) else value
