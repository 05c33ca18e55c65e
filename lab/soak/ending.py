"""The end of a history: the faults are over, the runbook is followed, and every migration must be as wanted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from soak.others import SEEN_BY_THE_GATE_ALONE, delete_what_failed, give_back, put_right
from soak.outcome import InvariantBroken, Outcome
from soak.recovery import forget, recover, run

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from soak.judge import Judge
    from soak.oracle import Oracle
    from soak.stack import SoakStack

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
    judge: Judge
    outcome: Outcome
    update: Callable[[str, int], str]

    @property
    def oracles(self) -> list[Oracle]:
        """The oracles of the migrations."""
        return self.judge.oracles

    def reach(self, regions: int, *, finish: bool) -> None:
        """Recover; with `finish` retire what may be. Raises InvariantBroken or NotRecovered."""
        gone = self._recovered(regions)
        self._as_wanted(gone, regions)
        if finish and not any(gone) and all(oracle.image_is_original() for oracle in self.oracles):
            self.update("validated", regions)
            self.update("retired", regions)
            gone = [True for _ in self.oracles]
            self._as_wanted(gone, regions)
        self.outcome.retired = sum(is_gone and oracle.deletions > 0 for oracle, is_gone in self._with(gone))

    def _recovered(self, regions: int) -> list[bool]:
        """Which images are gone, after what others did was put right and the runbook followed."""
        declared = self.stack.declared() if self.stack.exists() else set[str]()
        for oracle in self.oracles:
            put_right(self.azure, oracle.at)
            if oracle.at.is_existing:
                self._have_it_given_back(oracle, regions)
            elif f"{oracle.at.migration}-version" not in declared:
                delete_what_failed(self.azure, oracle.at)
            oracle.begin_command()
        gone = [not oracle.image_exists() for oracle in self.oracles]
        started = time.monotonic()
        for oracle in self.oracles:
            if self.outcome.removed_by_others and not oracle.image_exists() and not oracle.version_exists():
                self._give_up(oracle)
        self._configure(gone, targetRegions=REGIONS[regions])
        self.outcome.recovery = recover(self.stack, refresh=self._was_interrupted_or_changed())
        self.azure.settle()
        if any(self._version_faults(oracle, regions) for oracle in self.oracles):
            self.outcome.recovery += self._regions_dropped_and_readded(gone, regions)
        self.outcome.recovery_seconds = time.monotonic() - started
        return gone

    def _have_it_given_back(self, oracle: Oracle, regions: int) -> None:
        """A version that others keep and have spoilt: the stack can do nothing for it, they make it again."""
        if oracle.image_exists() and oracle.version_faults(region_ids(regions)):
            if oracle.version_exists():
                self.azure.remove(oracle.at.version)
            give_back(self.azure, oracle.at, REGIONS[regions])

    def _was_interrupted_or_changed(self) -> bool:
        """Whether the runbook says `refresh`: after an interruption, a fault, and a change of what the state has."""
        outcome = self.outcome
        changes = {*outcome.others, *(change for _, change in outcome.meanwhile)}
        interrupted = [*outcome.kills, *outcome.operators, *outcome.faults]
        return bool(interrupted) or not changes <= SEEN_BY_THE_GATE_ALONE

    def _configure(self, gone: list[bool], **changes: object) -> None:
        """The whole config again, without what was given up on purpose and is gone; what is not, is not given up."""
        self.stack.configure_each(["retired" if each else "published" for each in gone], **changes)
        self.stack.write_entries(
            [
                entry
                for entry, oracle in zip(self.stack.entries(), self.oracles, strict=True)
                if not self._given_up(oracle)
            ]
        )
        if self.stack.abandoned and not any(self._given_up(oracle) for oracle in self.oracles):
            self.stack.write_config({"abandonedVersions": []})

    def _given_up(self, oracle: Oracle) -> bool:
        """Whether a migration's version was given up on purpose, and went."""
        return oracle.at.version.lower() in self.stack.abandoned and not oracle.version_exists()

    def _give_up(self, oracle: Oracle) -> None:
        """The runbook's way where others have deleted an image and its version: the stack forgets the migration."""
        forget(self.stack, oracle.at.migration)
        self.stack.abandoned.add(oracle.at.version.lower())

    def _version_faults(self, oracle: Oracle, regions: int) -> list[str]:
        return [] if self._given_up(oracle) else oracle.version_faults(region_ids(regions))

    def _regions_dropped_and_readded(self, gone: list[bool], regions: int) -> list[str]:
        """The runbook's way for a region that failed."""
        for count in (1, regions):
            self._configure(gone, targetRegions=REGIONS[count], allowDeletionOfReplicatedLocations=count == 1)
            run(self.stack, "up", "--yes", "--skip-preview")
            self.azure.settle()
        return ["up without the region", "up"]

    def _as_wanted(self, gone: list[bool], regions: int) -> None:
        declared = self.stack.declared()
        faults = ["operations are pending"] if self.stack.checkpoint().get("pending_operations") else []
        for oracle, is_gone in self._with(gone):
            by_others = oracle is self.oracles[0] and self.outcome.removed_by_others
            if self._given_up(oracle):
                left = {name for name in declared if name.startswith(f"{oracle.at.migration}-")}
                faults += [f"given up, and still in the state: {sorted(left)}"] if left else []
            else:
                faults += _faults(oracle, declared, region_ids(regions), gone=is_gone, by_others=by_others)
        if faults:
            raise InvariantBroken("; ".join(faults))

    def _with(self, gone: list[bool]) -> list[tuple[Oracle, bool]]:
        return list(zip(self.oracles, gone, strict=True))


def _faults(oracle: Oracle, declared: set[str], regions: list[str], *, gone: bool, by_others: bool) -> list[str]:
    """What of a migration is not as it must be."""
    name, faults = oracle.at.migration, oracle.version_faults(regions)
    if gone and oracle.original is not None and not by_others and not oracle.deletions:
        faults.append("the image is gone and nobody is known to have deleted it")
    if gone == oracle.image_exists():
        faults.append("the image is still there" if gone else "the recovery deleted the image")
    lacking = {
        f"{name}-{each}"
        for each in (
            "adopted",
            *(() if oracle.at.is_existing else ("version", "definition")),
            *(() if gone else ("source",)),
        )
    } - declared
    if lacking:
        faults.append(f"not in the state: {sorted(lacking)}")
    if gone and f"{name}-source" in declared:
        faults.append("the state still has the image")
    return [f"{name}: {fault}" for fault in faults]
