"""Playing one history: each step under its trouble, then recovery, with the oracles watching all the time."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from soak.beginnings import Beginnings
from soak.commands import Running, start
from soak.ending import REGIONS, Ending, region_ids
from soak.faults import FAULTS, HARMLESS_TO_THE_ORACLE, SHOWN, VERSION
from soak.interruptions import DELAY, EVENTS, MOMENTS, happened
from soak.oracle import Oracle, arrivals, hold_deletions
from soak.others import CHANGES
from soak.outcome import InvariantBroken, Outcome
from soak.places import NAMES, Places
from soak.stack import SoakStack

if TYPE_CHECKING:
    from pathlib import Path

    from soak.azure import Provider
    from soak.histories import History, Interruption, Step
    from tests.support.local_azure import LocalAzure

TICK = 0.03
SETTLING = 1.5
"""Seconds of watching after a signal, at least: the delayed request has taken effect by then, whoever waits for it."""


class Player:
    """One history, in stacks below `folder`; `outcome` tells what has happened so far, also when it broke."""

    def __init__(self, azure: LocalAzure, provider: Provider, folder: Path, beginnings: Beginnings) -> None:
        self.azure, self.provider, self.folder, self._beginnings = azure, provider, folder, beginnings
        self.outcome = Outcome()
        self.stacks: list[SoakStack] = []
        self.oracles: list[Oracle] = []
        self._blinding: str | None = None
        self._running: list[Running] = []

    def play(self, history: History) -> Outcome:
        """Play it. Raises InvariantBroken, or NotRecovered from the runbook's commands."""
        try:
            self._play(history)
        finally:
            for running in self._running:
                running.stop()
        return self.outcome

    def _play(self, history: History) -> None:
        self.provider.ensure()
        self.stacks = [self._beginnings.begin(self.folder / "one", history.beginning, history.migrations)]
        group = self.azure.group_id("myResourceGroup")
        self.oracles = [Oracle(self.azure, Places(group, name)) for name in NAMES[: history.migrations]]
        self.outcome.history, self.outcome.images = repr(history), history.migrations
        for oracle in self.oracles:
            oracle.remember()
        for step in history.steps:
            self._step(step)
            self._between(step)
        ending = Ending(self.azure, self.stacks[0], self.oracles, self.outcome, self._watched)
        # Regions are only ever added: to drop one needs leave (docs/runbook.md, "A region failed").
        ending.reach(max(step.regions for step in history.steps), finish=history.finish)
        self._invariant()

    def _step(self, step: Step) -> None:
        if step.others and self._possible(step.others):
            CHANGES[step.others](self.azure, self.oracles[0].at)
            self.outcome.others.append(step.others)
        self._prepare_stacks(step)
        hold_deletions(self.azure, self.oracles)
        self.azure.forget_requests()
        fault = self.azure.add_fault({**FAULTS[step.fault], "name": step.fault}) if step.fault else None
        if step.interruption and step.interruption.moment in MOMENTS:
            moment = {"name": "moment", "match": MOMENTS[step.interruption.moment], "delay": DELAY}
            self.azure.add_fault(moment)
        self.outcome.commands.append(step.command)
        self._running = start(step.command, self.stacks)
        self._watch(self._running, step, fault)
        self._note_fault(step)
        self.azure.clear_faults()
        self.azure.settle()
        self._invariant()

    def _prepare_stacks(self, step: Step) -> None:
        if step.command == "two stacks" and len(self.stacks) == 1:
            self.stacks.append(SoakStack.made(self.folder / "two", self.azure, self.outcome.images))
        for stack in self.stacks:
            stack.configure(stage=step.stage, targetRegions=REGIONS[step.regions])
        if step.command == "abandon":
            self.stacks[0].abandon()

    def _between(self, step: Step) -> None:
        """Take away the lock of a killed command, and a provider that is ending: the next step meets neither."""
        if step.interruption:
            self.stacks[0].pulumi("cancel", "--yes")
        if step.interruption and step.interruption.victim == "provider":
            self.provider.stop()  # a signal that it may take its time over must not meet the next command
            self.provider.ensure()

    def _watch(self, running: list[Running], step: Step, fault: str | None) -> None:
        """Until the commands have ended: judge deletions, and interrupt at the moment."""
        tick, interruption = threading.Event(), step.interruption
        self._blinding = None if step.fault in (*SHOWN, *HARMLESS_TO_THE_ORACLE) else fault
        until = 0.0
        while any(one.still_runs() for one in running) or time.monotonic() < until:
            log = self.azure.injected()
            self._judge(log, step.regions)
            if interruption and self._is_at(interruption, running[0], log):
                running[0].interrupt(interruption, self.provider)
                self.outcome.kills.append((interruption.moment, interruption.victim, interruption.signal))
                interruption, until = None, time.monotonic() + SETTLING
            tick.wait(TICK)
        self._judge(self.azure.injected(), step.regions)
        self.outcome.failed_commands += sum(one.status != 0 for one in running)
        self.provider.ensure()

    def _watched(self, stage: str, regions: int) -> str:
        """An undisturbed update into a stage, which must succeed; what it printed."""
        self._blinding = None
        self.stacks[0].configure(stage=stage, targetRegions=REGIONS[regions])
        hold_deletions(self.azure, self.oracles)
        self._running, tick = start("up", self.stacks[:1]), threading.Event()
        running = self._running[0]
        while running.still_runs():
            self._judge(self.azure.injected(), regions)
            tick.wait(TICK)
        self._judge(self.azure.injected(), regions)
        self.azure.clear_faults()
        self.azure.settle()
        if running.status:
            raise InvariantBroken(f"the update into {stage} after the recovery failed:\n{running.output}")
        return running.output

    def _is_at(self, interruption: Interruption, running: Running, log: list[dict[str, Any]]) -> bool:
        if interruption.moment in EVENTS:
            return happened(running.event_log, interruption.moment)
        return any(entry["rule"] == "moment" for entry in log)

    def _judge(self, log: list[dict[str, Any]], regions: int) -> None:
        """Judge what has arrived; the fault that would blind the oracles is lifted before."""
        if self._blinding and arrivals(log):
            self.azure.remove_fault(self._blinding)
            self._blinding = None
        for oracle in self.oracles:
            oracle.judge(log, region_ids(regions))

    def _note_fault(self, step: Step) -> None:
        if step.fault in SHOWN:
            hit = any(read["status"] == 200 for read in self.azure.requests(method="GET", type=VERSION))
        else:
            hit = any(entry["rule"] == step.fault for entry in self.azure.injected())
        if step.fault and hit:
            self.outcome.faults.append(step.fault)

    def _possible(self, change: str) -> bool:
        """Whether there is what others would change; here they delete an image only when its version is whole."""
        oracle = self.oracles[0]
        if change.startswith(("version", "region")):
            return oracle.version_exists()
        if change == "image deleted by somebody":
            removable = oracle.image_exists() and not oracle.version_faults([])
            self.outcome.removed_by_others |= removable
            return removable
        return oracle.image_exists()

    def _invariant(self) -> None:
        """Nothing was lost so far, and the state files can be read."""
        self.outcome.deletions = sum(oracle.deletions for oracle in self.oracles)
        losses = [loss for oracle in self.oracles for loss in oracle.losses]
        self.outcome.lost = len(losses)
        if losses:
            raise InvariantBroken("; ".join(losses))
        for stack in self.stacks:
            for file in stack.path.glob(".state/.pulumi/stacks/**/*.json"):
                json.loads(file.read_text(encoding="utf-8"))


def kept(outcome: Outcome) -> str:
    """The line of JSON that is kept of an outcome."""
    return json.dumps(asdict(outcome)) + "\n"
