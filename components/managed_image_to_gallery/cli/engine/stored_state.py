"""A stack's state as it is stored: read and replaced without decrypting anything, and only if its form is known.

The Automation API always decrypts, which needs the passphrase and takes twice the time.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from pulumi import automation

    from managed_image_to_gallery.cli.preview_digest import Json


def exported(workspace: automation.Workspace, folder: Path, name: str) -> Json:
    """A stack's state, with its secrets encrypted. Raises CommandError, and CommandFailed as `readable` does."""
    return readable(cast("Json", _export(workspace, folder, name)["deployment"] or {}))


def readable(state: Json) -> Json:
    """The same state. Raises CommandFailed when a later release of this program has written records of it."""
    from managed_image_to_gallery.cli.stored_records import live_resources
    from managed_image_to_gallery.component.state.newer_forms import REMEDY, newer_records, reason

    newer = newer_records(live_resources(state))
    if newer:
        raise CommandFailed(f"{reason(newer)} Nothing was changed.", REMEDY)
    return state


def replace_exported(workspace: automation.Workspace, folder: Path, name: str, seen: Json, wanted: Json) -> None:
    """Import another state in the place of the one that was seen. Raises CommandFailed and CommandError."""
    document = _export(workspace, folder, name)
    if document["deployment"] != seen:
        raise CommandFailed("The stack's state has changed meanwhile.", "Nothing was changed. Run the command again.")
    with TemporaryDirectory() as private:  # only this user may look into it
        file = Path(private) / "state.json"
        file.write_text(json.dumps({**document, "deployment": wanted}), encoding="utf-8")
        workspace.pulumi_command.run(["stack", "import", "--stack", name, "--file", str(file)], str(folder), {})


def _export(workspace: automation.Workspace, folder: Path, name: str) -> Json:
    done = workspace.pulumi_command.run(["stack", "export", "--stack", name], str(folder), {})
    return cast("Json", json.loads(done.stdout))
