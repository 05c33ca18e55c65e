"""Playing one history: each step under its trouble, then recovery, with the oracle watching all the time."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from soak.commands import Running, start
from soak.faults import FAULTS
from soak.interruptions import DELAY, MOMENTS
from soak.oracle import Oracle
from soak.others import CHANGES, put_right
from soak.places import Places
from soak.recovery import recover, run
from tests.acceptance.product import Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from soak.azure import Provider
    from soak.histories import History, Step
    from tests.support.local_azure import LocalAzure

REGIONS = {
    1: [{"name": "South Central US"}],
    2: [{"name": "South Central US"}, {"name": "West US 2"}],
    3: [{"name": "South Central US"}, {"name": "West US 2"}, {"name": "East US"}],
}
TICK = 0.05
SETTLING = 1.5
"""After a signal: the delayed request of that moment has taken effect by then, whoever still waits for it."""


class InvariantBroken(AssertionError):
    """An image was deleted without proof, or a history did not end as it must."""


@dataclass
class Outcome:
    """What a history came to, for the tally. `kills`: moment, victim, signal."""

    faults: list[str] = field(default_factory=list[str])
    others: list[str] = field(default_factory=list[str])
    kills: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    commands: list[str] = field(default_factory=list[str])
    failed_commands: int = 0
    deletions: int = 0
    retired: bool = False
    removed_by_others: bool = False
    recovery: list[str] = field(default_factory=list[str])
    recovery_seconds: float = 0.0


class Player:
    """One history in an emptied local Azure and fresh stacks."""

    def __init__(self, azure: LocalAzure, provider: Provider, folder: Path) -> None:
        azure.reset()
        azure.clear_faults()
        azure.seed(seed())
        provider.ensure()
        self.azure, self.provider, self.folder = azure, provider, folder
        self.at = Places(azure.group_id("myResourceGroup"))
        self.oracle = Oracle(azure, self.at)
        self.outcome = Outcome()
        self.stacks = [self._new_stack("one")]

    @property
    def product(self) -> Product:
        """The stack that the history is about."""
        return self.stacks[0]

    def play(self, history: History) -> Outcome:
        """Play it. Raises InvariantBroken, or NotRecovered from the runbook's commands."""
        for step in history:
            self._step(step)
        # Regions are only ever added: to drop one needs leave (docs/runbook.md, "A region failed").
        self._recovered(max(step.regions for step in history))
        return self.outcome

    def _new_stack(self, name: str) -> Product:
        folder = self.folder / name
        folder.mkdir()
        return Product.of(folder, self.azure)

    def _step(self, step: Step) -> None:
        if step.others and self._possible(step.others):
            CHANGES[step.others](self.azure, self.at)
            self.outcome.others.append(step.others)
        if step.command == "two stacks" and len(self.stacks) == 1:
            self.stacks.append(self._new_stack("two"))
        for stack in self.stacks:
            stack.configure(stage=step.stage, targetRegions=REGIONS[step.regions])
        self.oracle.begin_command()
        fault = self.azure.add_fault({**FAULTS[step.fault], "name": step.fault}) if step.fault else None
        if step.interruption:
            moment = {"name": "moment", "match": MOMENTS[step.interruption.moment], "delay": DELAY}
            self.azure.add_fault(moment)
        self.outcome.commands.append(step.command)
        self._watch(start(step.command, self.stacks), step, fault)
        self._note_fault(step)
        self.azure.clear_faults()
        self.azure.settle()
        self._invariant()

    def _watch(self, running: list[Running], step: Step, fault: str | None) -> None:
        """Until the commands have ended: judge deletions, and interrupt at the moment."""
        tick, interruption = threading.Event(), step.interruption
        blinding = None if step.fault in ("failed region", "slow replication", "stuck publish") else fault
        regions = self._regions(step.regions)
        while any(one.still_runs() for one in running):
            log = self.azure.injected()
            self.oracle.judge(log, regions, blinding)
            if interruption and any(entry["rule"] == "moment" for entry in log):
                running[0].interrupt(interruption, self.provider)
                self.outcome.kills.append((interruption.moment, interruption.victim, interruption.signal))
                interruption = None
                tick.wait(SETTLING)
            tick.wait(TICK)
        self.oracle.judge(self.azure.injected(), regions, blinding)
        self.outcome.failed_commands += sum(one.status != 0 for one in running)
        self.provider.ensure()

    def _note_fault(self, step: Step) -> None:
        if step.fault and any(entry["rule"] == step.fault for entry in self.azure.injected()):
            self.outcome.faults.append(step.fault)

    def _possible(self, change: str) -> bool:
        """Whether there is what others would change; here they delete an image only when its version is whole."""
        if change.startswith(("version", "region")):
            return self.oracle.version_exists()
        if change == "image deleted by somebody":
            removable = self.oracle.image_exists() and not self.oracle.version_faults([])
            self.outcome.removed_by_others |= removable
            return removable
        return self.oracle.image_exists()

    def _invariant(self) -> None:
        """Nothing was lost so far, and the state file can be read."""
        self.outcome.deletions = self.oracle.deletions
        if self.oracle.losses:
            raise InvariantBroken("; ".join(self.oracle.losses))
        for stack in self.stacks:
            for file in stack.path.glob(".state/.pulumi/stacks/**/*.json"):
                json.loads(file.read_text(encoding="utf-8"))

    def _recovered(self, regions: int) -> None:
        """After the faults: what others did is put right, the runbook is followed, and the stack is as wanted."""
        put_right(self.azure, self.at)
        gone = not self.oracle.image_exists()
        stage = "retired" if gone else "published"
        self.product.configure(stage=stage, targetRegions=REGIONS[regions])
        self.oracle.begin_command()
        started = time.monotonic()
        self.outcome.recovery = recover(self.product)
        self.azure.settle()
        if self.oracle.version_faults(self._regions(regions)):
            self.outcome.recovery += self._region_dropped_and_readded(regions)
        self.outcome.recovery_seconds = time.monotonic() - started
        self.outcome.retired = gone and not self.outcome.removed_by_others
        self._invariant()
        self._as_wanted(gone, regions)

    def _region_dropped_and_readded(self, regions: int) -> list[str]:
        """The runbook's way for a region that failed."""
        for count in (1, regions):
            self.product.configure(targetRegions=REGIONS[count], allowDeletionOfReplicatedLocations=count == 1)
            run(self.product, "up", "--yes", "--skip-preview")
            self.azure.settle()
        return ["up without the region", "up"]

    def _as_wanted(self, gone: bool, regions: int) -> None:
        faults: list[str] = []
        if gone and not self.outcome.removed_by_others and not self.oracle.deletions:
            faults.append("the image is gone and nobody is known to have deleted it")
        if gone != (not self.oracle.image_exists()):
            faults.append("the recovery deleted the image")
        faults += self.oracle.version_faults(self._regions(regions))
        wanted = {"adopted", "version", "definition", *(() if gone else ("source",))}
        lacking = wanted - self.product.names()
        if lacking:
            faults.append(f"not in the state: {sorted(lacking)}")
        if gone and "source" in self.product.names():
            faults.append("the state still has the image")
        if _pending(self.product):
            faults.append("operations are pending")
        if faults:
            raise InvariantBroken("; ".join(faults))

    def _regions(self, count: int) -> list[str]:
        return [str(region["name"]).replace(" ", "").lower() for region in REGIONS[count]]


def _pending(product: Product) -> bool:
    deployment = product.export()["deployment"]
    return isinstance(deployment, dict) and bool(deployment.get("pending_operations"))
