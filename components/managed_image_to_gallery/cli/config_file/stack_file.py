"""A stack's file read and written: what is not edited stays as it was written.

A key of an entry is changed in the text itself (`edits`), and new entries and keys are put into it (`insertions`).
Where that finds no place, as in a mapping in brackets, the file makes a round trip (ruamel.yaml), and only when nothing
else resolves to another value afterwards.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from managed_image_to_gallery.cli.config_file.edits import appended, with_scalars
from managed_image_to_gallery.cli.config_file.insertions import with_key
from managed_image_to_gallery.cli.config_file.resolved import MIGRATIONS, NotEditable, as_entries, resolved
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import MARK, decoded, problem_in_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class FileChanged(CommandFailed):
    """Somebody else has written the file since it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} was changed by somebody else since it was read.", "Look at it and run the command again."
        )


class StackFile:
    """The file of one stack. Edits stay in memory until `save`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = path.read_bytes() if path.exists() else None
        self._encoding, self._text = decoded(self._before or b"", path.name)

    @property
    def text(self) -> str:
        """The file as it would be saved."""
        return self._text

    @property
    def is_edited(self) -> bool:
        """Whether there is something to save."""
        return self._text.encode(self._encoding) != (self._before or b"")

    def entries(self) -> list[dict[str, Any]]:
        """The entries of `migrations` as they stand in the file. Raises NotEditable for one that is no mapping."""
        return as_entries(cast("list[object]", self._migrations(self._body())))

    def set_in_entries(self, key: str, values: Mapping[int, str]) -> None:
        """Set one key of the entries at these indexes (those of `Migration.path`) to plain values.

        Raises NotEditable where others would change with them.
        """
        if values:
            self._text = with_scalars(self._text, key, values)

    def add(self, entries: Sequence[Mapping[str, object]]) -> None:
        """Append entries to `migrations`. Raises NotEditable when something else would change."""
        rendered = _rendered(entries, self._text)
        edited = appended(self._text, rendered) or with_key(self._text, MIGRATIONS, f"{MIGRATIONS}:\n{rendered}")
        if edited is not None:
            self._text = edited
            return
        body = self._body()
        before = resolved(self._text or "{}").entries
        self._migrations(body).extend(_node(entry) for entry in entries)
        self._take(body, MIGRATIONS)
        if resolved(self._text).entries[: len(before)] != before:
            raise NotEditable("Entries that are in the file would change.", "Add the new ones by hand.")

    def set_missing(self, key: str, value: object) -> None:
        """Set a key of the project's, unless the file has it. Raises NotEditable when something else would change."""
        body = self._body()
        if cast("object", self._config(body).get(key)) is not None:
            return
        edited = with_key(self._text, key, _dumped(CommentedMap({key: _node(value)}), ""))
        if edited is not None:
            self._text = edited
        else:
            self._config(body)[key] = _node(value)
            self._take(body, key)

    def require_unchanged(self) -> None:
        """Raise FileChanged unless the file on disk is still the one that was read."""
        if (self.path.read_bytes() if self.path.exists() else None) != self._before:
            raise FileChanged(self.path)

    def save(self) -> None:
        """Write the file, whole or not at all; nothing when there is nothing to save. Raises FileChanged."""
        if not self.is_edited:
            return
        self.require_unchanged()
        content = self._text.encode(self._encoding)
        write_whole(self.path, content)
        self._before = content

    def _take(self, body: CommentedMap, key: str) -> None:
        """The body as the new text, unless something else than one key of the config resolves differently."""
        text = _dumped(body, self._text)
        if _without(text, key) != _without(self._text or "{}", key):
            raise NotEditable("Something else in the file would change.", "Make the change by hand.")
        self._text = text

    def _body(self) -> CommentedMap:
        try:
            body = cast("object", _yaml(self._text).load(self._text or "{}\n"))
        except YAMLError as error:
            raise CommandFailed(
                f"{self.path} is not valid YAML: {problem_in_yaml(error)}.", "Correct it there."
            ) from None
        if body is None:
            body = CommentedMap()
        if not isinstance(body, CommentedMap):
            raise CommandFailed(f"{self.path} is not a YAML mapping.", "It must have the key `config`.")
        body.fa.set_block_style()
        return body

    def _config(self, body: CommentedMap) -> CommentedMap:
        config = cast("object", body.setdefault("config", CommentedMap()))
        if config is None:
            config = body["config"] = CommentedMap()
        if not isinstance(config, CommentedMap):
            raise CommandFailed(f"`config` of {self.path} is not a mapping.", "Correct it.")
        config.fa.set_block_style()
        return config

    def _migrations(self, body: CommentedMap) -> CommentedSeq:
        config = self._config(body)
        migrations = cast("object", config.setdefault(MIGRATIONS, CommentedSeq()))
        if migrations is None:
            migrations = config[MIGRATIONS] = CommentedSeq()
        if not isinstance(migrations, CommentedSeq):
            raise CommandFailed(f"`{MIGRATIONS}` of {self.path} is not a list.", "Correct it.")
        if not migrations:
            migrations.fa.set_block_style()
        return migrations


