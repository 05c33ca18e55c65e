"""Everything that can go wrong while reading or judging Azure.

    AzureFactsError
    ├── InvalidResourceId      a text that is no Azure resource id
    ├── InvalidVersionNumber   a text that is no Major.Minor.Patch
    ├── SettingsInvalid        the azure-native settings contradict each other or are incomplete
    │   └── CredentialsMissing no way to sign in can be built from them
    ├── GateRefused            the gate did not pass, where only a passed one will do (in `verdicts`)
    ├── InvalidEvidence        stored evidence that is damaged or of another form
    └── ReadFailed             Azure did not answer a read; what it would have said is unknown
        ├── AccessDenied       403: the identity may not read this
        │   └── SignInFailed   401, or no token: nobody is signed in
        ├── RightsNotProven    a list that Azure may have shortened to what the identity may read
        ├── GraphNotProven     an answer of Resource Graph that cannot have seen what it was asked about
        ├── LogNotRead         an activity log of which not all could be read in time
        ├── Throttled          429 after all retries
        ├── ServiceFailed      5xx after all retries
        ├── TimedOut           no answer within the deadline
        ├── Unreachable        no connection: name, network, TLS, reset
        ├── MalformedAnswer    an answer that is not what the API promises
        └── RequestRefused     any other refusal, among them a 404 that does not speak of the resource
            └── SubscriptionNotFound   the subscription is not there, or not for this identity

A resource that does not exist is no error: readers answer None for it.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

from managed_image_to_gallery.azure.plain_text import one_line


class AzureFactsError(Exception):
    """The base of every error raised while Azure is read or judged; its text can be shown to a user as it stands."""


class InvalidResourceId(AzureFactsError):
    """A text that is no Azure resource id (`text`), and why not (`reason`)."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(
            f"{text!r} is not an Azure resource id: {reason}. Expected /subscriptions/<guid>/resourceGroups/<group>"
            "/providers/<namespace>/<type>/<name>, for instance from `az resource show --query id`."
        )


class InvalidVersionNumber(AzureFactsError):
    """A text that is no image version number (`text`), and the rules it breaks (`violations`)."""

    def __init__(self, text: str, violations: list[str]) -> None:
        self.text = text
        self.violations = violations
        super().__init__(f"{text!r} is not an image version number: {'; '.join(violations)}.")


class SettingsInvalid(AzureFactsError):
    """The azure-native settings cannot be used: which one (`setting`) and what to do."""

    def __init__(self, setting: str, message: str) -> None:
        self.setting = setting
        super().__init__(message)


class CredentialsMissing(SettingsInvalid):
    """A chosen way to sign in lacks a setting."""

    def __init__(self, method: str, setting: str, environment: str) -> None:
        self.method = method
        super().__init__(
            setting,
            f"To sign in to Azure with {method}, azure-native:{setting} must be set. "
            f"Run `pulumi config set azure-native:{setting} …` or set {environment}.",
        )


class InvalidEvidence(AzureFactsError):
    """Stored evidence that cannot be trusted (`reason`): damaged, edited, or written by another version."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The stored evidence cannot be used: {reason}. Set the migration's stage to validated and run "
            "`pulumi up`, which reads everything again and renews the evidence."
        )


class ReadFailed(AzureFactsError):
    """Azure did not answer a read, so nothing may be concluded from it.

    `what` names the thing that was read, `status` is the HTTP status (None without an answer), `code` Azure's error
    code (empty without one), `message` what was said, `remedy` what a person can do about it.
    """

    default_remedy: ClassVar[str] = "Try again; if it stays, look at the message and at Azure's status page."
    same_for_every_read: ClassVar[bool] = False
    """Whether every read ends so: then the text does not name what was read, and is told once."""

    def __init__(
        self, what: str, *, message: str, status: int | None = None, code: str = "", remedy: str | None = None
    ) -> None:
        self.what = what
        self.status = status
        self.code = code
        self.message = message
        self.remedy = self.default_remedy if remedy is None else remedy
        subject = "Azure could not be asked" if self.same_for_every_read else f"{what} could not be read"
        super().__init__(f"{subject}: {self.finding}. {self.remedy}")

    @property
    def finding(self) -> str:
        """What was found instead of an answer, in one line: status, code and message."""
        parts = [f"HTTP {self.status}" if self.status is not None else "", self.code]
        head = one_line(" ".join(part for part in parts if part))
        text = textwrap.shorten(one_line(self.message), width=300, placeholder=" …").rstrip(".")
        return f"{head}: {text}" if head and text else head or text


class AccessDenied(ReadFailed):
    """The identity may not read this (403)."""

    default_remedy = "Give the identity that runs this the Reader role there, or sign in with one that has it."


class SignInFailed(AccessDenied):
    """Nobody is signed in: no token could be had, or Azure does not take it (401).

    The codes are those of https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
    """

    default_remedy = (
        "Sign in with `az login`, or set ARM_CLIENT_ID, ARM_TENANT_ID and ARM_CLIENT_SECRET (or a certificate, or "
        "OpenID Connect) of a service principal."
    )
    same_for_every_read = True
    remedies: ClassVar[Mapping[str, str]] = {
        "AADSTS7000215": "Set ARM_CLIENT_SECRET, or azure-native:clientSecret, to the value of the client's secret.",
        "AADSTS7000222": "The client's secret has expired: make a new one and set ARM_CLIENT_SECRET to it.",
        "AADSTS700016": "Correct ARM_CLIENT_ID and ARM_TENANT_ID: the client is not in that tenant.",
        "AADSTS90002": "Correct ARM_TENANT_ID, or azure-native:tenantId: there is no such tenant.",
        "AADSTS900023": "Correct ARM_TENANT_ID, or azure-native:tenantId: it is no id of a tenant.",
        "AADSTS700024": "The pipeline's token has expired: let it be renewed while the command runs (docs/ci.md).",
        "AADSTS700082": "Sign in again with `az login`.",
        "AADSTS50173": "Sign in again with `az login`.",
        "AADSTS50078": "Sign in again with `az login`.",
        "ExpiredAuthenticationToken": "Sign in again: the token has expired.",
        "Azure CLI not found": (
            "Install the Azure CLI and sign in with `az login`, or set ARM_CLIENT_ID, ARM_TENANT_ID and "
            "ARM_CLIENT_SECRET of a service principal."
        ),
        "az login": "Sign in with `az login`.",
    }
    """What to do, by what the message or the code says."""

    def __init__(self, what: str, *, message: str, status: int | None = None, code: str = "") -> None:
        remedy = sign_in_remedy(f"{code} {message}")
        super().__init__(what, message=message, status=status, code=code, remedy=remedy)


def sign_in_remedy(said: str) -> str | None:
    """What to do about a sign-in that failed, by Azure's code or message; None where neither is known."""
    return next((text for sign, text in SignInFailed.remedies.items() if sign in said), None)


