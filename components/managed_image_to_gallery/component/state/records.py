"""What a migration remembers in the stack's state: the image as adopted, and the evidence of the gate.

A `pulumi.Stash` keeps as `output` what it was given when it was created, however often its input changes, until it is
replaced (engine: resource/deploy/builtins.go, Update). So the adopted image stays that of the adoption, and evidence
stays what the gate saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pulumi

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import InvalidEvidence
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.state.resource_types import ADOPTED_SUFFIX, EVIDENCE_SUFFIX
from managed_image_to_gallery.config.boot_test.plan import boot_test_of
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.adopted import adopted_now
from managed_image_to_gallery.gate.evidence import NOT_COMPARED, evidence_from_dict, evidence_of, subject_digest
from managed_image_to_gallery.gate.observations import FURTHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.json_types import JsonObject, ReadOnlyJsonObject
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.component.state.record_hooks import RecordHooks
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.evidence import Evidence
    from managed_image_to_gallery.gate.verdicts import GateResult

READ_ONLY = "read from the state in stage retired"
"""The input of a record that is only read: `ignore_changes` puts the stored one in its place."""


class EvidenceUnusable(pulumi.RunError):
    """Stored evidence is damaged, or was taken for something else than the config says now."""

    def __init__(self, migration: Migration, reasons: Sequence[str]) -> None:
        self.migration = migration
        self.reasons = tuple(reasons)
        super().__init__(
            f"{migration.name}: the stored evidence cannot be used: {'; '.join(reasons)}. "
            "Set stage: published, run `pulumi up` (which drops it), then validate again."
        )


def declare_adopted(
    migration: Migration,
    image: ManagedImage | None,
    known: AdoptedImage | None,
    *,
    parent: pulumi.Resource,
    hooks: RecordHooks,
) -> pulumi.Stash:
    """The record of the image as it was when this migration adopted it; `known` is the one that the state has.

    A record that still holds is declared as it is, so that no update shows a change for tags, nor for the form of an
    earlier version of this program; one that does not is declared anew, which only a replacement makes the record. It
    stays in later stages, so that going back after a refused deletion does not adopt the image anew.
    """
    name = f"{migration.name}{ADOPTED_SUFFIX}"
    if migration.stage is Stage.RETIRED or image is None:
        return _read_only(name, image, parent, hooks)
    if migration.stage is Stage.PUBLISHED:
        hooks.allow(name)
    holds = known is not None and same_id(known.source_id, migration.source_id) and not known.changes(image)
    record = known if known is not None and holds else adopted_now(image, str(migration.source_id))
    opts = pulumi.ResourceOptions(parent=parent, hooks=_bound(hooks))
    return pulumi.Stash(name, input=record.to_dict(), opts=opts)


def declare_evidence(
    migration: Migration,
    gate_result: GateResult,
    *,
    parent: pulumi.Resource,
    after: pulumi.Resource,
    hooks: RecordHooks,
) -> pulumi.Stash:
    """The record of what the gate saw, in stage validated; without it in the next run, stage published drops it.

    Later runs change nothing of it, because it holds times, but another subject replaces it. (A `replacement_trigger`
    would say the same, and no stack with a transform could be updated: SDK 3.272, runtime/_callbacks.py, fails to hand
    it on.) When the boot test is refused, because its machines are gone, a record can only stay as it is: making one is
    refused by its hook. Another hook refuses that the record goes with a lost config entry.

    It depends on `after`, so that of a lost migration it would go first: its hook then stops the update while the other
    records are there. For an input that only waits the engine writes less, and drops the record of adoption before.
    """
    name = f"{migration.name}{EVIDENCE_SUFFIX}"
    evidence = evidence_of(gate_result).to_dict() if gate_result.passed else _as_in_the_state(gate_result)
    return pulumi.Stash(
        name,
        input=evidence,
        opts=pulumi.ResourceOptions(
            parent=parent,
            depends_on=[after],
            ignore_changes=[f"input.{key}" for key in NOT_COMPARED],
            replace_on_changes=["input"],
            hooks=pulumi.ResourceHookBinding(
                before_create=None if gate_result.passed else [hooks.must_be_tested(name, gate_result)],
                before_delete=[hooks.must_stay],
            ),
        ),
    )


def read_evidence(
    migration: Migration,
    image: ManagedImage | None,
    own: OwnState,
    *,
    parent: pulumi.Resource,
    hooks: RecordHooks,
) -> pulumi.Stash | None:
    """The record of what the gate saw, where it is only read: in stage retired, and where the gate was not asked.

    None elsewhere. The gate is not asked in a preview that does not know everything; the record then stays.
    """
    has_one = any("evidence" in one.parts for one in own.named(migration.name))
    is_kept = migration.stage is Stage.VALIDATED and bool(migration.late.undecided) and has_one
    if migration.stage is not Stage.RETIRED and not is_kept:
        return None
    return _read_only(f"{migration.name}{EVIDENCE_SUFFIX}", image, parent, hooks, before_delete=[hooks.must_stay])


def summary(migration: Migration, stored: object, gate_result: GateResult | None) -> dict[str, Any] | None:
    """The evidence as it is exported; None without any. Raises EvidenceUnusable while validated.

    Once retired it only tells: the image may be long gone, and the delete hook judges the evidence by itself.
    """
    if not isinstance(stored, dict):
        return None
    try:
        evidence = evidence_from_dict(cast("ReadOnlyJsonObject", stored))
        subject = gate_result.subject if gate_result else migration.gate_subject()
        reasons = [*evidence.differences(subject), *_untested(migration, evidence, gate_result)]
    except InvalidEvidence as error:
        reasons = [error.reason]
    else:
        if not reasons or migration.stage is Stage.RETIRED:
            return _exported(evidence)
    if migration.stage is Stage.VALIDATED:
        raise EvidenceUnusable(migration, reasons)
    return {"unusable": "; ".join(reasons)}


def _exported(evidence: Evidence) -> dict[str, Any]:  # JSON of the stack's outputs
    return {
        "takenAt": evidence.taken_at,
        "identity": evidence.identity,
        "digest": evidence.digest,
        "checks": evidence.checks,
    }


def _untested(migration: Migration, evidence: Evidence, gate_result: GateResult | None) -> list[str]:
    """What of the boot test the evidence does not prove for the version that the gate has just seen."""
    if gate_result is None:
        return []
    first = Body("gate", gate_result.observations)
    each = zip(migration.each_version, (first, *first.objects(FURTHER)), strict=False)
    return [f"boot test: {text}" for one, seen in each for text in _untested_version(one, evidence, seen)]


def _untested_version(migration: Migration, evidence: Evidence, seen: Body) -> list[str]:
    test, record = boot_test_of(migration), evidence.boot_test_of(migration.version_id)
    if test is None:
        return []
    if record is None:
        return ["it was taken without one"]
    published = seen.optional_text("version", "publishedDate")
    return record.shortcomings(test, migration.version_id, published)


def _read_only(
    name: str,
    image: ManagedImage | None,
    parent: pulumi.Resource,
    hooks: RecordHooks,
    before_delete: list[pulumi.ResourceHook] | None = None,
) -> pulumi.Stash:
    """A record that may not be made, only read, as long as there is an image that it stands for.

    Once the image is gone a lost record (after a `pulumi destroy` that failed half-way, for instance) must not stop the
    stack for ever: an empty one takes its place, with which nothing can be deleted.
    """
    if image is None:
        hooks.allow(name)
    return pulumi.Stash(
        name,
        input=READ_ONLY,
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["input"], hooks=_bound(hooks, before_delete)),
    )


def _bound(hooks: RecordHooks, before_delete: list[pulumi.ResourceHook] | None = None) -> pulumi.ResourceHookBinding:
    """The same whatever the hook will say: another binding is written to the state, once for each record."""
    return pulumi.ResourceHookBinding(before_create=[hooks.must_exist], before_delete=before_delete)


def _as_in_the_state(gate_result: GateResult) -> JsonObject:
    """The input of evidence that must be in the state already, because its boot test cannot be repeated.

    The engine puts what was seen once in its place, as it does for what `ignore_changes` names.
    """
    return {"subjectDigest": subject_digest(gate_result.subject)}
