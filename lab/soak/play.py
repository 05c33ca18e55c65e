"""Playing one history: each step under its trouble, then recovery, with the oracles watching all the time."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from soak.azure import SECOND_SUBSCRIPTION, make_twins
from soak.beginnings import Beginnings
from soak.commands import start
from soak.consent import Consent, unasked_edits
from soak.edits import EDITS
from soak.ending import REGIONS, Ending
from soak.faults import SHOWN, VERSION
from soak.histories import Step
from soak.judge import Judge
from soak.only_copies import OnlyCopies
from soak.operators import RunningOperator
from soak.oracle import Oracle
from soak.others import CHANGES
from soak.outcome import InvariantBroken, Outcome
from soak.places import NAMES, Places
from soak.stack import SoakStack
from soak.watch import Watch, possible

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.commands import Running
    from soak.histories import History, Operator

A_DEFECT = 70
"""The exit status with which `gallery-migrate` says that it has a defect."""


class Player:
    """One history, in stacks below `folder`; `outcome` tells what has happened so far, also when it broke."""

    judge: Judge

    def __init__(self, azure: LocalAzure, provider: Provider, folder: Path, beginnings: Beginnings) -> None:
        self.azure, self.provider, self.folder, self._beginnings = azure, provider, folder, beginnings
        self.outcome = Outcome()
        self.stacks: list[SoakStack] = []
        self._older: SoakStack | None = None
        self._running: list[Running] = []

    def play(self, history: History) -> Outcome:
        """Play it. Raises InvariantBroken, or NotRecovered from the runbook's commands."""
        started = time.monotonic()
        try:
            self._play(history)
        finally:
            for running in self._running:
                running.stop()
            self.outcome.seconds = time.monotonic() - started
        return self.outcome

    def _play(self, history: History) -> None:
        self.outcome.history, self.outcome.kind, self.outcome.images = repr(history), history.kind, history.migrations
        self.provider.ensure()
        one = self._beginnings.begin(self.folder / "one", history.beginning, history.migrations, history.layout)
        self.stacks = [one]
        if any(operator.folder != "own" for step in history.steps for operator in step.operators):
            self._older = one.checkout(self.folder / "older")
        places = [Places(one.group, name, history.layout) for name in NAMES[: history.migrations]]
        subscriptions = [one.group.split("/resourceGroups/", 1)[0], f"/subscriptions/{SECOND_SUBSCRIPTION}"]
        oracles = [Oracle(self.azure, at) for at in places]
        self.judge = Judge(self.azure, oracles, OnlyCopies(self.azure, subscriptions, one.abandoned), Consent(places))
        for oracle in oracles:
            oracle.remember()
        for step in history.steps:
            self._step(step)
            self._between(step)
        ending = Ending(self.azure, one, self.judge, self.outcome, self._watched)
        # Regions are only ever added: to drop one needs leave (docs/runbook.md, "A region failed").
        ending.reach(max(step.regions for step in history.steps), finish=history.finish)
        self._invariant()

    def _step(self, step: Step) -> None:
        if step.others and possible(step.others, self.judge, self.outcome):
            CHANGES[step.others](self.azure, self.judge.oracles[0].at)
            self.outcome.others.append(step.others)
        self._prepare_stacks(step)
        self.judge.hold_deletions()
        self.azure.forget_requests()
        watch = Watch(self.azure, self.provider, self.judge, self.outcome, self.judge.oracles[0].at, step)
        watch.prepare()
        if step.operators:
            self._operate(step, watch)
        else:
            self.outcome.commands.append(step.command)
            self._running = start(step.command, self.stacks)
            watch.until_ended(self._running)
        self._note_fault(step)
        self.azure.clear_faults()
        self.azure.settle()
        self._invariant()

    def _prepare_stacks(self, step: Step) -> None:
        stack = self.stacks[0]
        if step.command == "two stacks" and len(self.stacks) == 1:
            self.stacks.append(SoakStack.made(self.folder / "two", self.azure, self.outcome.images, stack.layout))
        if step.stage is not None:
            self.judge.consent.by_hand(step.stage)
            for each in self.stacks:
                each.configure(stage=step.stage, targetRegions=REGIONS[step.regions])
        if step.command == "abandon":
            stack.abandon()
        if step.edit:
            EDITS[step.edit](stack)
            self.outcome.edits.append(step.edit)
            self.judge.oracles[0].at = replace(self.judge.oracles[0].at, logical=stack.renamed)
        if step.login != "own":
            make_twins(self.azure)
        for name in ("ARM_SUBSCRIPTION_ID", "AZURE_SUBSCRIPTION_ID"):
            stack.env[name] = self.azure.subscription if step.login == "own" else SECOND_SUBSCRIPTION

    def _operate(self, step: Step, watch: Watch) -> None:
        """Run the operators' commands, and see that the file says nothing that nobody asked for."""
        consent, consented = self.judge.consent, set(self.judge.consent.images)
        consent.images |= {image for operator in step.operators for image in consent.given(operator)}
        stacks = [self._checkout(operator) for operator in step.operators]
        before = {id(stack): stack.entries() for stack in stacks}
        running = [RunningOperator(operator, stack) for operator, stack in zip(step.operators, stacks, strict=True)]
        self._running = list(running)
        self.outcome.commands += [f"gallery-migrate {operator.command}" for operator in step.operators]
        watch.until_ended(running)
        # A command whose update never began has done nothing: neither its word nor what it wrote may last.
        begun = [one for one in running if one.has_begun]
        consent.images = consented | {image for one in begun for image in consent.given(one.operator)}
        for stack in {id(stack): stack for stack in stacks}.values():
            leave = [(one.operator, consent.leave(one.operator)) for one in begun if one.stack is stack]
            self.judge.others += unasked_edits(before[id(stack)], stack.entries(), leave)
        for one in running:
            if one.status == A_DEFECT or "Traceback (most recent call last)" in one.output:
                raise InvariantBroken(f"{one.operator}: {one.output}")

    def _checkout(self, operator: Operator) -> SoakStack:
        return self._older if operator.folder == "older checkout" and self._older else self.stacks[0]

    def _between(self, step: Step) -> None:
        """Take away the lock of a killed command, and a provider that is ending: the next step meets neither."""
        if self.stacks[0].is_locked():
            self.stacks[0].pulumi("cancel", "--yes")
        if step.interruption and step.interruption.victim == "provider":
            self.provider.stop()  # a signal that it may take its time over must not meet the next command
            self.provider.ensure()

    def _watched(self, stage: str, regions: int) -> str:
        """An undisturbed update into a stage, which must succeed; what it printed."""
        step = Step("retired" if stage == "retired" else "validated", regions=regions)
        self._prepare_stacks(step)
        self.judge.hold_deletions()
        self.azure.forget_requests()
        self._running = start("up", self.stacks[:1])
        watch = Watch(self.azure, self.provider, self.judge, Outcome(), self.judge.oracles[0].at, step)
        watch.until_ended(self._running)
        self.azure.clear_faults()
        self.azure.settle()
        if self._running[0].status:
            raise InvariantBroken(f"the update into {stage} after the recovery failed:\n{self._running[0].output}")
        return self._running[0].output

    def _note_fault(self, step: Step) -> None:
        if step.fault in SHOWN:
            hit = any(read["status"] == 200 for read in self.azure.requests(method="GET", type=VERSION))
        else:
            hit = any(entry["rule"] == step.fault for entry in self.azure.injected())
        if step.fault and hit:
            self.outcome.faults.append(step.fault)

    def _invariant(self) -> None:
        """Nothing was lost so far, and the state files can be read."""
        self.judge.copies.look()
        outcome, copies = self.outcome, self.judge.copies
        outcome.deletions = sum(oracle.deletions for oracle in self.judge.oracles)
        outcome.lost, outcome.lost_copies = len(self.judge.losses), len(copies.losses)
        outcome.only_copies = len(copies.seen)
        if losses := [*self.judge.losses, *copies.losses]:
            raise InvariantBroken("; ".join(losses))
        for stack in self.stacks:
            for file in stack.path.glob(".state/.pulumi/stacks/**/*.json"):
                json.loads(file.read_text(encoding="utf-8"))


def kept(outcome: Outcome) -> str:
    """The line of JSON that is kept of an outcome."""
    return json.dumps(asdict(outcome)) + "\n"
