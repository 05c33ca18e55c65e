"""What the script `gallery-migrate` starts: the command line, or one line that says how to install it.

The component can be installed without the command line's libraries, and pip makes the script all the same.
"""

from __future__ import annotations

import io
import sys

from managed_image_to_gallery.cli.exit_status import ExitStatus

_INSTALL = "python -m pip install '<wheel or checkout>[cli]'"


def main() -> None:
    """Run the command line."""
    try:
        from managed_image_to_gallery.cli.main import main as command_line
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("managed_image_to_gallery"):
            raise
        sys.stderr.write(f"gallery-migrate: the package {missing.name} is not installed; run {_INSTALL}\n")
        sys.exit(ExitStatus.UNUSABLE)
    _never_fail_on_a_character()
    command_line()


def _never_fail_on_a_character() -> None:
    """Print a replacement for what an output cannot encode: a redirected one on Windows has an old code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
