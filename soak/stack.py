"""A stack of the product with one to three migrations, all in the same stage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from soak.places import NAMES
from tests.acceptance.product import PROJECT, Product

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

    from tests.support.engine_project import Json, JsonObject
    from tests.support.local_azure import LocalAzure


class SoakStack(Product):
    """`migration` is the first; the others, `migrations` in all, are like it but for their names."""

    migrations: int = 1

    @classmethod
    def made(cls, folder: Path, azure: LocalAzure, migrations: int) -> Self:
        """A new stack in a new folder."""
        folder.mkdir()
        stack = cls.of(folder, azure)
        stack.env["PULUMI_DEBUG_COMMANDS"] = "true"  # `--event-log` is one
        stack.migrations = migrations
        stack.configure()
        return stack

    def configure(self, **changes: object) -> None:
        """Write the stack's config with changes to every migration."""
        self.migration = {**self.migration, **cast("JsonObject", changes)}
        self._write(NAMES[: self.migrations])

    def configure_each(self, stages: list[str], **changes: object) -> None:
        """Write the stack's config with a stage for each migration, and changes to all."""
        self.migration = {**self.migration, **cast("JsonObject", changes)}
        entries = [{**_named(self.migration, name), "stage": stage} for name, stage in zip(NAMES, stages, strict=False)]
        self.write_config({"migrations": cast("Json", entries)})

    def abandon(self) -> None:
        """What a user does who gives the first migration up: unprotect what was made for it, take it off the config."""
        self.pulumi("state", "unprotect", "--all", "--yes")
        self._write(NAMES[1 : self.migrations])

    def checkpoint(self) -> dict[str, Any]:
        """The deployment in the state file, without starting an engine to show it."""
        file = self.path / ".state/.pulumi/stacks" / PROJECT / f"{self.stack}.json"
        return json.loads(file.read_text(encoding="utf-8"))["checkpoint"]["latest"] or {}

    def declared(self) -> set[str]:
        """The logical names in the state."""
        return {str(resource["urn"]).rsplit("::", 1)[1] for resource in self.checkpoint().get("resources", [])}

    def _write(self, names: tuple[str, ...]) -> None:
        self.write_config({"migrations": [_named(self.migration, name) for name in names]})


def _named(migration: JsonObject, name: str) -> JsonObject:
    definition = {"name": f"{name}ImageDefinition", "publisher": "p", "offer": "o", "sku": name}
    return {
        **migration,
        "source": {"resourceGroup": "myResourceGroup", "name": f"{name}Image"},
        "definition": cast("JsonObject", definition),
    }
