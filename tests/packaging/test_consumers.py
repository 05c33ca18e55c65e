"""The examples in other languages say only what the package's schema knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeAlias, cast

import pytest
import yaml

from harness.package import TOKEN
from managed_image_to_gallery.component.package_schema import schema_text

Schema: TypeAlias = dict[str, "Schema"]
"""A part of the schema; its leaves are text, which is only compared."""

FOLDER = Path(__file__).parents[2] / "examples" / "consumers" / "yaml"
EXAMPLES = {"myImage": FOLDER / "Pulumi.yaml", "web": FOLDER / "among_others" / "Pulumi.yaml"}
"""The programs by the name of their component."""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return cast("Schema", json.loads(schema_text()))


def faults(value: object, kind: Schema, schema: Schema, path: str) -> list[str]:
    """Where `value` is not what `kind`, a property of the schema, says."""
    if isinstance(value, str) and "${" in value:
        return _reference_faults(value, kind, path)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [fault for one in items for fault in faults(one, kind["items"], schema, f"{path}[]")]
    if "$ref" in kind:
        named = schema["types"][str(kind["$ref"]).rsplit("/", 1)[1]]
        if "enum" in named:
            allowed = [one["value"] for one in cast("list[Schema]", named["enum"])]
            return [] if value in allowed else [f"{path}: {value!r}"]
        return object_faults(value, named["properties"], named.get("required", {}), schema, path)
    wanted = {"string": str, "integer": int, "boolean": bool, "object": dict}[str(kind["type"])]
    return [] if isinstance(value, wanted) else [f"{path}: {value!r}"]


def _reference_faults(value: str, kind: Schema, path: str) -> list[str]:
    """An output may stand only where the schema says no `plain`; a config value that is no secret is plain itself."""
    return [] if value == "${stage}" or not kind.get("plain") else [f"{path}: {value!r} is no plain value"]


def object_faults(value: object, properties: Schema, required: object, schema: Schema, path: str) -> list[str]:
    """As `faults`, for an object with known properties."""
    if not isinstance(value, dict):
        return [f"{path}: {value!r}"]
    given = cast("dict[str, object]", value)
    missing = [f"{path}.{name} is missing" for name in cast("list[str]", required) if name not in given]
    unknown = [f"{path}.{name} is unknown" for name in given if name not in properties]
    known = [name for name in given if name in properties]
    return [
        *missing,
        *unknown,
        *(fault for name in known for fault in faults(given[name], properties[name], schema, f"{path}.{name}")),
    ]


def example(name: str = "myImage") -> dict[str, object]:
    return cast("dict[str, object]", yaml.safe_load(EXAMPLES[name].read_text())["resources"][name]["properties"])


def check(properties: dict[str, object], schema: Schema) -> list[str]:
    resource = schema["resources"][TOKEN]
    return object_faults(properties, resource["inputProperties"], resource["requiredInputs"], schema, "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_yaml_says_what_the_schema_knows(name: str, schema: Schema) -> None:
    assert check(example(name), schema) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_outputs_of_yaml_are_those_of_the_component(name: str, schema: Schema) -> None:
    outputs = cast("dict[str, str]", yaml.safe_load(EXAMPLES[name].read_text())["outputs"])
    named = {value.removeprefix(f"${{{name}.").removesuffix("}") for value in outputs.values()}
    assert named <= set(schema["resources"][TOKEN]["properties"])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"stage": "gone"}, ".stage: 'gone'"),
        ({"targetRegion": []}, ".targetRegion is unknown"),
        ({"source": {"group": "g"}}, ".source.group is unknown"),
        ({"definition": {}}, ".definition.name is missing"),
        ({"targetRegions": [{"name": "x", "replicaCount": "2"}]}, ".targetRegions[].replicaCount: '2'"),
        ({"version": "${other.version}"}, ".version: '${other.version}' is no plain value"),
    ],
)
def test_what_the_schema_does_not_know_is_found(schema: Schema, change: dict[str, object], fault: str) -> None:
    assert check(example() | change, schema) == [fault]
