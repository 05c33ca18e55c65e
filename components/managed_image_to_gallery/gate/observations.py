"""What the gate saw, in a form that can be kept: ids and states, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.activity_log import Activity
from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.models import ImageVersion
from managed_image_to_gallery.gate.boot_test import record_of
from managed_image_to_gallery.gate.checks.lately import lately_of
from managed_image_to_gallery.gate.checks.source import covers, references_of_others

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageDefinition, ImageReference, ManagedImage
    from managed_image_to_gallery.gate.checks.facts import GateFacts
    from managed_image_to_gallery.gate.subject import GateSubject


FURTHER = "furtherVersions"
"""Where the observations of the further versions of a subject are, in its order."""

OF_ONE_VERSION = ("version", "definition", "bootTest")
"""What is observed of each version; the rest is the image's."""


def observations_of(facts: GateFacts) -> JsonObject:
    """The answers of one round of reads; what was not answered or does not exist is left out."""
    seen: JsonObject = {}
    image, version, definition = facts.image_answer, facts.version_answer, facts.definition_answer
    if image is not None and not isinstance(image, ReadFailed):
        seen["image"] = _image(image)
    if version is not None and not isinstance(version, ReadFailed):
        seen["version"] = _version(version)
    if definition is not None and not isinstance(definition, ReadFailed):
        seen["definition"] = _definition(definition)
    seen |= _users(facts)
    if facts.image_created_answer is not None and not isinstance(facts.image_created_answer, ReadFailed):
        seen["imageCreated"] = facts.image_created_answer
    if not isinstance(facts.locks_answer, ReadFailed):
        seen["locks"] = [lock.id for lock in facts.locks_answer]
    required = [one for one in facts.required_answers if isinstance(one, ImageVersion)]
    if required:
        seen["requiredVersions"] = [_version(one) for one in required]
    test = facts.subject.boot_test
    if test is not None and facts.boot_answers and isinstance(version, ImageVersion):
        seen["bootTest"] = record_of(test, version)
    return seen


def _users(facts: GateFacts) -> JsonObject:
    """Who names the image by lists and by the sweep, and who used it lately."""
    seen: JsonObject = {}
    if not isinstance(facts.references_answer, ReadFailed):
        found = references_of_others(facts.subject, facts.references_answer)
        seen["references"] = [_reference(reference, facts.subject) for reference in found]
    if facts.subject.sweep is not None and not isinstance(facts.swept_answer, ReadFailed):
        swept = references_of_others(facts.subject, facts.swept_answer)
        seen["swept"] = [_reference(reference, facts.subject) for reference in swept]
    if isinstance(facts.activity_answer, Activity) and not facts.activity_answer.unread:
        seen["usedLately"] = _lately(facts, facts.activity_answer)
    return seen


def _reference(reference: ImageReference, subject: GateSubject) -> JsonObject:
    """A reference with the reason why it was accepted, empty for one that was not; what it lacks, if it says that."""
    reasons = [reason for accepted, reason in subject.accepted_references if covers(accepted, reference)]
    seen: JsonObject = {"id": reference.consumer_id, "kind": reference.kind, "accepted": reasons[0] if reasons else ""}
    return {**seen, "detail": reference.detail} if reference.detail else seen


def _lately(facts: GateFacts, activity: Activity) -> JsonObject:
    """The window, how much of the log was read, and what was accepted; what refuses is in no evidence."""
    return {
        "days": activity.days,
        "since": activity.since.isoformat(timespec="seconds"),
        "events": activity.events,
        "unreadable": activity.unreadable,
        "accepted": [
            {"id": use.resource_id, "kind": use.kind, "at": use.when, "caller": use.who, "accepted": reason}
            for use, reason in lately_of(facts).accepted
        ],
    }


def _image(image: ManagedImage) -> JsonObject:
    return {
        "id": str(image.id),
        "location": image.location,
        "osType": image.os_type,
        "osState": image.os_state,
        "hyperVGeneration": image.hyper_v_generation,
    }


def _version(version: ImageVersion) -> JsonObject:
    replication = version.replication
    return {
        "id": str(version.id),
        "provisioningState": version.provisioning_state,
        "sourceId": version.source_id or "",
        "publishedDate": version.published_date or "",
        "replicationMode": version.replication_mode,
        "replicas": {**version.places},
        "aggregatedState": replication.aggregated_state if replication else "",
        "regionalStates": {name: region.state for name, region in replication.regions.items()} if replication else {},
    }


def _definition(definition: ImageDefinition) -> JsonObject:
    return {
        "id": str(definition.id),
        "osType": definition.os_type,
        "osState": definition.os_state,
        "hyperVGeneration": definition.hyper_v_generation,
    }
