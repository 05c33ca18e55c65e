"""What the script `gallery-migrate` starts: the command line, or one line that says how to install it.

The component can be installed without the command line's libraries, and pip makes the script all the same.
"""

from __future__ import annotations

import os
import signal
import sys

_INSTALL = "python -m pip install '<wheel or checkout>[cli]'"


def main() -> None:
    """Run the command line.

    Everything is imported below the first line: whoever presses Ctrl-C while Python loads, or after the last word of a
    command, is not to read where in a library that was. A command that runs listens by itself (`stopping`).
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from managed_image_to_gallery.cli.output.outlets import open_what_is_closed

    open_what_is_closed()
    # What is waited for can be told before the libraries are there, which is what is waited for first.
    from managed_image_to_gallery.cli.output.waiting import WAITING

    completes = "_GALLERY_MIGRATE_COMPLETE" in os.environ  # the shell asks, in the midst of a line that is typed
    with WAITING.telling("" if completes else "gallery-migrate starts"):
        _command_line()


def _command_line() -> None:
    from managed_image_to_gallery.cli.exit_status import ExitStatus
    from managed_image_to_gallery.cli.output.outlets import forget_impossible_sizes, use_outlets
    from managed_image_to_gallery.cli.output.waiting import WAITING

    forget_impossible_sizes()
    use_outlets(WAITING.step_aside)
    try:
        from managed_image_to_gallery.cli.main import main as command_line
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("managed_image_to_gallery"):
            raise
        sys.stderr.write(f"gallery-migrate: the package {missing.name} is not installed; run {_INSTALL}\n")
        sys.exit(ExitStatus.UNUSABLE)
    command_line()
