"""The one alias for wire bodies, and how to look into one whose shape is not known."""

from typing import Any, TypeAlias, cast

# JSON bodies are open by nature: each family checks what it reads, and keeps what it does not know out of its answers.
Json: TypeAlias = dict[str, Any]


def as_object(value: object) -> Json:
    """The value when it is a JSON object, otherwise `{}`."""
    return cast("Json", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value when it is a JSON array, otherwise `[]`."""
    return cast("list[Any]", value) if isinstance(value, list) else []
