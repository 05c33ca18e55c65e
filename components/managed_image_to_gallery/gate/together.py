"""One result of several versions from the same image: it passes where each of them is proven."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.gate.observations import FURTHER, OF_ONE_VERSION
from managed_image_to_gallery.gate.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult

_WORST_FIRST = (Outcome.FAILED, Outcome.UNANSWERED, Outcome.PASSED)


def together(subject: GateSubject, results: Sequence[GateResult]) -> GateResult:
    """The result of a subject from those of its versions, in its order: one verdict for each check.

    Its moment is that of the oldest read. Of what was observed, the image's is said once, with the first version.
    """
    first, *further = results
    if not further:
        return first
    return replace(
        first,
        subject=subject,
        verdicts=tuple(
            _verdict(same_check, results) for same_check in zip(*(one.verdicts for one in results), strict=True)
        ),
        read_at=min(one.read_at for one in results),
        began=min(one.began for one in results),
        observations={
            **first.observations,
            FURTHER: [
                {key: one.observations[key] for key in OF_ONE_VERSION if key in one.observations} for one in further
            ],
        },
    )


def _verdict(verdicts: Sequence[Verdict], results: Sequence[GateResult]) -> Verdict:
    """One check of all versions: the worst outcome; what is the same of all is said once, the rest by version."""
    worst = min((one.outcome for one in verdicts), key=_WORST_FIRST.index)
    telling = [(one, result) for one, result in zip(verdicts, results, strict=True) if one.outcome is worst]
    return Verdict(
        check=verdicts[0].check,
        outcome=worst,
        expected=_text([(one.expected, result) for one, result in telling]),
        found=_text([(one.found, result) for one, result in telling]),
        remedy=" ".join(dict.fromkeys(one.remedy for one, _ in telling if one.remedy)),
        note=" ".join(dict.fromkeys(one.note for one in verdicts if one.note)),
    )


def _text(said: Sequence[tuple[str, GateResult]]) -> str:
    texts = dict.fromkeys(text for text, _ in said)
    if len(texts) == 1:
        return next(iter(texts))
    return "; ".join(f"{result.subject.version_id}: {text}" for text, result in said)
