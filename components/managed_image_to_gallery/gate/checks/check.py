"""What a check is: an id and a pure function, and what becomes of an answer that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.gate.checks.facts import Absent
from managed_image_to_gallery.gate.verdicts import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.gate.checks.facts import GateFacts


@dataclass(frozen=True)
class Judgement:
    """What a check's function says; `remedy` counts only when it did not pass, `note` only when it did."""

    passed: bool
    expected: str
    found: str
    remedy: str
    note: str = ""


@dataclass(frozen=True)
class Check:
    """A check with its stable id."""

    id: str
    judge: Callable[[GateFacts], Judgement]

    def verdict(self, facts: GateFacts) -> Verdict:
        """The check's answer. What could not be read is unanswered, what is not there has failed; neither passes."""
        try:
            judgement = self.judge(facts)
        except ReadFailed as failure:
            expected = f"Azure to answer what is true of the {failure.what}"
            return self._verdict(Outcome.UNANSWERED, expected, failure.finding, failure.remedy)
        except Absent as absent:
            return self._verdict(Outcome.FAILED, f"the {absent.what} to exist", "it does not exist", absent.remedy)
        if judgement.passed:
            return self._verdict(Outcome.PASSED, judgement.expected, judgement.found, note=judgement.note)
        return self._verdict(Outcome.FAILED, judgement.expected, judgement.found, judgement.remedy)

    def _verdict(self, outcome: Outcome, expected: str, found: str, remedy: str = "", note: str = "") -> Verdict:
        """What Azure says is in it word for word: one printable line each, so that none looks like another verdict."""
        return Verdict(self.id, outcome, *(one_line(text) for text in (expected, found, remedy, note)))
