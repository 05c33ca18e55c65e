"""Where resources and operations live: dictionaries in memory, written through to SQLite when there is a data folder.

Reads never touch the database; it is read once at the start. Writes go to it in the order they are made, so that a
process that is killed loses nothing it has answered for (SQLite's write-ahead log, `synchronous=NORMAL`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.private_files import private_file


class Journal:
    """The SQLite side: named tables of key → JSON document."""

    TABLES = ("resources", "operations", "writes")

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            private_file(path)  # its write-ahead log gets the same mode (sqlite.org/src, unixOpen)
        self._database = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
        self._persistent = path is not None
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        for table in self.TABLES:
            self._database.execute(f"CREATE TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY, document TEXT NOT NULL)")

    def load(self, table: str) -> Iterator[tuple[str, Json]]:
        """Everything that was kept, in the order it was first written."""
        self._known(table)
        for key, document in self._database.execute(f"SELECT key, document FROM {table} ORDER BY rowid"):  # noqa: S608 - a name of TABLES
            yield key, json.loads(document)

    def write(self, table: str, key: str, document: Json) -> None:
        """Keep or replace a document."""
        if not self._persistent:
            return
        self._known(table)
        self._database.execute(
            f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET document = excluded.document",  # noqa: S608 - a name of TABLES
            (key, json.dumps(document)),
        )

    def remove(self, table: str, key: str) -> None:
        """Forget a document."""
        if not self._persistent:
            return
        self._known(table)
        self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - a name of TABLES

    def clear(self) -> None:
        """Forget everything."""
        for table in self.TABLES:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of TABLES

    def close(self) -> None:
        """Write the log into the database and close it."""
        self._database.close()

    def _known(self, table: str) -> None:
        if table not in self.TABLES:
            raise ValueError(f"no such table: {table}")


class Store:
    """All resources of this Azure, by id without case, with the children of each parent."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._resources: dict[str, Resource] = {}
        self._by_type: dict[str, dict[str, Resource]] = {}
        self._children: dict[str, dict[str, Resource]] = {}
        self.watcher: Callable[[str, Resource | None], None] | None = None
        """Told of every change: the key, and the resource or None for one that is gone."""
        for _, document in journal.load("resources"):
            self._index(Resource(**document))

    def get(self, resource_id: object) -> Resource | None:
        """The resource with this id (a string or an `ArmId`), whatever the case; None when there is none."""
        return self._resources.get(str(resource_id).lower())

    def put(self, resource: Resource) -> None:
        """Keep a new or changed resource; call it after every change of one."""
        self._index(resource)
        self._journal.write("resources", resource.key, resource.to_json())
        if self.watcher is not None:
            self.watcher(resource.key, resource)

    def remove(self, resource: Resource) -> None:
        """Forget a resource; its children are the caller's business."""
        self._resources.pop(resource.key, None)
        self._by_type.get(resource.type.lower(), {}).pop(resource.key, None)
        self._children.get(_parent_key(resource), {}).pop(resource.key, None)
        self._journal.remove("resources", resource.key)
        if self.watcher is not None:
            self.watcher(resource.key, None)

    def children(self, parent_id: object) -> list[Resource]:
        """What is directly inside: of a group its resources, of a resource its nested and extension resources."""
        return list(self._children.get(str(parent_id).lower(), {}).values())

    def of_type(self, resource_type: str) -> list[Resource]:
        """All resources of a type, in the order they were made."""
        return list(self._by_type.get(resource_type.lower(), {}).values())

    def all(self) -> list[Resource]:
        """Every resource, in the order they were made."""
        return list(self._resources.values())

    def clear(self) -> None:
        """Forget every resource."""
        for resource in self.all():
            self.remove(resource)

    def _index(self, resource: Resource) -> None:
        self._resources[resource.key] = resource
        self._by_type.setdefault(resource.type.lower(), {})[resource.key] = resource
        self._children.setdefault(_parent_key(resource), {})[resource.key] = resource


def _parent_key(resource: Resource) -> str:
    parent = resource.arm_id.parent
    return parent.key if parent is not None else ""
