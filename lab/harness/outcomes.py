"""What a command of the engine came to: its status, its text, and the steps that its events tell of."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.engine_project import EngineProject

_UNCHANGED = ("same", "read-same")
_STACK = "pulumi:pulumi:Stack"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""How the engine writes a text that is not known yet (sdk/go/common/resource/plugin/rpc.go)."""


@dataclass(frozen=True)
class Step:
    """One step of a run: the operation (`create`, `import`, `delete-replaced`, …) on a resource.

    `inputs` are those of the new state (of the old one for a delete), `changed` the kind of change by property path.
    """

    operation: str
    type: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    changed: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Outcome:
    """Status and text as the user had them; the steps in the order in which the engine took them."""

    status: int
    text: str
    steps: tuple[Step, ...]
    outputs: Mapping[str, Any]

    def step(self, name: str) -> Step:
        """The first step on a resource."""
        return next(step for step in self.steps if step.name == name)

    @property
    def failed(self) -> bool:
        return self.status != 0

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Operation and logical name of every step that changes something, the stack and providers left out."""
        return [
            (step.operation, step.name)
            for step in self.steps
            if step.operation not in _UNCHANGED and not step.type.startswith(("pulumi:pulumi:", "pulumi:providers:"))
        ]

    def operations(self, resource_type: str) -> list[str]:
        """The operations on resources of a type, such as `azure-native:compute:Image`."""
        return [step.operation for step in self.steps if step.type == resource_type]


def run(project: EngineProject, *arguments: str) -> Outcome:
    """Run a command that has events; whatever becomes of it is in the outcome."""
    log = project.path / "events.json"
    log.unlink(missing_ok=True)
    project.env["PULUMI_DEBUG_COMMANDS"] = "true"  # the event log is one of the engine's debugging flags
    done = project.pulumi(*arguments, "--event-log", str(log))
    events: list[Any] = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return Outcome(done.returncode, done.stdout + done.stderr, tuple(_steps(events)), _stack_outputs(events))


def up(project: EngineProject, *arguments: str) -> Outcome:
    """`pulumi up` without a preview."""
    return run(project, "up", "--yes", "--skip-preview", *arguments)


def preview(project: EngineProject, *arguments: str) -> Outcome:
    """`pulumi preview`."""
    return run(project, "preview", *arguments)


def refresh(project: EngineProject, *arguments: str) -> Outcome:
    """`pulumi refresh` without a preview."""
    return run(project, "refresh", "--yes", "--skip-preview", *arguments)


def destroy(project: EngineProject, *arguments: str) -> Outcome:
    """`pulumi destroy` without a preview; `--run-program` where the caller asks for it."""
    return run(project, "destroy", "--yes", "--skip-preview", *arguments)


def _steps(events: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    for event in events:
        if "resourcePreEvent" not in event:
            continue
        metadata = event["resourcePreEvent"]["metadata"]
        state = metadata["new"] or metadata["old"]
        changed = _kinds_of_change(metadata.get("detailedDiff") or {})
        yield Step(
            metadata["op"], metadata["type"], metadata["urn"].rsplit("::", 1)[-1], state.get("inputs") or {}, changed
        )


def _kinds_of_change(differences: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {path: difference["diffKind"] for path, difference in differences.items()}


def _stack_outputs(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    outputs = [event["resOutputsEvent"]["metadata"] for event in events if "resOutputsEvent" in event]
    last = [each["new"] for each in outputs if each["type"] == _STACK and each["new"]][-1:]
    return (last[0].get("outputs") or {}) if last else {}
