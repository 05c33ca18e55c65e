"""What of a stack's state and config a later release meets: names, types, keys and options, but no values. Pure."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from managed_image_to_gallery.component.state.resource_types import (
    ADOPTED_SUFFIX,
    COMPONENT,
    EVIDENCE_SUFFIX,
    RECORD,
    SOURCE_SUFFIX,
    STACK,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SCHEMA = Path(__file__).parents[2] / "components/config_schema.json"
OPTIONS = ("protect", "retainOnDelete", "ignoreChanges", "customTimeouts", "resourceHooks")
_OWN_NAME = re.compile(r"-[0-9a-f]{8}\b")


def form_of(resources: Sequence[Mapping[str, Any]], keys: Iterable[str] = ()) -> str:
    """The form of a state, and of the config that has those keys, as YAML that can be compared line by line.

    That of each stage by itself: what one stage lacks is not made up for by another that has it.
    """
    names = _stages(resources)
    found: dict[str, dict[str, set[str]]] = {}
    for one in resources:
        if one["type"].startswith("pulumi:providers:"):
            continue
        described = found.setdefault(f"{_of_any(_name(one), names)} ({one['type']})", {})
        for aspect, said in _aspects(one, names):
            described.setdefault(aspect, set()).update(said)
    plain = {name: {key: sorted(said) for key, said in told.items() if said} for name, told in found.items()}
    return yaml.safe_dump({"state": plain, "config": sorted(keys)}, width=120)


def _stages(resources: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The migrations' names, the longest first, each with the stage that its resources tell."""
    there = {_name(one) for one in resources}
    found: dict[str, str] = {}
    for name in sorted((_name(one) for one in resources if one["type"] == COMPONENT), key=len, reverse=True):
        validated = f"{name}{EVIDENCE_SUFFIX}" in there
        has_image = f"{name}{SOURCE_SUFFIX}" in there
        found[name] = ("validated" if has_image else "retired") if validated else "published"
    return found


def config_keys() -> Iterator[str]:
    """Every key that a config may have, below the type that it belongs to, and every value of an enumeration."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    yield from schema["properties"]["config"]["properties"]
    for name, told in schema["$defs"].items():
        yield from (f"{name}.{key}" for key in told.get("properties", ()))
        yield from (f"{name}={value}" for value in told.get("enum", ()))


def _aspects(one: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, Iterable[str]]]:
    outputs = cast("dict[str, Any]", one.get("outputs") or {})
    yield "parent", [str(one.get("parent", "")).rpartition("::")[0].rpartition("::")[2].rpartition("$")[2]]
    yield "inputs", (one.get("inputs") or {}) if one["type"] != RECORD else {}
    yield "options", _options(one)
    if one["type"] == STACK:
        yield "outputs", {_of_any(key, names) for key in outputs}
    elif one["type"] == COMPONENT:
        yield "outputs", outputs
    elif one["type"] == RECORD and isinstance(outputs.get("output"), dict):
        yield "record", _record(_name(one), outputs["output"])


def _record(name: str, record: Mapping[str, Any]) -> Iterator[str]:
    """The keys of a record, of evidence its checks too; the content of an image has the keys that the image has."""
    yield from (str(key) for key in record)
    if name.endswith(EVIDENCE_SUFFIX):
        yield f"form={record.get('form'):g}"
        yield from (f"{part}.{key}" for part in ("subject", "observations") for key in record[part])
        checks = record["checks"]  # in form 1 a list
        yield from (f"checks.{one['check'] if isinstance(one, dict) else one}" for one in checks)
    elif not name.endswith(ADOPTED_SUFFIX):
        yield "?"


def _options(one: Mapping[str, Any]) -> Iterator[str]:
    for option in OPTIONS:
        value = one.get(option)
        if isinstance(value, dict):
            yield from (f"{option}.{key}={said}" for key, said in cast("dict[str, object]", value).items())
        elif isinstance(value, list):
            yield from (f"{option}.{said}" for said in cast("list[object]", value))
        elif value:
            yield option


def _name(one: Mapping[str, Any]) -> str:
    return str(one["urn"]).rpartition("::")[2]


def _of_any(name: str, names: Mapping[str, str]) -> str:
    """The name without what is the migration's own."""
    own = next((one for one in names if name == one or name.startswith((f"{one}-", f"{one}/"))), None)
    return _OWN_NAME.sub("-…", name if own is None else f"<{names[own]}>{name.removeprefix(own)}")
