"""Watching the commands of a step until they have ended: deletions are judged, signals sent, changes made."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soak.commands import IMPATIENT_SECONDS
from soak.ending import region_ids
from soak.faults import FAULTS, HARMLESS_TO_THE_ORACLE, SHOWN, STUCK
from soak.interruptions import DELAY, EVENTS, MOMENTS, happened
from soak.judge import arrivals
from soak.moments import HELD
from soak.operators import RunningOperator
from soak.others import CHANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.commands import Running
    from soak.histories import Step
    from soak.judge import Judge
    from soak.outcome import Outcome
    from soak.places import Places

TICK = 0.03
SETTLING = 1.5
"""Seconds of watching after a signal, at least: the delayed request has taken effect by then, whoever waits for it."""
Log = list[dict[str, Any]]


@dataclass
class Watch:
    """One step's watch; `at` is where others change something."""

    azure: LocalAzure
    provider: Provider
    judge: Judge
    outcome: Outcome
    at: Places
    step: Step
    _blinding: str | None = None
    _until: float = 0.0
    _interrupted: bool = False
    _changed: bool = False

    def prepare(self) -> str | None:
        """Put the step's fault rules in force; the id of its fault."""
        step = self.step
        if step.meanwhile:
            match, seconds = HELD[step.meanwhile.moment]
            self.azure.add_fault({"name": "meanwhile", "match": match, "delay": seconds})
        moments = [operator.moment for operator in step.operators]
        moments += [step.interruption.moment] if step.interruption else []
        for moment in set(moments) & set(MOMENTS):
            self.azure.add_fault({"name": "moment", "match": MOMENTS[moment], "delay": DELAY})
        fault = self.azure.add_fault({**FAULTS[step.fault], "name": step.fault}) if step.fault else None
        self._blinding = None if step.fault in (*SHOWN, *HARMLESS_TO_THE_ORACLE) else fault
        return fault

    def until_ended(self, running: Sequence[Running]) -> None:
        """Until the commands have ended, and what a signal left has settled."""
        for one in running:
            one.stuck_seconds = IMPATIENT_SECONDS if self.step.fault == STUCK else one.stuck_seconds
        tick = threading.Event()
        signalled: set[int] = set()
        while _still(running) or time.monotonic() < self._until:
            log = self.azure.injected()
            self._judge(log)
            self._change(log)
            self._interrupt(running[0], log)
            for one in running:
                if isinstance(one, RunningOperator) and one.pid not in signalled and self._signal(one, log):
                    signalled.add(one.pid)
            tick.wait(TICK)
        self._judge(self.azure.injected())
        self.outcome.failed_commands += sum(one.status != 0 for one in running)
        self.provider.ensure()

    def _judge(self, log: Log) -> None:
        """Judge what has arrived; the fault that would blind the oracles is lifted before."""
        if self._blinding and arrivals(log):
            self.azure.remove_fault(self._blinding)
            self._blinding = None
        self.judge.judge(log, region_ids(self.step.regions))

    def _change(self, log: Log) -> None:
        meanwhile = self.step.meanwhile
        if meanwhile and not self._changed and any(entry["rule"] == "meanwhile" for entry in log):
            self._changed = True
            if possible(meanwhile.change, self.judge, self.outcome):
                CHANGES[meanwhile.change](self.azure, self.at)
                self.outcome.meanwhile.append((meanwhile.moment, meanwhile.change))

    def _interrupt(self, running: Running, log: Log) -> None:
        interruption = self.step.interruption
        if interruption is None or self._interrupted or not _is_at(interruption.moment, running, log):
            return
        running.interrupt(interruption, self.provider)
        self.outcome.kills.append((interruption.moment, interruption.victim, interruption.signal))
        self._interrupted, self._until = True, time.monotonic() + SETTLING

    def _signal(self, running: RunningOperator, log: Log) -> bool:
        operator = running.operator
        if operator.signal is None or not running.is_at(operator.moment, log):
            return False
        running.signal()
        self.outcome.operators.append((operator.command, operator.moment, operator.signal))
        self._until = time.monotonic() + SETTLING
        return True


def _still(running: Sequence[Running]) -> bool:
    """Whether any runs; each is asked, since asking also ends what hangs."""
    return sum(one.still_runs() for one in running) > 0


def possible(change: str, judge: Judge, outcome: Outcome) -> bool:
    """Whether there is what others would change; here they delete an image only when its version is whole."""
    oracle = judge.oracles[0]
    if change.startswith(("version", "region")):
        return oracle.version_exists()
    if change == "image deleted by somebody":
        removable = oracle.image_exists() and not oracle.version_faults([])
        outcome.removed_by_others |= removable
        return removable
    return oracle.image_exists()


def _is_at(moment: str, running: Running, log: Log) -> bool:
    if moment in EVENTS:
        return running.event_log is not None and happened(running.event_log, moment)
    return any(entry["rule"] == "moment" for entry in log)
