"""A document against a reduced schema: types, required keys, values, and no key that the schema does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES: dict[str, type] = {"string": str, "boolean": bool, "object": dict, "array": list, "integer": int}


def faults(document: Any, schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """What is wrong, as `path: reason`."""
    wanted = _TYPES[schema["type"]]
    if not isinstance(document, wanted) or (wanted is int and isinstance(document, bool)):
        yield f"{path}: {document!r} is no {schema['type']}"
    elif "enum" in schema and document not in schema["enum"]:
        yield f"{path}: {document!r} is none of {schema['enum']}"
    elif isinstance(document, dict):
        yield from _of_object(cast("dict[str, Any]", document), schema, path)
    elif isinstance(document, list):
        for index, item in enumerate(cast("list[Any]", document)):
            yield from faults(item, schema["items"], f"{path}[{index}]")


def _of_object(document: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    yield from (f"{path}.{name}: is required" for name in schema.get("required", []) if name not in document)
    for name, value in document.items():
        inner = known.get(name, others)
        if inner is None:
            yield f"{path}.{name}: is unknown"
        else:
            yield from faults(value, inner, f"{path}.{name}")
