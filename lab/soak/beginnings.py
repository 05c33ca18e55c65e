"""Where histories begin: with nothing but images, or with stacks brought to a stage once and then copied.

A copy is the stack's state file, and in Azure what was published: seeded, then changed to the properties that it had.
So a history about retiring images does not pay for publishing them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import yaml

from soak.places import GROUP, IMAGE_GROUPS, NAMES, Layout, Places, image_of
from soak.stack import SoakStack

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

Beginning = Literal["nothing", "published", "validated", "half retired", "retired"]
BEFORE: dict[Beginning, Beginning] = {
    "published": "nothing",
    "validated": "published",
    "half retired": "validated",
    "retired": "validated",
}
"""From which beginning another is made, by one update."""
Json: TypeAlias = "dict[str, Any]"  # a seed, or the properties of a resource, of whatever form
GALLERY_API = "2024-03-03"
REGIONS = [{"name": "South Central US"}, {"name": "West US 2"}]


def stages(beginning: Beginning, migrations: int) -> list[str]:
    """The stage of each migration at a beginning; half retired is the first one alone."""
    if beginning == "half retired":
        return ["retired", *["validated"] * (migrations - 1)]
    return ["published" if beginning == "nothing" else beginning] * migrations


@dataclass
class Prepared:
    """A stack in a stage, and the properties of what was published, by id."""

    stack: SoakStack
    properties: dict[str, Json]


class Beginnings:
    """Makes stacks at their beginning; keeps in `folder` what it has prepared."""

    def __init__(self, azure: LocalAzure, folder: Path) -> None:
        self._azure, self._folder = azure, folder
        self._prepared: dict[tuple[Beginning, int, Layout], Prepared] = {}

    def begin(self, folder: Path, beginning: Beginning, migrations: int, layout: Layout = "plain") -> SoakStack:
        """Empty Azure, fill it for the beginning, and make the stack in `folder`, which must not exist."""
        key = (beginning, migrations, _prepared_as(layout))
        if key not in self._prepared:
            self._prepared[key] = self._prepare(beginning, migrations, layout)
        stack = self._copy(self._prepared[key], folder, beginning, layout)
        if layout == "anchors":
            stack.write_with_anchors()
        return stack

    def _prepare(self, beginning: Beginning, migrations: int, layout: Layout) -> Prepared:
        plain = _prepared_as(layout)
        folder = self._folder / f"{beginning}-{migrations}-{plain.replace(' ', '-')}"
        if beginning == "nothing":
            return Prepared(SoakStack.made(folder, self._azure, migrations, plain), {})
        stack = self.begin(folder, BEFORE[beginning], migrations, plain)
        stack.configure_each(stages(beginning, migrations))
        stack.up()
        self._azure.settle()
        if plain == "existing versions":
            return Prepared(stack, {})  # a seed makes them, each time younger than its images
        published = [path for at in self._places(migrations, plain) for path in (at.definition, at.version)]
        return Prepared(stack, {path: self._properties(path) for path in published})

    def _copy(self, prepared: Prepared, folder: Path, beginning: Beginning, layout: Layout) -> SoakStack:
        migrations = prepared.stack.migrations
        is_published = bool(prepared.properties) or layout == "existing versions"
        self._reset(seed(migrations, layout, published=is_published))
        for path, properties in prepared.properties.items():
            self._azure.change(path, {"properties": properties})
        in_stage = stages(beginning, migrations)
        for at, stage in zip(self._places(migrations, layout), in_stage, strict=True):
            if stage == "retired":
                self._azure.remove(at.image)
        stack = prepared.stack.clone(folder)
        stack.layout = layout
        stack.migration = {**stack.migration, "stage": in_stage[0]}
        stack.configure_each(in_stage)
        return stack

    def _places(self, migrations: int, layout: Layout) -> list[Places]:
        return [Places(self._azure.group_id(GROUP), name, layout) for name in NAMES[:migrations]]

    def _properties(self, path: str) -> Json:
        return self._azure.get(path, api_version=GALLERY_API).raise_for_status().json()["properties"]

    def _reset(self, text: str) -> None:
        self._azure.reset()
        self._azure.clear_faults()
        self._azure.seed(text)


def _prepared_as(layout: Layout) -> Layout:
    """The layout in which a beginning is made: anchors are written into a copy."""
    return "plain" if layout == "anchors" else layout


def seed(migrations: int, layout: Layout = "plain", *, published: bool = False) -> str:
    """Images for so many migrations and a gallery; with `published` also what the stack makes in it."""
    names = NAMES[:migrations]
    gallery: Json = {"resourceGroup": GROUP, "name": "myGallery"}
    if published:
        gallery["definitions"] = [_definition(name, layout) for name in names]
    groups = [GROUP] if layout != "one image name" else [IMAGE_GROUPS[name] for name in names]
    return yaml.safe_dump(
        {
            "resourceGroups": {group: {"location": "southcentralus"} for group in groups},
            "images": [_image(name, layout) for name in names],
            "galleries": [gallery],
        }
    )


def _image(name: str, layout: Layout) -> Json:
    group, image = image_of(name, layout)
    disks = [{"lun": 3, "diskSizeGB": 8}]
    return {"resourceGroup": group, "name": image, "hyperVGeneration": "V2", "dataDisks": disks}


def _definition(name: str, layout: Layout) -> Json:
    version: Json = {"name": "1.0.0", "source": "/".join(image_of(name, layout)), "targetRegions": REGIONS}
    definition: Json = {"name": f"{name}ImageDefinition", "publisher": "p", "offer": "o", "sku": name}
    return {**definition, "hyperVGeneration": "V2", "versions": [version]}