class RightsNotProven(ReadFailed):
    """A whole subscription's lists prove nothing: the identity may not read all that they list.

    `scope` is the subscription, `actions` are those that no role is known to allow there, `said` is what Azure said
    when it would not even answer that question.
    """

    def __init__(self, scope: str, actions: Sequence[str], said: str = "") -> None:
        self.scope = scope
        self.actions = tuple(actions)
        self.said = said
        super().__init__(
            f"lists of {scope}",
            message="Azure leaves out of a list what may not be read, and does not say so",
            remedy=f"Give the identity that runs this the role Reader, or that of docs/roles/preview.json, at {scope}; "
            "a role on resource groups alone is not enough.",
        )

    @property
    def finding(self) -> str:
        """Every missing action, however many: a role is made from this list."""
        head = f"not allowed at {self.scope}: {', '.join(self.actions)}"
        return f"{head} ({self.said})" if self.said else f"{head}; {self.message}"


class GraphNotProven(ReadFailed):
    """Resource Graph's answer proves nothing: it does not show what must be in it (`unseen`)."""

    default_remedy = (
        "Its index may be hours behind for a new image, subscription or role: try again later. Where the identity may "
        "not read it, give it the role Reader there; docs/what-the-gate-sees.md tells how to do without the sweep."
    )

    def __init__(self, unseen: Sequence[str]) -> None:
        self.unseen = tuple(unseen)
        super().__init__(
            "sweep by Resource Graph", message=f"it does not show {', '.join(unseen)}, so it proves nothing"
        )


class LogNotRead(ReadFailed):
    """Not all of the activity log could be read in time: `reached` says since when it was, by subscription."""

    default_remedy = (
        "Run it again when Azure answers faster, or ask for fewer days (notUsedForDays): all events of Compute have to "
        "be read, 200 at a time."
    )

    def __init__(self, reached: Mapping[str, str], seconds: float) -> None:
        self.reached = dict(reached)
        said = ", ".join(f"since {moment} alone of subscription {name}" for name, moment in self.reached.items())
        super().__init__("activity log", message=f"after {seconds:.0f} seconds it was read {said}")


class Throttled(ReadFailed):
    """Azure asked to slow down (429); `wait` is for how many seconds, None where it did not say."""

    default_remedy = "Wait a few minutes, then try again."

    def __init__(
        self, what: str, *, message: str, status: int | None = None, code: str = "", wait: float | None = None
    ) -> None:
        self.wait = wait
        super().__init__(what, message=message, status=status, code=code)


class ServiceFailed(ReadFailed):
    """Azure itself failed (5xx) on every try."""

    default_remedy = "Try again later; see https://status.azure.com."


class TimedOut(ReadFailed):
    """No answer came within the deadline."""

    default_remedy = "Try again; if it stays, look at the network and at https://status.azure.com."


class Unreachable(ReadFailed):
    """No connection could be made or it broke: host name, network, proxy or TLS trust."""

    default_remedy = (
        "Check network, proxy and trusted certificates (REQUESTS_CA_BUNDLE or SSL_CERT_FILE for a private authority)."
    )


class MalformedAnswer(ReadFailed):
    """Azure answered something that the API does not promise; it is not guessed at."""

    default_remedy = "Something between here and Azure may have answered in its place (a proxy, for instance)."


class RequestRefused(ReadFailed):
    """Azure refused the read for a reason that says nothing about the resource."""

    default_remedy = "Check that subscription, tenant and cloud in the azure-native settings are the right ones."


class SubscriptionNotFound(RequestRefused):
    """There is no such subscription, or not for the identity that asks."""

    default_remedy = (
        "Correct it where it is written (ARM_SUBSCRIPTION_ID, azure-native:subscriptionId, an id in the config), or "
        "sign in to the tenant of the subscription (`az account list` shows yours)."
    )
    same_for_every_read = True
