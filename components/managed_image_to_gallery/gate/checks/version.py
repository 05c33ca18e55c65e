"""Checks of the image version: is it there, is it this image, is it everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.models import LEAST_STORAGE, SUCCEEDED
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.times import moment_or_none
from managed_image_to_gallery.gate.checks.check import Judgement
from managed_image_to_gallery.gate.only_copies import reason_to_keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from managed_image_to_gallery.azure.models import ImageVersion, ReplicationStatus
    from managed_image_to_gallery.gate.checks.facts import GateFacts

_COMPLETED = "Completed"
_KEEP_IT = "Do not delete this version: it may be the only copy of its source. Take a region that failed off its list."


def version_succeeded(facts: GateFacts) -> Judgement:
    """The version exists and Azure has finished building it: a 201 proves nothing.

    Source: docs/reference/azure-galleries.md#sources.
    """
    state = facts.version.provisioning_state
    return Judgement(
        passed=state == SUCCEEDED,
        expected=f"provisioningState {SUCCEEDED}",
        found=f"provisioningState {state}",
        remedy=f"Wait until Azure has finished. {_of_a_failed_version(facts)}",
    )


def _of_a_failed_version(facts: GateFacts) -> str:
    """Deleting it is advised only while what it was made from is there: one that was complete before may be all."""
    version, image, created = facts.version, facts.image_answer, facts.image_created_answer
    is_its_source = same_id(version.source_id or "", facts.subject.source_id)
    if isinstance(image, ReadFailed) or isinstance(created, ReadFailed) or not is_its_source:
        return _KEEP_IT
    if reason_to_keep(version, image, created):
        return _KEEP_IT
    return (
        "If `pulumi up` in stage published does not publish it again, a Failed version "
        "must be deleted before its number can be used again; run `pulumi refresh` after that."
    )


def version_source(facts: GateFacts) -> Judgement:
    """The version was made from this source image; ids are compared without case."""
    source = facts.version.source_id
    return Judgement(
        passed=source is not None and same_id(source, facts.subject.source_id),
        expected=f"made from {facts.source_text}",
        found=f"made from {source}" if source is not None else "no source named by the version",
        remedy="The version holds another image. Publish this source under another version number.",
    )


def version_newer_than_image(facts: GateFacts) -> Judgement:
    """The image was there before the version: one that was made again under its name is not what the version holds.

    Its body may be the same to the last letter, because a machine that is captured again has the same disks; only
    Resource Manager's list of resources tells when it was made
    (docs/reference/azure-galleries.md#changes-of-a-managed-image).
    """
    created, published = facts.image_created, facts.version.published_date
    made, copied = moment_or_none(created), moment_or_none(published)
    passed = made is not None and copied is not None and copied >= made
    times = f"the version published {published or 'at no known time'}, the image made {created or 'at no known time'}"
    return Judgement(
        passed=passed,
        expected="a version that was published after the image was made",
        found="published after the image was made" if passed else times,
        remedy="The version holds the image that had this name before. Publish this one under another version number."
        if made and copied
        else "Look whether Azure's list of resources has the image; it may lag behind some minutes.",
    )


def replication_mode(facts: GateFacts) -> Judgement:
    """The version is a copy: a Shallow one copies nothing and goes on depending on its source.

    Source: docs/reference/azure-galleries.md#shallow-versions.
    """
    mode = facts.version.replication_mode
    return Judgement(
        passed=mode == "Full",
        expected="replicationMode Full",
        found=f"replicationMode {mode}",
        remedy="Publish the source again under another version number with replicationMode Full; it cannot be changed.",
    )


def replication_complete(facts: GateFacts) -> Judgement:
    """The aggregated state, every region and every edge zone of the config are Completed; without entry nothing is."""
    status, wanted = facts.version.replication, facts.wanted_replicas
    regions = ", ".join(wanted)
    missing = _not_completed(wanted, status)
    if not wanted:
        missing = ["no target region is configured"]
    return Judgement(
        passed=not missing,
        expected=f"replication {_COMPLETED} as a whole and in {regions or 'at least one region'}",
        found=", ".join(missing) or f"{_COMPLETED} as a whole and in {regions}",
        remedy="Wait for replication. A Failed region recovers when it is removed from the version and added again."
        f"{_ask_its_keeper(facts)}",
    )


def replicas_as_configured(facts: GateFacts) -> Judgement:
    """The version's own list has every region of the config, with as many replicas or more, encrypted and stored so.

    Replication is Completed when what the version asks for is there, and that may be less: a PUT with a shorter list
    drops a region, and nothing else tells (docs/reference/azure-galleries.md#target-regions). A version that somebody
    made again without its disk encryption sets, or in storage that one zone holds, never gets another, and once the
    image is gone nobody makes another one.
    """
    own = _replicas(facts.version)
    wanted = {**facts.wanted_replicas, **facts.subject.further_replicas}
    short = [
        f"{name} has {own[name]} of {count}" if name in own else f"{name} is not a target region"
        for name, count in wanted.items()
        if own.get(name, 0) < count
    ]
    bare = sorted(facts.subject.encrypted_disks - facts.version.encrypted_disks)
    short += [f"{place} has no disk encryption set for its {disk}" for place, disk in bare if place in own]
    short += _stored_otherwise(facts)
    return Judgement(
        passed=not short,
        expected=f"at least these replicas: {_counted(wanted)}",
        found=", ".join(short) or _counted({name: own[name] for name in wanted}),
        remedy=f"List in targetRegions what it must have, and validate again.{_ask_its_keeper(facts)}"
        if facts.subject.existing
        else "Set stage: published and run `pulumi up`, which asks for them, wait for replication, and validate "
        "again; or ask for fewer in targetRegions. Encryption and storage are fixed with the version: publish another "
        "number.",
    )


def _stored_otherwise(facts: GateFacts) -> list[str]:
    """Where replicas are stored otherwise than the config says; better than the least, where that is said, is no lack.

    Of the other types none is better than another: Standard_ZRS outlives a zone, Premium_LRS is faster.
    """
    found, wanted = facts.version.storage, facts.subject.storage
    return [
        f"{place} is stored as {found[place]}, not {kind}"
        for place, kind in wanted.items()
        if kind != LEAST_STORAGE and found.get(place, kind) != kind
    ]


def _replicas(version: ImageVersion) -> dict[str, int]:
    """What the version asks for: by region, by region and kind of storage for additional sets, by edge zone."""
    sets = {
        f"{region.name} {kind}": count
        for region in version.target_regions
        for kind, count in region.additional_replica_sets
    }
    return {**version.places, **sets}


def _ask_its_keeper(facts: GateFacts) -> str:
    """For a version that is only read: who changes it; and what holds where the config names no region."""
    if not facts.subject.existing:
        return ""
    named = "" if facts.subject.target_regions else " Without targetRegions it must be in every region that it had."
    return f" The version is only read here: whoever manages it adds regions and replicas.{named}"


def _counted(replicas: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in replicas.items()) or "none"


def _not_completed(wanted: Iterable[str], status: ReplicationStatus | None) -> list[str]:
    if status is None:
        return ["no replication status in Azure's answer"]
    found = [] if status.aggregated_state == _COMPLETED else [f"{status.aggregated_state} as a whole"]
    for name in wanted:
        region = status.regions.get(name)
        if region is None:
            found.append(f"{name} not proven (no entry)")
        elif region.state != _COMPLETED:
            details = f", {region.details}" if region.details else ""
            found.append(f"{name} {region.state} ({region.progress} %{details})")
    return found
