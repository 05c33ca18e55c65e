"""What the script `gallery-migrate` starts: the command line, or one line that says how to install it.

The component can be installed without the command line's libraries, and pip makes the script all the same.
"""

from __future__ import annotations

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
    from managed_image_to_gallery.cli.exit_status import ExitStatus
    from managed_image_to_gallery.cli.output.outlets import open_what_is_closed, use_outlets

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
