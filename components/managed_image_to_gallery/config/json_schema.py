"""The JSON schema of a stack's file, for completion and checking in editors.

`python -m managed_image_to_gallery.config.json_schema` writes it to `components/config_schema.json`; a stack's file
names it in its first line: `# yaml-language-server: $schema=components/config_schema.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.config.models import StackConfig

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject

SCHEMA_FILE = Path(__file__).parents[2] / "config_schema.json"


def schema() -> JsonObject:
    """The schema of `Pulumi.<stack>.yaml`: the config of this project, next to whatever else a stack says."""
    inner = cast("JsonObject", StackConfig.model_json_schema(by_alias=True))
    parts = cast("JsonObject", inner["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Stack config of {PROJECT}",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": {f"{PROJECT}:{key}": part for key, part in parts.items()},
                "required": [f"{PROJECT}:{key}" for key in cast("list[str]", inner["required"])],
            }
        },
        "$defs": inner["$defs"],
    }


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(text(), encoding="utf-8")
