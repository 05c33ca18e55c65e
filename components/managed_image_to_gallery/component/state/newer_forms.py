"""A state that a later release of this program has written: nothing is done with it. Pure.

An earlier release would take a record that it cannot read for a missing or damaged one, and its remedies, to adopt or
to validate again, would throw away what the later one knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pulumi

from managed_image_to_gallery.component.state.resource_types import ADOPTED_SUFFIX, EVIDENCE_SUFFIX, RECORD
from managed_image_to_gallery.gate.forms import ADOPTED_FORM, EVIDENCE_FORM, OtherForm, other_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.json_types import ReadOnlyJsonObject

_KNOWN = {EVIDENCE_SUFFIX: (EVIDENCE_FORM, None), ADOPTED_SUFFIX: (ADOPTED_FORM, ADOPTED_FORM)}
"""By the suffix of a record's name: the form that is known, and that of a record that says none."""

REMEDY = "Use that release or a later one for this stack; an earlier one neither updates nor reads what it keeps."


@dataclass(frozen=True)
class RecordOfAnotherForm:
    """A record in the state that is not of this release's form; `name` is the resource's."""

    name: str
    form: OtherForm


class StateIsNewer(pulumi.RunError):
    """A later release has written records of the stack; nothing was registered."""

    def __init__(self, records: list[RecordOfAnotherForm]) -> None:
        self.records = records
        super().__init__(f"{reason(records)} Nothing was changed. {REMEDY}")


def reason(records: list[RecordOfAnotherForm]) -> str:
    """Which record cannot be read, and how many more."""
    first, more = records[0], len(records) - 1
    also = f", and {more} more like it" if more else ""
    return f"The state of this stack is newer than this program: {first.name}: {first.form.text}{also}."


def records_of_other_forms(resources: Mapping[str, ReadOnlyJsonObject]) -> Iterator[RecordOfAnotherForm]:
    """The records of a state (URN → type and outputs) that are not of this release's form, earlier and later ones.

    What is no object is no record: one that only took the place of a lost one, or a secret that is not decrypted.
    """
    for urn, resource in resources.items():
        name = urn.rpartition("::")[2]
        known = next((_KNOWN[suffix] for suffix in _KNOWN if name.endswith(suffix)), None)
        stored = cast("ReadOnlyJsonObject", resource.get("outputs") or {}).get("output")
        if resource.get("type") != RECORD or known is None or not isinstance(stored, dict):
            continue
        form = other_form(stored, *known)
        if form is not None:
            yield RecordOfAnotherForm(name, form)


def newer_records(resources: Mapping[str, ReadOnlyJsonObject]) -> list[RecordOfAnotherForm]:
    """Those that only a later release can read."""
    return [one for one in records_of_other_forms(resources) if one.form.is_newer]
