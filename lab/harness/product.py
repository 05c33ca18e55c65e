"""The product as a user has it: this repository's program and config, run by the real engine against local Azure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

from harness.engine_project import EngineProject, clean_environment
from harness.warm_programs import installed_command

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

ROOT = Path(__file__).parents[2]
PROJECT = "managed-image-to-gallery"
NAME = "myImageDefinition-1.0.0"
SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - resourceGroup: myResourceGroup
    name: myImage
    osType: OS
    hyperVGeneration: V2
    dataDisks: [{lun: 3, diskSizeGB: 8}]
galleries: [{resourceGroup: myResourceGroup, name: myGallery}]
"""


class Product(EngineProject):
    """A stack of the product in a folder of its own; `migration` is its one entry, changed between updates."""

    migration: JsonObject

    @classmethod
    def of(cls, folder: Path, azure: LocalAzure, **migration: object) -> Self:
        """A stack with the documented example as its one migration."""
        program = (ROOT / "__main__.py").read_text(encoding="utf-8")
        product = cls(folder, program, env=clean_environment() | azure.env, virtualenv=sys.prefix)
        product.migration = {
            "stage": "published",
            "source": {"resourceGroup": "myResourceGroup", "name": "myImage"},
            "definition": {"name": "myImageDefinition", "publisher": "p", "offer": "o", "sku": "s"},
            "version": "1.0.0",
            "targetRegions": [{"name": "South Central US"}, {"name": "West US 2"}],
            **cast("JsonObject", migration),
        }
        product.configure()
        return product

    def write_project(self, **runtime_options: str) -> None:
        """The project has the product's name, which is that of its config keys."""
        super().write_project(**runtime_options)
        file = self.path / "Pulumi.yaml"
        settings = cast("JsonObject", yaml.safe_load(file.read_text()))
        file.write_text(yaml.safe_dump({**settings, "name": PROJECT}))

    def configure(self, **changes: object) -> None:
        """Write the stack's config with changes to the migration."""
        self.migration = {**self.migration, **cast("JsonObject", changes)}
        self.write_config({"migrations": [self.migration]})

    def write_config(self, changes: Mapping[str, object]) -> None:
        """Write keys of the project into the stack's file, leaving the others as they are."""
        file = self.path / f"Pulumi.{self.stack}.yaml"
        settings = cast("JsonObject", yaml.safe_load(file.read_text()) or {}) if file.exists() else {}
        gallery: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery"}
        config: dict[str, object] = {"gallery": gallery, **changes}
        before = cast("dict[str, object]", settings.get("config") or {})
        own = {f"{PROJECT}:{key}": value for key, value in config.items()}
        file.write_text(yaml.safe_dump({**settings, "config": {**before, **own}}))

    def set_at(self, path: str, value: str, *, secret: bool = False) -> None:
        """Set one value below the migration, as `pulumi config set --path` does."""
        key = f"{PROJECT}:migrations[0].{path}"
        self.pulumi("config", "set", "--path", *(["--secret"] if secret else []), key, "--", value, check=True)

    def enter(self, stage: str, **changes: object) -> str:
        """Set the stage and update; what the engine printed."""
        self.configure(stage=stage, **changes)
        return self.up().stdout

    def refused(self, stage: str, **changes: object) -> str:
        """Set the stage; what preview and update print, which both must refuse."""
        self.configure(stage=stage, **changes)
        preview, update = self.preview(check=False), self.up(check=False)
        assert (preview.returncode, update.returncode) != (0, 0), preview.stdout + update.stdout
        assert preview.returncode, preview.stdout
        assert update.returncode, update.stdout
        return preview.stdout + preview.stderr + update.stdout + update.stderr

    def gallery_migrate(self, *words: str, given: str = "", seconds: float = 600) -> subprocess.CompletedProcess[str]:
        """Run the command line with pipes, as continuous integration does, for at most that long."""
        return subprocess.run(
            [installed_command(self.env), *words],
            cwd=self.path,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def names(self) -> set[str]:
        """Logical names in the state, without the migration's own."""
        return {str(resource["urn"]).rsplit("::", 1)[1].removeprefix(f"{NAME}-") for resource in self.resources()}


def seed(os_type: str = "Linux", **tags: object) -> str:
    """The seed of the documented example; `tags` say how machines from the image behave (local_azure guest)."""
    text = SEED.replace("OS", os_type, 1)
    if tags:
        guest = json.dumps({"local-azure-guest": json.dumps(tags)})
        text = text.replace("hyperVGeneration: V2", f"hyperVGeneration: V2\n    tags: {guest}")
    return text


def left_in(azure: LocalAzure) -> list[str]:
    """Types of what is in the group, sorted."""
    path = f"{azure.group_id('myResourceGroup')}/resources"
    answer = azure.get(path, api_version="2022-09-01")
    return sorted(str(item["type"]) for item in answer.raise_for_status().json()["value"])
