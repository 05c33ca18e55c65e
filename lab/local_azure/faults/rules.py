"""The form of a fault rule.

```yaml
faults:
  - name: the region that never completes
    match: {type: Microsoft.Compute/galleries/images/versions, name: 1.0.0}
    region: {name: West Central US, state: Replicating, progress: 42}
  - name: the answer of the second PUT is lost
    match: {method: PUT, type: "Microsoft.Compute/*", after: 1, times: 1}
    loseResponse: true
```

A rule may have several effects; they happen in the order in which the fields stand here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from local_azure.arm.json_types import as_object

Method = Literal["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"]
Access = Literal["get", "list", "head", "put", "patch", "delete", "action", "poll"]


class FaultFileError(Exception):
    """Rules that cannot be used: where they stand (`source`), and one line for each fault in them (`problems`)."""

    def __init__(self, source: str, problems: list[str]) -> None:
        super().__init__("\n".join([f"{source}: the fault rules cannot be used:", *(f"  {each}" for each in problems)]))
        self.source = source
        self.problems = problems


class Strict(BaseModel):
    """Immutable; unknown fields are refused; spelled in camelCase when written."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)


class Match(Strict):
    """Which requests: every field that is given must fit, without case; `type`, `name`, `id` may hold `*` and `?`.

    Polls of operations fit only where `access: poll` asks for them; `type`, `name` and `id` are then those of the
    resource that the operation is about, and `operation` is put, patch, delete or an action's name. `after` leaves out
    the first n requests that fit; `times` is how often the rule applies at most.
    """

    method: Method | None = None
    access: Access | None = None
    type: str | None = None
    name: str | None = None
    id: str | None = None
    api_version: str | None = None
    operation: str | None = None
    action: str | None = None
    after: int = Field(default=0, ge=0)
    times: int | None = Field(default=None, ge=1)


class Change(Strict):
    """Someone else changes a resource at that moment: a JSON merge patch on `{location, tags, properties, …}`."""

    target: str | None = None
    merge: dict[str, Any] = {}


class Deletion(Strict):
    """Someone else deletes a resource at that moment; `target` is an id, by default that of the request."""

    target: str | None = None


class Refusal(Strict):
    """The request is answered with an error; `retry_after` in seconds, `headers` are any others."""

    status: int = Field(ge=400, le=599)
    code: str = "InjectedFault"
    message: str = "This answer was injected by a fault rule."
    retry_after: float | None = Field(default=None, ge=0)
    headers: dict[str, str] = {}


class Failure(Strict):
    """The operation is accepted, and ends in `Failed`."""

    code: str
    message: str


class RegionFault(Strict):
    """What `$expand=ReplicationStatus` shows of one region while the rule is in force."""

    name: str
    state: Literal["Unknown", "Replicating", "Completed", "Failed"] = "Replicating"
    progress: int | None = Field(default=None, ge=0, le=100)
    details: str | None = None


class FaultRule(Strict):
    """One rule: a match and at least one effect. `delay` is in real seconds."""

    name: str = ""
    match: Match = Match()
    change: Change | None = None
    delete: Deletion | None = None
    delay: float | None = Field(default=None, ge=0)
    refuse: Refusal | None = None
    reset_connection: bool = False
    fail_operation: Failure | None = None
    hold_operation: bool = False
    lose_response: bool = False
    region: RegionFault | None = None

    @model_validator(mode="after")
    def _has_an_effect(self) -> FaultRule:
        if not self.effects:
            raise ValueError("the rule has no effect: give one of " + ", ".join(EFFECTS))
        if self.region is not None and self.effects != ("region",):
            raise ValueError("a region fault is about what is shown, not about a request: give it a rule of its own")
        return self

    @property
    def effects(self) -> tuple[str, ...]:
        """The effects that the rule has, as they are written."""
        return tuple(to_camel(field) for field in _EFFECT_FIELDS if getattr(self, field) not in (None, False))


_EFFECT_FIELDS = tuple(field for field in FaultRule.model_fields if field not in ("name", "match"))
EFFECTS = tuple(to_camel(field) for field in _EFFECT_FIELDS)


class _RulesFile(Strict):
    faults: list[FaultRule]


def read_rules(path: Path) -> list[FaultRule]:
    """The rules of a YAML or JSON file; `FaultFileError` says what is wrong where."""
    try:
        document: object = yaml.safe_load(path.read_text())
    except (OSError, yaml.YAMLError) as cause:
        raise FaultFileError(str(path), [str(cause)]) from cause
    return parse_rules(document, str(path))


def parse_rules(document: object, source: str) -> list[FaultRule]:
    """`{"faults": […]}`, a list of rules or a single one."""
    if isinstance(document, list):
        whole: object = {"faults": cast("list[Any]", document)}
    else:
        whole = document if "faults" in as_object(document) else {"faults": [document]}
    try:
        return _RulesFile.model_validate(whole).faults
    except ValidationError as cause:
        problems = [f"{_place(each['loc'])}: {each['msg']} (found {each['input']!r:.80})" for each in cause.errors()]
        raise FaultFileError(source, problems) from cause


def _place(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.lstrip(".")
