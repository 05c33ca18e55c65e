"""The reference of the stack's config as a page, made of the JSON schema that editors use.

`python -m managed_image_to_gallery.config.reference_page > docs/config-reference.md` writes the committed page; `make
docs` does it before it builds the site.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.config.json_schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.azure.json_types import JsonObject

_HEAD = f"""\
<!-- Made by `make docs` from components/managed_image_to_gallery/config/models.py; change that instead. -->

# Config reference

All keys of a stack's file, `Pulumi.<stack>.yaml`, below `config:`. Each starts with `{PROJECT}:`, which is left
out here. Names are Azure's. A **bold** key must be given. Where there is no default, the meaning says what happens
without the key, if anything does.
"""
_TABLE = "| key | type | default | meaning |\n| --- | --- | --- | --- |"


def page() -> str:
    """The whole page: first the top-level keys, then each object in the order in which it is first named."""
    whole = schema()
    definitions = cast("dict[str, JsonObject]", whole["$defs"])
    top = _top_level(whole)
    objects = [name for name in _in_order(top, definitions) if "properties" in definitions[name]]
    sections = [f"## {name}\n\n{_section(definitions[name], definitions)}" for name in objects]
    return "\n".join([_HEAD, "## Top level\n", _section(top, definitions), *sections])


def _top_level(whole: JsonObject) -> JsonObject:
    """The object under `config:`, its keys without the project's prefix."""
    config = cast("dict[str, JsonObject]", whole["properties"])["config"]
    prefix = f"{PROJECT}:"
    return {
        "properties": {k.removeprefix(prefix): v for k, v in cast("JsonObject", config["properties"]).items()},
        "required": [key.removeprefix(prefix) for key in cast("list[str]", config["required"])],
    }


def _in_order(node: JsonObject, definitions: dict[str, JsonObject]) -> list[str]:
    """Names of the definitions that `node` leads to, each once, nearest first."""
    found = list(dict.fromkeys(_references(node)))
    for name in found:
        found += [further for further in dict.fromkeys(_references(definitions[name])) if further not in found]
    return found


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in cast("JsonObject", node).items():
            if key == "$ref":
                yield str(value).rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for item in cast("list[object]", node):
            yield from _references(item)


def _section(definition: JsonObject, definitions: dict[str, JsonObject]) -> str:
    required = cast("list[str]", definition.get("required", []))
    keys = cast("dict[str, JsonObject]", definition["properties"])
    rows = [_row(key, part, definitions, required=key in required) for key, part in keys.items()]
    meaning = f"{definition['description']}\n\n" if "description" in definition else ""
    return "\n".join([meaning + _TABLE, *rows, ""])


def _row(key: str, part: JsonObject, definitions: dict[str, JsonObject], *, required: bool) -> str:
    name = f"**`{key}`**" if required else f"`{key}`"
    default = part.get("default")
    shown = "—" if default in (None, []) else f"`{yaml.safe_dump(default).splitlines()[0]}`"
    meaning = escape(str(part["description"]), quote=False)
    return f"| {name} | {_type(part, definitions)} | {shown} | {meaning} |"


def _type(part: JsonObject, definitions: dict[str, JsonObject]) -> str:
    """A schema as a reader takes it in: `list of X`, the values of an enumeration, a number with its limits."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        values = cast("list[str]", definitions[name].get("enum", []))
        return ", ".join(f"`{value}`" for value in values) or f"[{name}](#{name.lower()})"
    if "anyOf" in part:
        choices = [choice for choice in cast("list[JsonObject]", part["anyOf"]) if choice.get("type") != "null"]
        return " or ".join(_type(choice, definitions) + _limits(part) for choice in choices)
    if part["type"] == "array":
        return f"list of {_type(cast('JsonObject', part['items']), definitions)}"
    if part["type"] == "object":
        return "map of strings"
    return f"{part['type']}{_limits(part)}"


def _limits(part: JsonObject) -> str:
    return f", {part['minimum']} to {part['maximum']}" if "maximum" in part else ""


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page is this command's result
