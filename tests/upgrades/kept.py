"""A fixture: a stack as a program of some release has left it, and the Azure beside it.

about.yaml      which program made it, and what the first update of a later one says
config.yaml     the values of the project's config keys
state.json      `pulumi stack export --show-secrets`, without times and positions in sources
azure.json      what local Azure keeps of each resource
form.yaml       the form of the state and of the config (`form`)
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from local_azure.arm.store import Journal
from local_azure.instance import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent / "fixtures"
NEXT = "next"
_LEFT_OUT = ("created", "modified", "sourcePosition", "stackTrace")
_OWNERS = re.compile(r"/subscriptions/[^/]+/providers/microsoft.authorization/.*")
"""Who may do what in the whole subscription, which differs each time that local Azure starts."""


@dataclass(frozen=True)
class Fixture:
    """One, in its folder."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def about(self) -> dict[str, Any]:
        """`made`: when, by which fixtures follow each other; `program`; `firstUpdate`; `refused`."""
        return self._yaml("about")

    @property
    def config(self) -> dict[str, Any]:
        """The values of the project's config keys."""
        return self._yaml("config")

    @property
    def form(self) -> str:
        """The form of what is in it."""
        return (self.folder / "form.yaml").read_text(encoding="utf-8")

    @property
    def exported(self) -> dict[str, Any]:
        """What `pulumi stack export` printed."""
        return json.loads((self.folder / "state.json").read_text(encoding="utf-8"))

    def restore_azure(self, folder: Path) -> Path:
        """Make the data folder that local Azure takes up (`serve --data`)."""
        folder.mkdir(mode=0o700)
        journal = Journal(folder / DATABASE)
        for key, document in json.loads((self.folder / "azure.json").read_text(encoding="utf-8")).items():
            journal.write("resources", key, document)
        journal.close()
        return folder

    def _yaml(self, name: str) -> dict[str, Any]:
        return cast("dict[str, Any]", yaml.safe_load((self.folder / f"{name}.yaml").read_text(encoding="utf-8")))


def fixtures() -> list[Fixture]:
    """All, in the order in which they were made."""
    found = [Fixture(folder) for folder in FOLDER.iterdir() if folder.is_dir()]
    return sorted(found, key=lambda one: str(one.about["made"]))


def scrubbed(exported: dict[str, Any]) -> str:
    """An export without what differs from run to run and says where it was made, a resource a line."""
    resources = [
        {key: value for key, value in one.items() if key not in _LEFT_OUT}
        for one in exported["deployment"]["resources"]
    ]
    lines = ",\n".join(json.dumps(one, sort_keys=True) for one in resources)
    return f'{{"version":{exported["version"]},"deployment":{{"resources":[\n{lines}\n]}}}}\n'


def azure_in(data: Path) -> str:
    """What local Azure keeps in its data folder, a resource a line."""
    with sqlite3.connect(data / DATABASE) as database:
        rows = database.execute("SELECT key, document FROM resources ORDER BY rowid").fetchall()
    return _lines((key, json.loads(document)) for key, document in rows)


def _lines(rows: Iterable[tuple[str, Any]]) -> str:
    kept = [
        f"{json.dumps(key)}: {json.dumps(document, sort_keys=True)}"
        for key, document in rows
        if not _OWNERS.fullmatch(key)
    ]
    return "{\n" + ",\n".join(kept) + "\n}\n"
