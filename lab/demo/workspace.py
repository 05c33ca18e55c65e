"""The demo's copy of the project: own state and stack file, so that a demo never changes the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.screen import Screen

PROJECT = Path(__file__).resolve().parents[2]
COPIED = ("Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py")
LINKED = (".venv",)
STAGE = "managed-image-to-gallery:migrations[0].stage"


@dataclass(frozen=True)
class Outcome:
    """What a `pulumi` command came to: exit status and the engine's events."""

    status: int
    events: tuple[Mapping[str, Any], ...]

    def operations(self, resource_type: str) -> list[str]:
        """The operations on resources of a type, in order, without those that leave it as it is."""
        steps = [event["resourcePreEvent"]["metadata"] for event in self.events if "resourcePreEvent" in event]
        return [step["op"] for step in steps if step["type"] == resource_type and step["op"] != "same"]

    def changes(self) -> dict[str, int]:
        """The engine's own summary of operations, without `same`."""
        counted: dict[str, int] = {}
        for event in self.events:
            if "summaryEvent" in event:
                counted = event["summaryEvent"]["resourceChanges"]
        return {operation: count for operation, count in counted.items() if operation != "same"}

    def text(self) -> str:
        """All messages of the run."""
        return "\n".join(event["diagnosticEvent"]["message"] for event in self.events if "diagnosticEvent" in event)


@dataclass(frozen=True)
class Workspace:
    """A folder in which `pulumi` is run as a user would run it."""

    folder: Path
    environment: Mapping[str, str]
    screen: Screen

    def pulumi(self, *words: str, quiet: bool = False) -> Outcome:
        """Run the engine on the user's screen and collect its events."""
        log = self.folder / "events.json"
        log.unlink(missing_ok=True)
        command = ("pulumi", *words)
        if not quiet:
            self.screen.command(command)
        extra = (f"--event-log={log}",) if words[0] in {"preview", "up", "refresh", "destroy"} else ()
        done = subprocess.run(
            [*command, *extra],
            cwd=self.folder,
            env=dict(self.environment),
            check=False,
            stdout=subprocess.DEVNULL if quiet else None,
        )
        lines = log.read_text().splitlines() if log.exists() else []
        return Outcome(done.returncode, tuple(json.loads(line) for line in lines))

    def stage(self, stage: str) -> None:
        """Change the migration's stage in the stack's config."""
        self.pulumi("config", "set", "--path", STAGE, stage)


def workspace(folder: Path, environment: Mapping[str, str], screen: Screen) -> Workspace:
    """Lay out the demo's copy of the project with an empty stack `dev` on a backend of its own."""
    place = folder / "project"
    place.mkdir()
    for name in COPIED:
        shutil.copy(PROJECT / name, place / name)
    for name in LINKED:
        (place / name).symlink_to(PROJECT / name)
    state = folder / "state"
    state.mkdir()
    own = {
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "demo",
        "PULUMI_HOME": str(folder / "pulumi-home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DEBUG_COMMANDS": "1",
    }
    made = Workspace(place, {**os.environ, **environment, **own}, screen)
    made.pulumi("stack", "init", "dev", quiet=True)
    return made
