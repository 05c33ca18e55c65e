"""The refusals of Resource Graph: a general code outside, the cause in `details`."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json

MOST_BYTES = 16_777_216


def refused(status: int, code: str, details: Sequence[Json]) -> ArmError:
    """The envelope; its message has a time and an id only.

    Source: lab/tests/recorded/facts/cli_2021-03-01_resource_graph_query_error.jsonl.
    """
    message = (
        f"Please provide below info when asking for support: timestamp = {utc_timestamp(time.time())}, "
        f"correlationId = {uuid.uuid4()}."
    )
    return ArmError(status, code, message, details=details)


def invalid_query(*causes: str) -> ArmError:
    """400 of a query that cannot be carried out; the texts of the causes are invented."""
    return refused(400, "BadRequest", [_INVALID, *({"code": "InvalidQuery", "message": each} for each in causes)])


def parser_failure(line: int, position: int, token: str) -> ArmError:
    """400 of a query that does not parse (lab/tests/recorded/facts/cli_2021-03-01_resource_graph_query_error.jsonl)."""
    failure: Json = {"code": "ParserFailure", "message": "ParserFailure"}
    place: Json = {"line": line, "characterPositionInLine": position, "token": token, "expectedToken": "Ǐ"}
    return refused(400, "BadRequest", [_INVALID, failure | place])


def not_supported(token: str) -> ArmError:
    """400 of an operator that Resource Graph, or this one, does not have (github.com/Azure/azure-powershell/13762).

    Code, token and line were reported, the text is invented.
    """
    message = f"The operator '{token}' is not supported."
    failure: Json = {"code": "InvalidQueryLanguage", "message": message, "line": -1, "token": token}
    return refused(400, "BadRequest", [_INVALID, failure])


def access_denied() -> ArmError:
    """403 of a caller who may read nothing in any of the subscriptions (github.com/Azure/azure-sdk-for-java/29924)."""
    text = "Access is denied to the requested resource. The user might not have enough permission."
    return refused(403, "AccessDenied", [{"code": "AccessDenied", "message": text}])


def rate_limited() -> ArmError:
    """429 of a caller whose quota is used up (github.com/Azure/azure-cli-extensions/3325; the envelope is inferred)."""
    text = (
        "Client application has been throttled and should not attempt to repeat the request until an amount of time "
        "has elapsed. Please see https://aka.ms/resourcegraph-throttling for help."
    )
    return refused(429, "RateLimiting", [{"code": "RateLimiting", "message": text}])


def payload_too_large(size: int) -> ArmError:
    """400 of an answer over 16 MiB (github.com/microsoft/ARI/199; the envelope is inferred)."""
    text = (
        f"Response payload size is {size}, and has exceeded the limit of {MOST_BYTES}. Please consider querying less "
        "data at a time and make paginated call if needed."
    )
    return refused(400, "BadRequest", [{"code": "ResponsePayloadTooLarge", "message": text}])


def invalid_request(member: str, rule: str) -> ArmError:
    """400 of a body whose member cannot be used; the text is invented."""
    return refused(400, "BadRequest", [{"code": "InvalidRequest", "message": f"'{member}': {rule}"}])


_INVALID: Json = {
    "code": "InvalidQuery",
    "message": "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the "
    "error before retrying.",
}
