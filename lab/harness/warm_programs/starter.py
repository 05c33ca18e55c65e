"""What is started instead of a Python script: it has the zygote fork that script's process, and stands for it.

Copied to a file with the name of what it stands for. Signals are passed on to the script, its end is this process's
end, and when this process is killed the zygote kills the script.

It starts several times in each run of the engine. So it takes the interpreter's own modules: `socket` and
`json`, which are written in Python, would take longer to import than all the rest takes.
"""

from __future__ import annotations

import _socket
import ctypes
import marshal
import os
import signal
import sys

_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux' prctl(2), where alone programs start warm."""

SOCKET_VARIABLE = "WARM_PROGRAMS_SOCKET"
"""The zygote's socket."""


def main() -> None:
    """Ask for the script, wait for its end, and end as it did."""
    # The engine ends a host with all of its children, but a script's children are those of the zygote's fork.
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    connection = _socket.socket(_socket.AF_UNIX)
    connection.connect(os.environ[SOCKET_VARIABLE])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: connection.sendall(bytes([number])))
    data = marshal.dumps((sys.argv, os.getcwd(), dict(os.environ)))  # noqa: PTH109 - pathlib is Python, too
    streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
    length = len(data).to_bytes(4, "big")
    connection.sendmsg([length], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
    connection.sendall(data)
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
