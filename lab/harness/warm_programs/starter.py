"""What is started instead of a Python script: it has the zygote fork that script's process, and stands for it.

Copied to a file with the name of what it stands for; needs nothing but the standard library. Signals are passed on to
the script, its end is this process's end, and when this process is killed the zygote kills the script.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
from pathlib import Path

_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux' prctl(2), where alone programs start warm."""

SOCKET_VARIABLE = "WARM_PROGRAMS_SOCKET"
"""The zygote's socket."""
SCRIPTS_VARIABLE = "WARM_PROGRAMS_SCRIPTS"
"""The scripts that the zygote runs, as JSON: by the name of the file that stands for each."""


def main() -> None:
    """Ask for the script, wait for its end, and end as it did."""
    # The engine ends a host with all of its children, but a script's children are those of the zygote's fork.
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ[SOCKET_VARIABLE])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: connection.sendall(bytes([number])))
        script = json.loads(os.environ[SCRIPTS_VARIABLE])[Path(sys.argv[0]).name]
        argv = [script, *sys.argv[1:]]
        request = {"argv": argv, "cwd": str(Path.cwd()), "environment": {**os.environ}}
        data = f"{json.dumps(request)}\n".encode()
        sent = socket.send_fds(connection, [data], [0, 1, 2])
        connection.sendall(data[sent:])
        _end_as(int.from_bytes(connection.recv(4), "big"))


def _end_as(wait_status: int) -> None:
    """End this process as one that was waited for with `wait_status`."""
    status = os.waitstatus_to_exitcode(wait_status)
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status)


if __name__ == "__main__":
    main()
