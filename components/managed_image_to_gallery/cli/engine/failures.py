"""Why an operation of the engine failed, for people. Pure.

A step that failed: which resource, Azure's code and message, and what to do next. A violation of a policy: the engine
refuses a preview or an update with one of level `mandatory`; `advisory` ones are only shown.

The engine gives a failed step as diagnostics with the resource's URN; the exception of the Automation API carries only
the whole output (docs/reference/pulumi-engine.md#failures-as-events). The texts of the azure-native provider hold
Azure's code either as `Code="…" Message="…"` or as `"code": "…", "message": "…"`
(docs/reference/provider-protocol.md#texts-of-errors).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import sign_in_remedy
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.engine.start_errors import StartFailure, start_failure

if TYPE_CHECKING:
    from pulumi.automation.events import PolicyEvent

_COLOUR = re.compile(r"<\{%.*?%\}>|\x1b\[[0-9;]*m")
_CODES = (
    re.compile(r'Code="(?P<code>[^"]+)"\s+Message="(?P<message>(?:[^"\\]|\\.)*)"'),
    re.compile(r'"code":\s*"(?P<code>[^"]+)".*?"message":\s*"(?P<message>(?:[^"\\]|\\.)*)"', re.DOTALL),
    re.compile(r"\bCode:? ?(?P<code>[A-Z][A-Za-z]+)\b[.,:]? *(?:Message:? ?)?(?P<message>.*)"),
)

_SLOWER = "Wait until Azure's limit is lifted and run `gallery-migrate resume`."

REMEDIES = {
    "AuthorizationFailed": "Give the identity the role for this stage (docs/roles), then `gallery-migrate resume`.",
    "ScopeLocked": "Remove the lock, or leave the image where it is.",
    "DenyAssignmentAuthorizationFailed": "A deny assignment keeps it (of a deployment stack, a managed application, a "
    "blueprint): have whoever manages that lift it, then `gallery-migrate resume`; or leave it where it is.",
    "RequestDisallowedByPolicy": "Have whoever manages the policy exempt it, then `gallery-migrate resume`; or leave "
    "it as it is.",
    "ConflictingUserInput": "Compare definition and source of the migration with Azure: `gallery-migrate check`.",
    "ResourceNotFound": "Look whether it was deleted or renamed: `gallery-migrate check`.",
    "GalleryImageNotFound": "Look whether the definition was deleted: `gallery-migrate check`.",
    "TooManyRequests": _SLOWER,
    "SubscriptionRequestsThrottled": _SLOWER,
    "QuotaExceeded": "Raise the subscription's quota or take fewer replicas.",
    "ReplicationJobsNotCompleted": "Wait until replication has ended and run `gallery-migrate resume`.",
}
"""What helps, by Azure's code."""

_SAYS_WHAT_TO_DO = ("Next:", "→", "run `", "remedy:")
"""Texts of this project say by themselves what to do."""

STOPPED = "context canceled"
"""What was going on when the update was stopped, or another resource failed, ends with this ("failed to run
remediation: context canceled").
"""

_GO_ON = "It was not waited for any more, and Azure goes on with it: `gallery-migrate resume` looks what became of it."

_OTHERWISE = "Correct that and run `gallery-migrate resume`; what is finished is not made again."


@dataclass(frozen=True)
class PolicyViolation:
    """One resource that a policy speaks against, and whether that stops the change."""

    policy: str
    resource: str
    message: str
    mandatory: bool


@dataclass(frozen=True)
class StepFailure:
    """One resource that failed: its URN ("" for the run as a whole), Azure's code ("" for none), the text.

    start: for the failure of what could not even start.
    """

    urn: str
    code: str
    message: str
    start: StartFailure | None = None

    @property
    def resource(self) -> str:
        """The resource's logical name, or what stands for it."""
        if self.start is not None:
            return self.start.what
        return self.urn.rsplit("::", 1)[-1] if self.urn else "the update"

    @property
    def is_stopped(self) -> bool:
        """Whether it did not fail, but was stopped with the update."""
        return self.message.lower().endswith(STOPPED)

    @property
    def remedy(self) -> str:
        """What to do next."""
        if self.start is not None:
            return self.start.remedy
        if self.is_stopped:
            return _GO_ON
        if any(mark in self.message for mark in _SAYS_WHAT_TO_DO):
            return ""
        if sign_in := sign_in_remedy(f"{self.code} {self.message}"):
            return f"{sign_in.removesuffix('.')}, then `gallery-migrate resume`."
        if "too many requests" in self.message.lower():
            return _SLOWER
        return REMEDIES.get(self.code, _OTHERWISE)

    def text(self) -> str:
        """The failure in a few lines for a terminal; further lines are indented, whoever wrote them."""
        head = f"{self.resource}: {f'{self.code}: ' if self.code else ''}{self.message}".replace("\n", "\n    ")
        return f"{head}\n    → {self.remedy}" if self.remedy else head


def failure_of(urn: str | None, message: str) -> StepFailure:
    """The failure that a diagnostic of severity `error` tells of."""
    text = plain(message).removeprefix("Preview failed: ")
    if start := start_failure(text):
        return StepFailure(urn or "", "", start.why, start)
    found = next((match for pattern in _CODES if (match := pattern.search(text))), None)
    if found is None:
        return StepFailure(urn or "", "", text)
    return StepFailure(urn or "", found["code"], one_line(_unescaped(found["message"])) or text)


def violation_of(event: PolicyEvent) -> PolicyViolation:
    """The violation that an event tells of; its first line only repeats what the policy is for."""
    description, _, rest = plain(event.message).partition("\n")
    resource = (event.resource_urn or "").rsplit("::", 1)[-1] or "the stack"
    mandatory = event.enforcement_level == "mandatory"
    return PolicyViolation(event.policy_name, resource, rest.strip() or description, mandatory)


def plain(message: str) -> str:
    """A message of the engine without its colours."""
    return _COLOUR.sub("", message).strip()


def _unescaped(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n")
