"""`python -m demo`: the whole migration, with the real engine, against the embedded Azure."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from demo.azure import local_azure
from demo.screen import Screen, StepFailed
from demo.story import Story
from demo.workspace import PROJECT, workspace

# A version that takes 25 minutes in Azure takes half a second.
TIME_SCALE = 0.0003


def main() -> int:
    """Run the demo; the exit status is 0 only when every promise held."""
    screen = Screen()
    started = time.monotonic()
    screen.say("Real Pulumi engine; embedded Azure and a stand-in azure-native provider (test doubles, no cloud).")
    try:
        with tempfile.TemporaryDirectory(prefix="managed-image-to-gallery-") as folder:
            place = Path(folder)
            with local_azure(PROJECT / "examples" / "how-to.yaml", place, TIME_SCALE) as azure:
                Story(azure, workspace(place, azure.environment, screen), screen).tell()
    except StepFailed as failure:
        screen.failed(str(failure))
        return 1
    except KeyboardInterrupt:
        screen.failed("interrupted; the demo leaves nothing behind")
        return 130
    screen.say("")
    screen.proven(f"the whole migration, every step proven, in {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
