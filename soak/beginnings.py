"""Where histories begin: with nothing but images, or with stacks brought to a stage once and then copied.

A copy is the stack's state file, and in Azure what was published: seeded, then changed to the properties that it had.
So a history about retiring images does not pay for publishing them.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import yaml

from soak.places import NAMES, Places
from soak.stack import SoakStack

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.local_azure import LocalAzure

Beginning = Literal["nothing", "published", "validated"]
Json: TypeAlias = "dict[str, Any]"  # a seed, or the properties of a resource, of whatever form
GALLERY_API = "2024-03-03"
REGIONS = [{"name": "South Central US"}, {"name": "West US 2"}]


@dataclass
class Prepared:
    """The folder of a stack in a stage, and the properties of what was published, by id."""

    folder: Path
    properties: dict[str, Json]


class Beginnings:
    """Makes stacks at their beginning; keeps in `folder` what it has prepared."""

    def __init__(self, azure: LocalAzure, folder: Path) -> None:
        self._azure, self._folder = azure, folder
        self._prepared: dict[tuple[Beginning, int], Prepared] = {}

    def begin(self, folder: Path, beginning: Beginning, migrations: int) -> SoakStack:
        """Empty Azure, fill it for the beginning, and make the stack in `folder`, which must not exist."""
        if beginning == "nothing":
            self._reset(seed(migrations))
            return SoakStack.made(folder, self._azure, migrations)
        key = (beginning, migrations)
        if key not in self._prepared:
            self._prepared[key] = self._prepare(beginning, migrations)
        return self._copy(self._prepared[key], folder, beginning, migrations)

    def _prepare(self, beginning: Beginning, migrations: int) -> Prepared:
        folder = self._folder / f"{beginning}-{migrations}"
        stack = self.begin(folder, "nothing", migrations)
        for stage in ("published", "validated"):
            stack.enter(stage)
            self._azure.settle()
            if stage == beginning:
                break
        return Prepared(folder, {path: self._properties(path) for path in self._published(migrations)})

    def _copy(self, prepared: Prepared, folder: Path, stage: Beginning, migrations: int) -> SoakStack:
        self._reset(seed(migrations, published=True))
        for path, properties in prepared.properties.items():
            self._azure.change(path, {"properties": properties})
        stack = SoakStack.made(folder, self._azure, migrations)
        shutil.copytree(prepared.folder / ".state", stack.path / ".state", dirs_exist_ok=True)
        shutil.copy(prepared.folder / "Pulumi.dev.yaml", stack.path)  # it has the salt of the state's secrets
        stack.configure(stage=stage)
        return stack

    def _published(self, migrations: int) -> list[str]:
        group = self._azure.group_id("myResourceGroup")
        return [
            path
            for name in NAMES[:migrations]
            for path in (Places(group, name).definition, Places(group, name).version)
        ]

    def _properties(self, path: str) -> Json:
        return self._azure.get(path, api_version=GALLERY_API).raise_for_status().json()["properties"]

    def _reset(self, text: str) -> None:
        self._azure.reset()
        self._azure.clear_faults()
        self._azure.seed(text)


def seed(migrations: int, *, published: bool = False) -> str:
    """Images for so many migrations and a gallery; with `published` also what the stack makes in it."""
    names = NAMES[:migrations]
    gallery: Json = {"resourceGroup": "myResourceGroup", "name": "myGallery"}
    if published:
        gallery["definitions"] = [_definition(name) for name in names]
    return yaml.safe_dump(
        {
            "resourceGroups": {"myResourceGroup": {"location": "southcentralus"}},
            "images": [
                {
                    "resourceGroup": "myResourceGroup",
                    "name": f"{name}Image",
                    "hyperVGeneration": "V2",
                    "dataDisks": [{"lun": 3, "diskSizeGB": 8}],
                }
                for name in names
            ],
            "galleries": [gallery],
        }
    )


def _definition(name: str) -> Json:
    version: Json = {"name": "1.0.0", "source": f"myResourceGroup/{name}Image", "targetRegions": REGIONS}
    definition: Json = {"name": f"{name}ImageDefinition", "publisher": "p", "offer": "o", "sku": name}
    return {**definition, "hyperVGeneration": "V2", "versions": [version]}
