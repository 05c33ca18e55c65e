"""The stacks' files of a fleet: new migrations are appended, nothing that is there is changed or taken away.

Once written, a shard's file is the one place of its migrations: their stages change there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.config_file.stack_file import StackFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.sharding.fleet_file import FleetFile


def write_shards(folder: Path, fleet: FleetFile, added: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Path]:
    """Append entries to the files `Pulumi.<stack>.yaml`, by stack; a new file gets the fleet's other config too."""
    written: list[Path] = []
    for stack, entries in added.items():
        file = StackFile(folder / f"Pulumi.{stack}.yaml")
        for key, value in fleet.shared.items():
            file.set_missing(key, value)
        file.add(entries)
        file.save()
        written.append(file.path)
    return written
