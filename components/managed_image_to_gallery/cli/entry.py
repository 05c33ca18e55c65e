"""What the script `gallery-migrate` starts: the command line, or one line that says how to install it.

The component can be installed without the command line's libraries, and pip makes the script all the same.
"""

from __future__ import annotations

import sys

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.outlets import open_what_is_closed, use_outlets

_INSTALL = "python -m pip install '<wheel or checkout>[cli]'"


def main() -> None:
    """Run the command line."""
    open_what_is_closed()
    try:
        from managed_image_to_gallery.cli.main import main as command_line
        from managed_image_to_gallery.cli.output.waiting import WAITING
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("managed_image_to_gallery"):
            raise
        sys.stderr.write(f"gallery-migrate: the package {missing.name} is not installed; run {_INSTALL}\n")
        sys.exit(ExitStatus.UNUSABLE)
    use_outlets(WAITING.step_aside)
    with WAITING.telling():
        command_line()
