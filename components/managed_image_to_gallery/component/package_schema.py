"""The component as a package, and its schema, which other languages' SDKs are made of.

`components/schema.json` is the schema, kept beside the code so that a change of what users have to write is seen in
review; `python -m managed_image_to_gallery.component.package_schema` writes it.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pulumi.output import Inputs, Output, Unknown
from pulumi.provider.experimental.component import ComponentProvider

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.component.managed_image_to_gallery import ManagedImageToGallery

if TYPE_CHECKING:
    from pulumi.provider.experimental.analyzer import PropertyDefinition

    from managed_image_to_gallery.azure.json_types import JsonObject

SCHEMA_FILE = Path(__file__).parents[2] / "schema.json"
"""The schema that SDKs of other languages were last made of."""

_TYPE_NAME = re.compile(rf"({PROJECT}:index:\w+)Args\b")
"""A type of the arguments, and its name without the `Args` that generators add: nobody writes `SourceArgsArgs`."""


class Package(ComponentProvider):
    """What constructs the component for programs in other languages."""

    def __init__(self) -> None:
        super().__init__([ManagedImageToGallery], PROJECT, version=version(PROJECT))
        schema = _TYPE_NAME.sub(r"\1", self.schema or "{}")
        self.schema = json.dumps(_for_go(cast("JsonObject", json.loads(schema))))

    def map_input_properties(
        self,
        inputs: Inputs,
        properties: dict[str, PropertyDefinition],
        mapping: dict[str, str],
        component_name: str,
        property_path: str,
    ) -> Inputs:
        """As the SDK does it, but with outputs left as they are, for the component to wait for or to refuse by name.

        The SDK takes an output for a value of the wrong type, or for an object without any property.
        """
        if not isinstance(inputs, dict):
            return inputs
        given = cast("dict[str, Any]", inputs)
        late: dict[str, Any] = {name: given[name] for name in given if isinstance(given[name], (Output, Unknown))}
        plain = {name: value for name, value in given.items() if name not in late}
        known = {name: one for name, one in properties.items() if name not in late}
        mapped = super().map_input_properties(plain, known, mapping, component_name, property_path)
        return {**mapped, **{mapping[name]: value for name, value in late.items() if name in mapping}}


def _for_go(schema: JsonObject) -> JsonObject:
    """The schema with all input types generated for Go.

    By itself Pulumi's generator (pkg/codegen/go, `populateDetailsForPropertyTypes`) leaves out that of a list of
    objects whose property comes before the first property that is an object, and the SDK does not compile.
    """
    language = cast("dict[str, JsonObject]", schema["language"])
    return {**schema, "language": {**language, "go": {**language["go"], "generateExtraInputTypes": True}}}


def schema_text() -> str:
    """The schema as it is kept in the repository."""
    return json.dumps(json.loads(Package().schema or "{}"), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