def _yaml(text: str) -> YAML:
    made = YAML()
    made.preserve_quotes = True
    made.width = 4096
    made.indent(*_indentation(text))
    return made


def _rendered(entries: Sequence[Mapping[str, object]], like: str) -> str:
    """Entries as a YAML list, indented as the file is."""
    stream = StringIO()
    _yaml(like).dump(CommentedSeq([_node(entry) for entry in entries]), stream)
    return stream.getvalue()


def _dumped(body: CommentedMap, before: str) -> str:
    """The body as text, with the line ends and the mark at the beginning that the file had."""
    stream = StringIO()
    _yaml(before).dump(body, stream)
    text = stream.getvalue()
    mark = MARK if before.startswith(MARK) and not text.startswith(MARK) else ""
    return mark + (text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in before else text)


def _without(text: str, key: str) -> dict[str, Any]:
    """What a text resolves to, but for one key of the config, and for a config that has only that."""
    body = resolved(text).body
    config = {name: value for name, value in cast("dict[str, Any]", body.get("config") or {}).items() if name != key}
    return {**body, "config": config}


def _indentation(text: str) -> tuple[int, int, int]:
    """Mapping, sequence and dash as the file's own list of migrations is indented: two, unless it says otherwise."""
    _, _, after = text.partition(f"{MIGRATIONS}:")
    dash = next((line for line in after.splitlines() if line.lstrip().startswith("- ")), "    - ")
    offset = max(len(dash) - len(dash.lstrip()) - 2, 0)
    return 2, offset + 2, offset


def _node(value: object) -> object:
    """A value as YAML is written here: mappings and lists as blocks, in quotes what begins as a number or a date does.

    The engine's YAML takes more for numbers and dates than ruamel.yaml does: an image may be called `0X1F` or
    `2024-5-1`.
    """
    if isinstance(value, dict):
        known = cast("dict[str, object]", value)
        return CommentedMap({name: _node(inner) for name, inner in known.items()})
    if isinstance(value, (list, tuple)):
        return CommentedSeq([_node(inner) for inner in cast("list[object]", value)])
    return DoubleQuotedScalarString(value) if isinstance(value, str) and value[:1].isdigit() else value


def _as_it_was(file: Path, before: os.stat_result) -> None:
    """Owner and rights of the file before: a container that runs as root must not take a user's file from him."""
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):
            os.chown(file, before.st_uid, before.st_gid)
    file.chmod(before.st_mode & 0o777)


def write_whole(path: Path, content: bytes) -> None:
    """Through a neighbour and a rename, so that an interruption never leaves half a file.

    A rename needs no right to write the file itself, so that is asked first: who made it read-only meant it.
    """
    target = path.resolve()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target.parent)) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        if target.exists():
            _as_it_was(Path(name), target.stat())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
