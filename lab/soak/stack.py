"""A stack of the product with one to three migrations, all in the same stage."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from harness.product import PROJECT, Product
from soak.places import GROUP, NAMES, Layout, Places, image_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

OVERRIDDEN = ("source", "definition")
"""What an entry that merges the first one writes itself."""
MANAGED = ("definition", "version")
"""What an entry does not say whose version others keep."""


class SoakStack(Product):
    """`migration` is the first; the others, `migrations` in all, are like it but for their names.

    `group`: the id of the gallery's resource group. `abandoned`: versions that the config gives up, in small letters.
    `renamed`: the logical name that the first was given.
    """

    migrations: int = 1
    layout: Layout = "plain"
    group: str = ""
    renamed: str = ""
    abandoned: set[str]

    @classmethod
    def made(cls, folder: Path, azure: LocalAzure, migrations: int, layout: Layout = "plain") -> Self:
        """A new stack in a new folder."""
        folder.mkdir()
        stack = cls.of(folder, azure)
        stack.env["PULUMI_DEBUG_COMMANDS"] = "true"  # `--event-log` is one
        stack.migrations, stack.layout, stack.group = migrations, layout, azure.group_id(GROUP)
        stack.abandoned = set()
        stack.configure()
        return stack

    def clone(self, folder: Path) -> Self:
        """Another stack with the same config and state, in a new folder, as if it had been made and updated there."""
        other = self.checkout(folder)
        shutil.copytree(self.path / ".state", folder / ".state")
        home = folder / ".pulumi-home"
        backend = f"file://{folder / '.state'}"
        other.env |= {"PULUMI_HOME": str(home), "PULUMI_BACKEND_URL": backend}
        (home / "workspaces").mkdir(parents=True)
        # Where the engine keeps which stack is selected: by the place of the project.
        place = hashlib.sha1(str(folder / "Pulumi.yaml").encode(), usedforsecurity=False).hexdigest()
        selected = {"stacks": {backend: f"organization/{PROJECT}/{self.stack}"}}
        (home / "workspaces" / f"{PROJECT}-{place}-workspace.json").write_text(json.dumps(selected), encoding="utf-8")
        other.abandoned = set()
        return other

    def checkout(self, folder: Path) -> Self:
        """Another checkout of the project, with the file as it is now; the state is the same."""
        folder.mkdir()
        other = copy.copy(self)
        other.path, other.env = folder, dict(self.env)
        for file in ("Pulumi.yaml", "__main__.py", f"Pulumi.{self.stack}.yaml"):
            shutil.copy(self.path / file, folder)
        return other

    def configure(self, **changes: object) -> None:
        """Write the stack's config with changes to every migration."""
        self.migration = {**self.migration, **cast("JsonObject", changes)}
        self._write(NAMES[: self.migrations])

    def configure_each(self, stages: Sequence[str], **changes: object) -> None:
        """Write the stack's config with a stage for each migration, and changes to all."""
        self.migration = {**self.migration, **cast("JsonObject", changes)}
        self.write_entries(
            [{**self._named(name), "stage": stage} for name, stage in zip(NAMES, stages, strict=False)],
        )

    def write_entries(self, entries: Sequence[JsonObject]) -> None:
        """Write the list of migrations as it is given."""
        self.write_config({"migrations": list(entries)})

    def write_with_anchors(self) -> None:
        """Write the list again, each entry but the first merging the first."""
        file = self.path / f"Pulumi.{self.stack}.yaml"
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
        first, *others = settings["config"].pop(f"{PROJECT}:migrations")
        lines = ["    - &base", *_indented(first)]
        for each in others:
            lines += ["    - <<: *base", *_indented({name: each[name] for name in OVERRIDDEN})]
        config = {"config": settings.pop("config")}
        head = yaml.safe_dump(settings) if settings else ""
        text = f"{head}{yaml.safe_dump(config)}  {PROJECT}:migrations:\n"
        file.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")

    def entries(self) -> list[JsonObject]:
        """The list of migrations as the file has it, anchors and merge keys resolved."""
        settings = yaml.safe_load((self.path / f"Pulumi.{self.stack}.yaml").read_text(encoding="utf-8"))
        return settings["config"].get(f"{PROJECT}:migrations") or []

    def abandon(self) -> None:
        """What a user does who gives the first migration up: unprotect what was made for it, take it off the config."""
        self.pulumi("state", "unprotect", "--all", "--yes")
        self._write(NAMES[1 : self.migrations])

    def exists(self) -> bool:
        """Whether there is a state of this stack."""
        return self._state_file().exists()

    def is_locked(self) -> bool:
        """Whether a command left the stack's lock behind, or holds it."""
        return any(self._backend().glob(".pulumi/locks/**/*.json"))

    def checkpoint(self) -> dict[str, Any]:
        """The deployment in the state file, without starting an engine to show it."""
        return json.loads(self._state_file().read_text(encoding="utf-8"))["checkpoint"]["latest"] or {}

    def declared(self) -> set[str]:
        """The logical names in the state."""
        return {str(resource["urn"]).rsplit("::", 1)[1] for resource in self.checkpoint().get("resources", [])}

    def _state_file(self) -> Path:
        return self._backend() / ".pulumi/stacks" / PROJECT / f"{self.stack}.json"

    def _backend(self) -> Path:
        return Path(self.env["PULUMI_BACKEND_URL"].removeprefix("file://"))

    def _write(self, names: tuple[str, ...]) -> None:
        self.write_entries([self._named(name) for name in names])

    def _named(self, name: str) -> JsonObject:
        group, image = image_of(name, self.layout)
        source: JsonObject = {"resourceGroup": group, "name": image}
        if self.layout == "existing versions":
            return self._reading(Places(self.group, name), source)
        definition = {"name": f"{name}ImageDefinition", "publisher": "p", "offer": "o", "sku": name}
        renamed: JsonObject = {"name": self.renamed} if self.renamed and name == NAMES[0] else {}
        return {
            **self.migration,
            **renamed,
            "source": source,
            "definition": cast("JsonObject", definition),
        }

    def _reading(self, at: Places, source: JsonObject) -> JsonObject:
        """The same, where others keep the version."""
        known = {key: value for key, value in self.migration.items() if key not in MANAGED}
        return {**known, "name": at.migration, "source": source, "existingVersions": [at.version]}


def _indented(entry: JsonObject) -> list[str]:
    return [f"      {line}" for line in yaml.safe_dump(entry).splitlines()]
