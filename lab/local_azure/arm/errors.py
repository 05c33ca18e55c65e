"""The errors of Azure Resource Manager.

    Exception
    ├── ArmError            a request is refused: HTTP status, Azure's code, message, target, details
    ├── OperationFailed     an accepted operation ends in `Failed`: Azure's code and message
    └── OperationContinues  an accepted operation is due and not done yet (a signal, no error of Azure's)

Families make them in their own `errors.py` tables, one function an error, each naming its source: an entry of
docs/reference/azure-errors.md, a document, or *invented* where Azure's own text is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from local_azure.arm.json_types import Json


class ArmError(Exception):
    """A request that is refused before anything happened.

    `extra_headers` are sent with the answer (`Retry-After`, `x-ms-failure-cause`).
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        target: str | None = None,
        details: Sequence[Json] = (),
        extra_headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.target = target
        self.details = tuple(details)
        self.extra_headers = dict(extra_headers or {})

    def envelope(self) -> Json:
        """Azure's error body: `{"error": {"code", "message"[, "target"][, "details"]}}`."""
        error: Json = {"code": self.code, "message": self.message}
        if self.target is not None:
            error["target"] = self.target
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


class OperationFailed(Exception):
    """An operation that was accepted and then fails; its poll answers 200 with status `Failed` and this error."""

    def __init__(self, code: str, message: str, *, details: Sequence[Json] = ()) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.details = tuple(details)

    def body(self) -> Json:
        """The `error` member of a failed operation's body."""
        error: Json = {"code": self.code, "message": self.message}
        if self.details:
            error["details"] = list(self.details)
        return error


class OperationContinues(Exception):
    """An operation that is due and has to wait on; it is looked at again in `azure_seconds`."""

    def __init__(self, azure_seconds: float) -> None:
        super().__init__(f"not done yet, again in {azure_seconds} s")
        self.azure_seconds = azure_seconds


def resource_not_found(type_and_name: str, group: str) -> ArmError:
    """404 of a missing resource; verbatim from traffic (docs/reference/azure-errors.md#resource-not-found)."""
    return ArmError(
        404,
        "ResourceNotFound",
        f"The Resource '{type_and_name}' under resource group '{group}' was not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
        extra_headers={"x-ms-failure-cause": "gateway"},
    )


def resource_group_not_found(group: str) -> ArmError:
    """404 of a missing resource group (docs/reference/azure-errors.md#resource-group-not-found)."""
    return ArmError(
        404,
        "ResourceGroupNotFound",
        f"Resource group '{group}' could not be found.",
        extra_headers={"x-ms-failure-cause": "gateway"},
    )


def parent_resource_not_found(resource: str, parent: str) -> ArmError:
    """404 of a child whose parent is missing (docs/reference/azure-errors.md#parent-not-found)."""
    return ArmError(
        404,
        "ParentResourceNotFound",
        f"Failed to perform 'write' on resource(s) of type '{resource}', because the parent resource "
        f"'{parent}' could not be found.",
        extra_headers={"x-ms-failure-cause": "gateway"},
    )


def nested_parent_not_found(parent: str) -> ArmError:
    """404 of a list whose parent is missing (docs/reference/azure-errors.md#parent-not-found)."""
    return ArmError(
        404,
        "ParentResourceNotFound",
        f"Can not perform requested operation on nested resource. Parent resource '{parent}' not found.",
        extra_headers={"x-ms-failure-cause": "gateway"},
    )


def subscription_not_found(subscription: str) -> ArmError:
    """404 of a subscription that this Azure does not have; general knowledge of ARM's text."""
    return ArmError(404, "SubscriptionNotFound", f"The subscription '{subscription}' could not be found.")


def invalid_parameter(target: str, message: str) -> ArmError:
    """400 of a value that is refused, as the gallery provider answers it.

    Source: docs/reference/azure-errors.md#duplicate-regions.
    """
    return ArmError(400, "InvalidParameter", message, target=target)
