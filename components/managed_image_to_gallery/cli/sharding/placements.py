"""The stacks of a fleet's migrations: read from the stacks' files and states, and written to the files.

New migrations are appended to a file; nothing that is there is changed or taken away. Once written, a shard's file is
the one place of its migrations: their stages change there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.resource_ids import resource_id_or_none
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.fleet_file import FleetFile, read_fleet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.config.migration import Migration


_VERSION_TYPE = ":GalleryImageVersion"


class InTwoStacks(CommandFailed):
    """A migration's config is in one stack (`configured`) and its resources in the state of another (`held`)."""

    status = ExitStatus.REFUSED

    def __init__(self, version: str, configured: str, held: str) -> None:
        self.version, self.configured, self.held = version, configured, held
        super().__init__(
            f"{version} is in the state of stack {held}, but its config is in the file of {configured}.",
            f"Move the config back to {held}, or its resources with "
            f"`pulumi state move --source {held} --dest {configured} …`.",
        )


@dataclass(frozen=True)
class Placements:
    """In whose file each configured migration is, and in whose state each version, by the version's folded id."""

    configured: Mapping[str, tuple[str, Migration]]
    held: Mapping[str, str]

    @property
    def migrations(self) -> list[Migration]:
        """The configured migrations."""
        return [migration for _, migration in self.configured.values()]

    def stack_of(self, version: str) -> str | None:
        """The stack of a version; None when it has none yet."""
        configured = self.configured.get(version)
        return configured[0] if configured else self.held.get(version)

    def refuse_contradictions(self) -> None:
        """Raise InTwoStacks: the next update of one stack would adopt what another has."""
        for version, (stack, _) in self.configured.items():
            held = self.held.get(version, stack)
            if held != stack:
                raise InTwoStacks(version, stack, held)


def shard_files(folder: Path, prefix: str) -> dict[str, Path]:
    """The files of a fleet's stacks, by the stacks' names, sorted."""
    found = {path.name.removeprefix("Pulumi.").removesuffix(".yaml"): path for path in folder.glob("Pulumi.*.yaml")}
    return {name: found[name] for name in sorted(found, key=stack_order) if name.startswith(f"{prefix}-")}


def configured_in(files: Mapping[str, Path], environ: Mapping[str, str]) -> dict[str, tuple[str, Migration]]:
    """Stack and migration by the version's folded id. Raises CommandFailed for a version that two files name."""
    found: dict[str, tuple[str, Migration]] = {}
    for stack, path in files.items():
        for migration in read_fleet(path, environ).plan.migrations:
            first, _ = found.setdefault(migration.version_id.key, (stack, migration))
            if first != stack:
                reason = f"{migration.name} stands in the files of {first} and {stack}."
                raise CommandFailed(reason, "Keep it in the stack whose state has it.", ExitStatus.REFUSED)
    return found


def versions_held(deployment: Mapping[str, Any]) -> Iterator[str]:
    """The folded ids of the image versions in a state (`deployment` of `pulumi stack export`)."""
    for resource in cast("list[dict[str, Any]]", deployment.get("resources") or []):
        if str(resource.get("type")).endswith(_VERSION_TYPE):
            version = resource_id_or_none(str(resource.get("id", "")))
            if version is not None:
                yield version.key


def stack_order(name: str) -> tuple[str, int]:
    """Sorts names of stacks with their numbers as numbers."""
    text, _, number = name.rpartition("-")
    return (text, int(number)) if number.isdecimal() else (name, 0)


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
