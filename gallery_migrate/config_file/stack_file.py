"""A stack's file read and written as a round trip (ruamel.yaml): what is not edited stays as it was written."""

from __future__ import annotations

import os
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from gallery_migrate.failures import CommandFailed
from gallery_migrate.named_sources import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIGRATIONS = f"{PROJECT}:migrations"
GALLERY = f"{PROJECT}:gallery"

_QUOTED = frozenset({"version", "endOfLifeDate"})
"""Values that YAML would take for a number or a date; users quote them, so they are written quoted."""


class StackFile:
    """The file of one stack. Edits stay in memory until `save`; `restore` puts back what was there when it was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = path.read_text(encoding="utf-8") if path.exists() else None
        self._yaml = YAML()
        self._yaml.preserve_quotes = True
        self._yaml.width = 4096
        self._yaml.indent(*_indentation(self._before or ""))
        self._body = self._read()

    def entries(self) -> list[dict[str, Any]]:
        """The entries of `migrations` as they stand in the file."""
        return cast("list[dict[str, Any]]", self._migrations())

    def set_stage(self, index: int, stage: str) -> None:
        """Set the stage of the entry at an index (that of `Migration.path`)."""
        self.entries()[index]["stage"] = stage

    def set_in_entry(self, index: int, key: str, value: object) -> None:
        """Set one key of an entry."""
        self.entries()[index][key] = _node(key, value)

    def add(self, entries: Sequence[Mapping[str, object]]) -> None:
        """Append entries to `migrations`."""
        migrations = self._migrations()
        migrations.extend(_node("", entry) for entry in entries)

    def set_missing(self, key: str, value: object) -> None:
        """Set a key of the project's, unless the file has it."""
        self._config().setdefault(key, _node(key, value))

    def text(self) -> str:
        """The file as it would be saved."""
        stream = StringIO()
        self._yaml.dump(self._body, stream)
        return stream.getvalue()

    def save(self) -> None:
        """Write the file, whole or not at all."""
        _write(self.path, self.text())

    def restore(self) -> None:
        """Put the file back as it was when it was read."""
        if self._before is None:
            self.path.unlink(missing_ok=True)
        else:
            _write(self.path, self._before)

    def _read(self) -> CommentedMap:
        try:
            body = cast("object", self._yaml.load(self._before or "{}\n"))
        except YAMLError as error:
            raise CommandFailed(f"{self.path} is not valid YAML: {error}", "Correct it.") from None
        if body is None:
            body = CommentedMap()
        if not isinstance(body, CommentedMap):
            raise CommandFailed(f"{self.path} is no YAML mapping.", "It must have the key `config`.")
        body.fa.set_block_style()
        return body

    def _config(self) -> CommentedMap:
        config = cast("object", self._body.setdefault("config", CommentedMap()))
        if config is None:
            config = self._body["config"] = CommentedMap()
        if not isinstance(config, CommentedMap):
            raise CommandFailed(f"`config` of {self.path} is no mapping.", "Correct it.")
        config.fa.set_block_style()
        return config

    def _migrations(self) -> CommentedSeq:
        config = self._config()
        migrations = cast("object", config.setdefault(MIGRATIONS, CommentedSeq()))
        if not isinstance(migrations, CommentedSeq):
            raise CommandFailed(f"`{MIGRATIONS}` of {self.path} is no list.", "Correct it.")
        if not migrations:
            migrations.fa.set_block_style()
        return migrations


def _indentation(text: str) -> tuple[int, int, int]:
    """Mapping, sequence and dash as the file's own list of migrations is indented: two, unless it says otherwise."""
    _, _, after = text.partition(f"{MIGRATIONS}:")
    dash = next((line for line in after.splitlines() if line.lstrip().startswith("- ")), "    - ")
    offset = max(len(dash) - len(dash.lstrip()) - 2, 0)
    return 2, offset + 2, offset


def _node(key: str, value: object) -> object:
    """A value as YAML is written here: mappings and lists as blocks, version numbers and dates in quotes."""
    if isinstance(value, dict):
        known = cast("dict[str, object]", value)
        return CommentedMap({name: _node(name, inner) for name, inner in known.items()})
    if isinstance(value, (list, tuple)):
        return CommentedSeq([_node("", inner) for inner in cast("list[object]", value)])
    return DoubleQuotedScalarString(value) if key in _QUOTED else value


def _write(path: Path, text: str) -> None:
    """Through a neighbour and a rename, so that an interruption never leaves half a file."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    if path.exists():
        Path(name).chmod(path.stat().st_mode & 0o777)
    Path(name).replace(path)
