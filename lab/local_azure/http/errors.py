"""What the front door itself refuses, before a resource provider is asked.

"invented" marks a text that was not seen anywhere; everything else names its source.
"""

from __future__ import annotations

from collections.abc import Iterable

from local_azure.arm.errors import ArmError

GATEWAY = {"x-ms-failure-cause": "gateway"}


def missing_api_version() -> ArmError:
    """400: no api-version in the query (docs/reference/resource-manager.md#requests-and-errors)."""
    return ArmError(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
        extra_headers=GATEWAY,
    )


def invalid_api_version(sent: str, supported: Iterable[str]) -> ArmError:
    """400: ARM's own paths with an api-version they do not have.

    Source: docs/reference/resource-manager.md#requests-and-errors.
    """
    return ArmError(
        400,
        "InvalidApiVersionParameter",
        f"The api-version '{sent}' is invalid. The supported versions are '{','.join(supported)}'.",
        extra_headers=GATEWAY,
    )


def no_registered_provider(location: str, sent: str, kind: str, supported: Iterable[str], locations: str) -> ArmError:
    """400: a resource type that does not have the api-version.

    Source: docs/reference/resource-manager.md#requests-and-errors.
    """
    return ArmError(
        400,
        "NoRegisteredProviderFound",
        f"No registered resource provider found for location '{location}' and API version '{sent}' for type '{kind}'. "
        f"The supported api-versions are '{', '.join(supported)}'. The supported locations are '{locations}'.",
        extra_headers=GATEWAY,
    )


def invalid_namespace(namespace: str) -> ArmError:
    """404: a provider that this Azure does not have; general knowledge of ARM's text."""
    return ArmError(
        404,
        "InvalidResourceNamespace",
        f"The resource namespace '{namespace}' is invalid.",
        extra_headers=GATEWAY,
    )


def invalid_type(namespace: str, kind: str, api_version: str, supported: Iterable[str]) -> ArmError:
    """404: a type that its provider does not have; general knowledge of ARM's text."""
    return ArmError(
        404,
        "InvalidResourceType",
        f"The resource type '{kind}' could not be found in the namespace '{namespace}' for api version "
        f"'{api_version}'. The supported api-versions are '{','.join(supported)}'.",
        extra_headers=GATEWAY,
    )


def not_found(path: str) -> ArmError:
    """404: a path that is nothing in Azure; the text is invented."""
    return ArmError(404, "NotFound", f"The path '{path}' is not one of Azure Resource Manager.", extra_headers=GATEWAY)


def method_not_allowed(method: str, path: str) -> ArmError:
    """405: a path that is there, without this method; the text is invented."""
    return ArmError(
        405, "HttpMethodNotAllowed", f"The HTTP method '{method}' is not supported at '{path}'.", extra_headers=GATEWAY
    )


def invalid_action(action: str, kind: str) -> ArmError:
    """404: a POST to an action that a type does not have; the text is invented."""
    return ArmError(
        404,
        "InvalidResourceAction",
        f"The resource type '{kind}' has no action '{action}'.",
        extra_headers=GATEWAY,
    )


def operation_not_found(operation_id: str) -> ArmError:
    """404: a poll of an operation that never was; the text is invented."""
    return ArmError(404, "NotFound", f"The entity '{operation_id}' was not found: no such operation.")


def request_content_missing() -> ArmError:
    """400: a write without a body; general knowledge of ARM's text."""
    return ArmError(
        400,
        "InvalidRequestContent",
        "The request content was invalid and could not be deserialized: 'Required property 'location' not found in "
        "JSON. Path '', line 0, position 0.'.",
        extra_headers=GATEWAY,
    )


def request_content_invalid(reason: str) -> ArmError:
    """400: a body that is not JSON; ARM's form, with Python's reason."""
    return ArmError(
        400,
        "InvalidRequestContent",
        f"The request content was invalid and could not be deserialized: '{reason}'.",
        extra_headers=GATEWAY,
    )


def request_content_not_object(found: str) -> ArmError:
    """400: a JSON body that is not an object; ARM's form, the reason is invented."""
    return request_content_invalid(f"a JSON object is required, a value of type {found} was found")


def too_many_tags(count: int, most: int) -> ArmError:
    """400 (docs/reference/resource-manager.md#tags)."""
    return ArmError(
        400,
        "InvalidTags",
        f"Too many tags specified. Requested tag count - '{count}'. Maximum number of tags allowed - '{most}'.",
        extra_headers=GATEWAY,
    )


def tag_names_with_reserved_characters(names: Iterable[str]) -> ArmError:
    """400 (docs/reference/resource-manager.md#tags)."""
    return ArmError(
        400,
        "InvalidTagNameCharacters",
        f"The tag names '{', '.join(names)}' have reserved characters '<,>,%,&,\\,?,/' or control characters. These "
        "characters are only allowed for tags that start with the prefix 'hidden, link'.",
        extra_headers=GATEWAY,
    )


def tag_names_too_long(names: Iterable[str], longest: int) -> ArmError:
    """400 (docs/reference/resource-manager.md#tags)."""
    return ArmError(
        400,
        "InvalidTagName",
        f"Tag name too large. Following tag name '{', '.join(names)}' exceeded the maximum length. Maximum allowed "
        f"length for tag name - '{longest}' characters.",
        extra_headers=GATEWAY,
    )


def tag_values_too_long(values: Iterable[str], longest: int) -> ArmError:
    """400 (docs/reference/resource-manager.md#tags)."""
    return ArmError(
        400,
        "InvalidTagValueLength",
        f"Tag value too large. Following tag value '{', '.join(values)}' exceeded the maximum length. Maximum allowed "
        f"length for tag value - '{longest}' characters.",
        extra_headers=GATEWAY,
    )


def reserved_tag_names(names: Iterable[str]) -> ArmError:
    """400 for prefixes that Azure keeps; the code and the text are invented.

    Source: docs/reference/resource-manager.md#tags.
    """
    return ArmError(
        400,
        "ReservedTagName",
        f"The tag names '{', '.join(names)}' begin with one of the reserved prefixes 'microsoft', 'azure', 'windows'.",
        extra_headers=GATEWAY,
    )


def request_too_large(limit: int) -> ArmError:
    """413: a body over ARM's limit; the text is invented."""
    return ArmError(
        413,
        "RequestContentTooLarge",
        f"The request content is larger than the maximum of {limit} bytes.",
        extra_headers=GATEWAY,
    )


def internal_error(correlation_id: str) -> ArmError:
    """500: a fault of this program, in the envelope that Azure uses; the traceback is in the log."""
    return ArmError(
        500,
        "InternalServerError",
        f"Encountered internal server error. Diagnostic information: tracking Id '{correlation_id}'.",
    )
