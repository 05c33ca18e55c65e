"""The fault rules in force, and the log of what they did."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.regions import short_name
from local_azure.faults.matching import Attempt, fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_azure.arm.json_types import Json
    from local_azure.arm.resource import Resource
    from local_azure.arm.resource_type import World
    from local_azure.faults.rules import FaultRule


@dataclass
class ActiveRule:
    """A rule in force: its id, how many requests fitted, how often it was applied."""

    id: str
    rule: FaultRule
    seen: int = 0
    applied: int = 0

    def takes(self, attempt: Attempt) -> bool:
        """Whether the rule applies to this request; counts it when it fits."""
        match = self.rule.match
        if self.rule.region is not None or not fits(match, attempt):
            return False
        self.seen += 1
        if self.seen <= match.after or (match.times is not None and self.applied >= match.times):
            return False
        self.applied += 1
        return True

    def to_json(self) -> Json:
        """The rule as the admin endpoint lists it."""
        written = self.rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {"id": self.id, "seen": self.seen, "applied": self.applied, "rule": written}


@dataclass(frozen=True)
class Injection:
    """One application of a rule: when (epoch seconds of this Azure), which rule, which effects, to what."""

    at: float
    rule_id: str
    rule_name: str
    effects: tuple[str, ...]
    attempt: Attempt

    def to_json(self) -> Json:
        """The entry as the admin endpoint shows it."""
        return {
            "at": self.at,
            "ruleId": self.rule_id,
            "rule": self.rule_name,
            "effects": list(self.effects),
            "method": self.attempt.method,
            "access": self.attempt.access,
            "type": self.attempt.type,
            "id": self.attempt.id,
        }


@dataclass
class FaultEngine:
    """Holds rules; asked about every request, and by the renderer of versions about every region."""

    world: World
    log: list[Injection] = field(default_factory=list[Injection])
    _rules: dict[str, ActiveRule] = field(default_factory=dict[str, ActiveRule])
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __iter__(self) -> Iterator[ActiveRule]:
        return iter(list(self._rules.values()))

    def add(self, rule: FaultRule) -> ActiveRule:
        """Put a rule in force."""
        active = ActiveRule(f"fault-{next(self._numbers)}", rule)
        self._rules[active.id] = active
        return active

    def remove(self, rule_id: str) -> bool:
        """Take a rule out of force and let go what it held; False when there is no such rule."""
        if self._rules.pop(rule_id, None) is None:
            return False
        for operation in self.world.operations.all():
            if operation.held_by == rule_id:
                operation.held_by = None
                self.world.operations.save(operation)
        return True

    def clear(self) -> None:
        """Take every rule out of force; the log stays."""
        for active in self:
            self.remove(active.id)

    def taking(self, attempt: Attempt) -> list[ActiveRule]:
        """The rules that apply to a request, counted and logged."""
        if not self._rules:
            return []
        taken = [active for active in self if active.takes(attempt)]
        for active in taken:
            self._note(active, attempt)
        return taken

    def region_override(self, resource: Resource, region: str) -> Json | None:
        """What a rule wants to be shown of a version's region (`World.region_faults`)."""
        shown = Attempt("GET", "get", resource.type, resource.id)
        for active in self:
            fault = active.rule.region
            if fault is None or short_name(fault.name) != short_name(region) or not fits(active.rule.match, shown):
                continue
            if active.applied == 0:
                self._note(active, shown)
            active.applied += 1
            return fault.model_dump(include={"state", "progress", "details"}, exclude_none=True)
        return None

    def _note(self, active: ActiveRule, attempt: Attempt) -> None:
        rule = active.rule
        self.log.append(Injection(self.world.now, active.id, rule.name, rule.effects, attempt))
