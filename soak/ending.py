"""The end of a history: the faults are over, the runbook is followed, and every migration must be as wanted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from soak.others import put_right
from soak.outcome import InvariantBroken, Outcome
from soak.recovery import recover, run

if TYPE_CHECKING:
    from soak.oracle import Oracle
    from soak.stack import SoakStack
    from tests.support.local_azure import LocalAzure

REGIONS = {
    1: [{"name": "South Central US"}],
    2: [{"name": "South Central US"}, {"name": "West US 2"}],
    3: [{"name": "South Central US"}, {"name": "West US 2"}, {"name": "East US"}],
}


def region_ids(count: int) -> list[str]:
    """The regions of a config as the replication status spells them."""
    return [region["name"].replace(" ", "").lower() for region in REGIONS[count]]


@dataclass
class Ending:
    """`update` runs an update into a stage with so many regions, under the oracles' eyes."""

    azure: LocalAzure
    stack: SoakStack
    oracles: list[Oracle]
    outcome: Outcome
    update: Callable[[str, int], str]

    def reach(self, regions: int, *, finish: bool) -> None:
        """Recover; with `finish` retire what may be. Raises InvariantBroken or NotRecovered."""
        gone = self._recovered(regions)
        self._as_wanted(gone, regions)
        if finish and not any(gone) and all(oracle.image_is_original() for oracle in self.oracles):
            self.update("validated", regions)
            self.update("retired", regions)
            gone = [True for _ in self.oracles]
            self._as_wanted(gone, regions)
        self.outcome.retired = sum(gone) - self.outcome.removed_by_others

    def _recovered(self, regions: int) -> list[bool]:
        """Which images are gone, after what others did was put right and the runbook followed."""
        for oracle in self.oracles:
            put_right(self.azure, oracle.at)
            oracle.begin_command()
        gone = [not oracle.image_exists() for oracle in self.oracles]
        self.stack.configure_each(["retired" if each else "published" for each in gone], targetRegions=REGIONS[regions])
        started = time.monotonic()
        self.outcome.recovery = recover(self.stack)
        self.azure.settle()
        if any(oracle.version_faults(region_ids(regions)) for oracle in self.oracles):
            self.outcome.recovery += self._regions_dropped_and_readded(gone, regions)
        self.outcome.recovery_seconds = time.monotonic() - started
        return gone

    def _regions_dropped_and_readded(self, gone: list[bool], regions: int) -> list[str]:
        """The runbook's way for a region that failed."""
        stages = ["retired" if each else "published" for each in gone]
        for count in (1, regions):
            leave = count == 1
            self.stack.configure_each(stages, targetRegions=REGIONS[count], allowDeletionOfReplicatedLocations=leave)
            run(self.stack, "up", "--yes", "--skip-preview")
            self.azure.settle()
        return ["up without the region", "up"]

    def _as_wanted(self, gone: list[bool], regions: int) -> None:
        declared = self.stack.declared()
        faults = ["operations are pending"] if self.stack.checkpoint().get("pending_operations") else []
        for number, (oracle, is_gone) in enumerate(zip(self.oracles, gone, strict=True)):
            by_others = number == 0 and self.outcome.removed_by_others
            faults += _faults(oracle, declared, region_ids(regions), gone=is_gone, by_others=by_others)
        if faults:
            raise InvariantBroken("; ".join(faults))


def _faults(oracle: Oracle, declared: set[str], regions: list[str], *, gone: bool, by_others: bool) -> list[str]:
    """What of a migration is not as it must be."""
    name, faults = oracle.at.migration, oracle.version_faults(regions)
    if gone and not by_others and not oracle.deletions:
        faults.append("the image is gone and nobody is known to have deleted it")
    if gone == oracle.image_exists():
        faults.append("the image is still there" if gone else "the recovery deleted the image")
    lacking = {
        f"{name}-{each}" for each in ("adopted", "version", "definition", *(() if gone else ("source",)))
    } - declared
    if lacking:
        faults.append(f"not in the state: {sorted(lacking)}")
    if gone and f"{name}-source" in declared:
        faults.append("the state still has the image")
    return [f"{name}: {fault}" for fault in faults]
