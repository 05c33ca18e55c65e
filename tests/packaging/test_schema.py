"""What other languages see of the component: the schema that Pulumi's analyser makes of its annotations."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.package import COMPONENTS, TOKEN, consumer
from managed_image_to_gallery.component.package_schema import SCHEMA_FILE, schema_text
from managed_image_to_gallery.config.late import MAY_BE_LATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(schema_text())


@pytest.fixture(scope="module")
def component(schema: Any) -> Any:
    return schema["resources"][TOKEN]


def test_a_change_of_the_schema_is_made_on_purpose() -> None:
    """Programs in other languages are written against it; `package_schema`, run as a module, writes it."""
    assert schema_text() == SCHEMA_FILE.read_text(encoding="utf-8")


def test_required_are_only_the_arguments_that_nothing_can_stand_in_for(component: Any) -> None:
    """Of the version either `existingVersions` is said, or how it is made: the component tells what is missing."""
    assert set(component["requiredInputs"]) == {"stage", "source", "gallery"}


def inputs_in(properties: Any, types: Any, path: str = "") -> Iterator[tuple[str, bool]]:
    """Every argument, at any depth: its path as `config.late` writes it, and whether it must be plain."""
    for name, told in properties.items():
        here = f"{path}.{name}" if path else name
        yield here, told.get("plain", False)
        yield from _inside(told, types, here)


def _inside(told: Any, types: Any, path: str) -> Iterator[tuple[str, bool]]:
    if "items" in told:
        yield f"{path}[]", told["items"].get("plain", False)
        yield from _inside(told["items"], types, f"{path}[]")
    elif "additionalProperties" in told:
        yield f"{path}.*", told["additionalProperties"].get("plain", False)
    elif (named := types.get(told.get("$ref", "").rpartition("/")[2])) and "properties" in named:
        yield from inputs_in(named["properties"], types, path)


def test_exactly_what_may_be_late_is_not_plain(component: Any, schema: Any) -> None:
    found = inputs_in(component["inputProperties"], schema["types"])
    assert {path for path, plain in found if not plain} == set(MAY_BE_LATE)


def test_outputs_are_those_a_virtual_machine_and_an_auditor_need(component: Any) -> None:
    assert set(component["properties"]) == {
        "definitionId",
        "versionId",
        "sourceId",
        "stage",
        "regions",
        "imageReference",
        "plan",
        "evidence",
    }


def test_types_have_names_to_which_generators_may_add_theirs(schema: Any) -> None:
    assert [name for name in schema["types"] if name.endswith("Args")] == []


def test_everything_is_described(schema: Any, component: Any) -> None:
    told = {"inputs": component["inputProperties"], "outputs": component["properties"]}
    told |= {name: kind["properties"] for name, kind in schema["types"].items() if "properties" in kind}
    assert {
        (where, name) for where, names in told.items() for name, value in names.items() if not value.get("description")
    } == set()
    assert len(told) > 10


def test_the_engine_reads_this_schema_from_the_package(schema: Any, tmp_path: Path) -> None:
    project = consumer(tmp_path, "")
    told = project.pulumi("package", "get-schema", str(tmp_path / "components"), check=True).stdout
    answered = json.loads(told)
    # What the engine adds, and where it does not repeat itself.
    assert answered.pop("config") == {}
    assert answered == without_repetitions({name: part for name, part in schema.items() if name != "dependencies"})


def without_repetitions(part: Any, *, inner: bool = False) -> Any:
    """The schema with descriptions of lists and maps on the outside only."""
    if not isinstance(part, dict):
        return part
    known = cast("dict[str, Any]", part)
    return {
        name: without_repetitions(value, inner=name in ("items", "additionalProperties"))
        for name, value in known.items()
        if not (inner and name == "description")
    }


def test_pulumi_installs_the_package_with_what_it_needs() -> None:
    """As the host does it (pulumi-language-python, toolchain/pip.go): in the package's folder."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--dry-run"]
    offline = ["--no-index", "--no-deps", "--no-build-isolation"]
    told = subprocess.run(
        [*pip, *offline, "-r", "requirements.txt"], cwd=COMPONENTS, capture_output=True, text=True, check=True
    )
    assert "Would install managed-image-to-gallery-" in told.stdout
