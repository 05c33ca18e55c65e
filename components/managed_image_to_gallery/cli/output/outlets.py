"""Standard output and standard error that end no command.

An output can fail at any moment: the reader of a pipe has gone (`| head`), the disk behind a redirection is full.
Raised where something is printed, that would end a command in the middle of an update. So a failed write is remembered,
what follows is thrown away, and the command tells it when its work is done. A reader that has gone is no error: it has
seen what it wanted.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from typing_extensions import Buffer


class Outlet(io.FileIO):
    """A file descriptor to write to that raises nothing; `failure` is the first error.

    That nobody reads any more is no error.
    """

    def __init__(self, descriptor: int, before: Callable[[], None] = lambda: None) -> None:
        """Write to a descriptor that stays open when this object is gone; `before` is called before each write."""
        super().__init__(descriptor, "wb", closefd=False)
        self._before = before
        self.failure: OSError | None = None
        self._is_terminal = self.isatty()
        self._has_ended = False

    def write(self, content: Buffer) -> int:
        """Write, or throw away once a write has failed; the number of bytes taken."""
        if not self._has_ended:
            self._before()
            try:
                return super().write(content)
            except OSError as error:
                self._has_ended = True
                self.failure = None if nobody_reads(error, is_terminal=self._is_terminal) else error
        return memoryview(content).nbytes


def nobody_reads(error: OSError, *, is_terminal: bool) -> bool:
    """Whether the other end of a pipe or a terminal is closed; the latter answers as a broken disk does.

    Windows answers a write into such a pipe as a call that is wrong (python/cpython#79935).
    """
    if isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL):
        return True
    return is_terminal and error.errno == errno.EIO


def open_what_is_closed() -> None:
    """Let standard input and outputs that the caller has closed (`>&-`) be nothing to read, and nowhere to write to.

    Python has None in their places, and the next file that is opened would take the descriptor of an output.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - as long as the process
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def forget_impossible_sizes() -> None:
    """Let COLUMNS and LINES that are no size of a screen be as if they were not set.

    Some terminals and runners say 0. Rich takes that for a width, and every character that is a digit (`²`) for a
    number.
    """
    for name in ("COLUMNS", "LINES"):
        if re.fullmatch(r"0*[1-9][0-9]*", os.environ.get(name, "")) is None:
            os.environ.pop(name, None)


def use_outlets(before: Callable[[], None] = lambda: None) -> None:
    """Let this process print through outlets, with a replacement for each character that an output cannot encode.

    before: called before each write.

    A redirected output on Windows has an old code page. A console there is no file of bytes, and stays what it is.
    """
    sys.stdout, sys.stderr = _outlet(sys.stdout, before), _outlet(sys.stderr, before)


def _outlet(stream: Any, before: Callable[[], None]) -> IO[str]:
    if not isinstance(stream, io.TextIOWrapper):
        return cast("IO[str]", stream)
    stream.reconfigure(errors="replace")
    buffer = cast("object", stream.buffer)
    raw = cast("object", getattr(buffer, "raw", buffer))
    if type(raw) is not io.FileIO:
        return cast("IO[str]", stream)
    written = io.BufferedWriter(Outlet(raw.fileno(), before))
    by_lines = stream.line_buffering or stream.write_through
    outlet = io.TextIOWrapper(written, encoding=stream.encoding, errors="replace", line_buffering=by_lines)
    return cast("IO[str]", outlet)


def flush_outlets() -> None:
    """Write what is still in the buffers. Raises OSError, once, where an output could not be written.

    Left to the end of the process, nobody could tell the error any more.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    for outlet in _outlets((sys.stdout,)):
        failure, outlet.failure = outlet.failure, None
        if failure is not None:
            raise OSError(failure.errno, failure.strerror, "standard output")


def _outlets(streams: Iterable[object]) -> list[Outlet]:
    raws = (getattr(getattr(stream, "buffer", None), "raw", None) for stream in streams)
    return [raw for raw in raws if isinstance(raw, Outlet)]
