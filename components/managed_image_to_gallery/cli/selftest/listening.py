"""What the azure-native provider asks of Azure while a command of a self test runs, for the recording.

The engine is told by variables to have its plugins log everything, into a folder that is made for one command and
deleted after it: the engine's own log, which nobody reads here, has values of the config.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.provider_log import LOG_FILES, exchanges_in
from managed_image_to_gallery.azure.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

PROVIDER_LOG = "provider-log"
"""The folder of that log, in the self test's."""
_PROVIDER = "provider"
_EVERYTHING = {"PULUMI_OPTION_LOGFLOW": "true", "PULUMI_OPTION_VERBOSE": "9"}


@contextmanager
def provider_noted(folder: Path) -> Generator[dict[str, str]]:
    """Within, the provider is listened to; after it, what it asked is in the recording. The value: what that takes.

    Nothing is done, and nothing is needed, where no recording is asked for.
    """
    recording = Recording.asked_for()
    if recording is None:
        yield {}
        return
    logs = folder / PROVIDER_LOG
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(mode=0o700)
    try:
        yield {**_EVERYTHING, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(logs))}
        for file in sorted(each for each in logs.glob(LOG_FILES) if not each.is_symlink()):
            for exchange in exchanges_in(file.read_text(encoding="utf-8", errors="replace")):
                recording.note(exchange, by=_PROVIDER)
    finally:
        shutil.rmtree(logs, ignore_errors=True)
