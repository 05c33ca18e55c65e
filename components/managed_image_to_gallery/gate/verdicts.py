"""What a check said, and what the gate as a whole said.

A check that could not be answered has not passed: the gate fails closed (docs/stages.md#the-gate).
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AzureFactsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.gate.checks.facts import GateFacts
    from managed_image_to_gallery.gate.subject import GateSubject


class Outcome(str, Enum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Verdict:
    """The answer of one check.

    `check` is its stable id (kebab case); `remedy` is empty when it passed. A verdict is never a bare yes: `expected`
    and `found` say what was compared. `note` is what people should hear although it passed.
    """

    check: str
    outcome: Outcome
    expected: str
    found: str
    remedy: str = ""
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether the check passed; an unanswered one has not."""
        return self.outcome is Outcome.PASSED

    def text(self) -> str:
        """One line when it passed; else also what was expected, what was found and what to do, a line each."""
        if self.passed:
            return f"passed      {self.check}: {self.found}"
        head = f"{self.outcome.value.upper():<11} {self.check}"
        lines = (("expected", self.expected), ("found", self.found), ("remedy", self.remedy))
        return "\n".join([head, *(f"            {label}: {line}" for label, line in lines)])


@dataclass(frozen=True)
class GateResult:
    """Everything the gate said about one subject, when it read Azure (UTC, ISO 8601) and as whom.

    `observations` holds what was seen (see `observations.observations_of`), for evidence; `facts` the answers as they
    were judged. `began` is the moment of the proof by the clock that the gate was given (monotonic seconds).
    """

    subject: GateSubject
    verdicts: tuple[Verdict, ...]
    read_at: str
    identity: str
    observations: JsonObject = field(default_factory=lambda: dict[str, "Json"]())
    began: float = 0.0
    facts: GateFacts | None = field(default=None, repr=False, compare=False)

    @property
    def passed(self) -> bool:
        """Whether the source image is proven to be replaceable: every check passed, and there were checks."""
        return bool(self.verdicts) and all(verdict.passed for verdict in self.verdicts)

    @property
    def refusals(self) -> tuple[Verdict, ...]:
        """The verdicts that stand in the way."""
        return tuple(verdict for verdict in self.verdicts if not verdict.passed)

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should hear although the gate lets the image go, a line each."""
        return tuple(f"{self.subject.migration}: {verdict.note}" for verdict in self.verdicts if verdict.note)

    def text(self) -> str:
        """All verdicts under a line that says what was judged: to be read in a terminal."""
        return self._text_of(self.verdicts)

    def refusal_text(self) -> str:
        """The same without the checks that passed: among many migrations they would hide what stands in the way."""
        return self._text_of(self.refusals)

    def _text_of(self, verdicts: Sequence[Verdict]) -> str:
        state = "passed" if self.passed else f"refused by {len(self.refusals)} of {len(self.verdicts)} checks"
        source = self.facts.source_text if self.facts else self.subject.source_text
        head = f"gate of {self.subject.migration} ({source} → {self.subject.version_id}): {state}"
        return "\n".join([head, *(textwrap.indent(verdict.text(), "  ") for verdict in verdicts)])


class GateRefused(AzureFactsError):
    """The gate did not pass (`result`); the text lists every verdict."""

    def __init__(self, result: GateResult) -> None:
        self.result = result
        super().__init__(result.text())
