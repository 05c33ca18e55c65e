"""The package's schema, which other languages' SDKs are made of: `python -m components.package_schema` writes it.

`components/schema.json` is that text, kept beside the code so that a change of what users have to write is seen in
review; a test compares the two, and another one both with what `pulumi package get-schema` answers.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pulumi.provider.experimental.component import ComponentProvider

from components.managed_image_to_gallery import ManagedImageToGallery

if TYPE_CHECKING:
    from azure_facts.json_types import JsonObject

NAME = "managed-image-to-gallery"
KEPT = Path(__file__).with_name("schema.json")
"""What other languages were last told."""


def package_schema() -> JsonObject:
    """The schema as the package answers it."""
    provider = ComponentProvider([ManagedImageToGallery], NAME, version=version(NAME))
    return cast("JsonObject", json.loads(provider.schema or "{}"))


def schema_text() -> str:
    """The schema as it is kept in the repository."""
    return json.dumps(package_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    KEPT.write_text(schema_text(), encoding="utf-8")
