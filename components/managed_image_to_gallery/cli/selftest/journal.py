"""What a self test was asked and what it has done so far, in its folder: after Ctrl-C the same command goes on."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Generator

_NAME = "selftest.json"


@dataclass
class Journal:
    """The self test of a folder: what is wanted, the steps that are done, and the one that was begun.

    not_tried: why, of steps that are done with and could not be tried.
    """

    folder: Path
    wanted: Wanted
    done: list[str] = field(default_factory=list)
    begun: str | None = None
    not_tried: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Journal | None:
        """The journal of a folder, None where no self test was begun. Raises CommandFailed when it cannot be read."""
        file = folder / _NAME
        if not file.exists():
            return None
        try:
            return _FORM.validate_json(file.read_bytes())
        except ValidationError as error:
            remedy = "Name another --folder; `--cleanup --resource-group NAME` deletes what this one made."
            raise CommandFailed(f"{file} is no journal of a self test: {error.errors()[0]['msg']}", remedy) from None

    @classmethod
    def begin(cls, folder: Path, wanted: Wanted) -> Journal:
        """A new one, written before anything is made."""
        journal = cls(folder, wanted)
        journal.write()
        return journal

    @contextmanager
    def step(self, name: str) -> Generator[bool]:
        """Within, the step is begun; after it, it is done. The value: whether it had been begun before."""
        again = self.begun == name
        self.begun = name
        self.write()
        yield again
        self.begun = None
        self.done.append(name)
        self.write()

    def write(self) -> None:
        """Keep it, whole or not at all."""
        beside = self.folder / f"{_NAME}.new"
        beside.write_bytes(_FORM.dump_json(self, indent=2) + b"\n")
        beside.replace(self.folder / _NAME)


_FORM = TypeAdapter(Journal)
