"""Flows in our own form: what is sent, and the shape of what came back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from local_azure.arm.json_types import Json
from local_azure.arm.settings import DEFAULT_SUBSCRIPTION
from tests.recorded.shapes import Shape

SUBSCRIPTION = DEFAULT_SUBSCRIPTION
FACTS = Path(__file__).with_name("facts")


@dataclass(frozen=True)
class Exchange:
    """One request with the shape of its answer.

    `poll_of` is the number of the exchange whose operation is polled (-1 where the recording does not say: the
    latest); `monitor` polls its `Location`. `absent` names headers that the recorder keeps and that were not there.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Json | None
    status: int
    headers: dict[str, str]
    absent: list[str]
    shape: Shape
    poll_of: int | None = None
    monitor: bool = False


@dataclass(frozen=True)
class Flow:
    """A recorded flow: its name, where it was recorded and when (ISO date), its exchanges in time order."""

    name: str
    source: str
    recorded: str
    exchanges: list[Exchange] = field(default_factory=list[Exchange])

    def to_text(self) -> str:
        """One line an exchange, so that a change shows as a change of that exchange."""
        head = {"source": self.source, "recorded": self.recorded}
        lines = [json.dumps(head, ensure_ascii=False)]
        lines += [json.dumps(_compact(asdict(each)), ensure_ascii=False) for each in self.exchanges]
        return "\n".join(lines) + "\n"


def read_flow(path: Path) -> Flow:
    """A flow out of its file."""
    head, *rest = path.read_text(encoding="utf-8").splitlines()
    facts = json.loads(head)
    return Flow(path.stem, facts["source"], facts["recorded"], [_exchange(json.loads(line)) for line in rest])


def all_flows() -> list[Flow]:
    """Every flow, by name."""
    return [read_flow(path) for path in sorted(FACTS.glob("*.jsonl"))]


def _exchange(kept: Json) -> Exchange:
    defaults: Json = {"query": {}, "body": None, "headers": {}, "absent": [], "shape": None}
    return Exchange(**{**defaults, **kept})


def _compact(exchange: Json) -> Json:
    return {name: value for name, value in exchange.items() if value is not None and value is not False and value != {}}
