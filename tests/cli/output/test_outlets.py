"""Standard outputs that fail, with real pipes and devices."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from managed_image_to_gallery.cli.output.outlets import Outlet, nobody_reads
from tests.cli.digests import preview, step

_RUN = "from managed_image_to_gallery.cli.entry import main; main()"
_WORK_AND_PRINT = """
import sys
from managed_image_to_gallery.cli.output.outlets import use_outlets
use_outlets()
for number in range(20000):
    print("a line that fills the buffer", number)
print("at the end", file=sys.stderr)
"""
FULL = Path("/dev/full")


@pytest.fixture
def unread() -> int:
    """The write end of a pipe that nobody reads any more."""
    read, write = os.pipe()
    os.close(read)
    return write


def check_plan(stdout: int, **environment: str) -> subprocess.CompletedProcess[str]:
    """`plan-check` of a good plan, whose verdict goes to standard output."""
    return subprocess.run(
        [sys.executable, "-c", _RUN, "plan-check"],
        input=preview(step("import", "Image")),
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        text=True,
        check=False,
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_gone_is_no_error(unread: int, unbuffered: str) -> None:
    done = check_plan(unread, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["plan-check", "completion --help", "nonsense"])
def test_an_output_that_is_closed_from_the_beginning_ends_no_command(closed: str, words: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {words} {closed}', "sh", sys.executable, "-c", _RUN],
        input=preview(step("import", "Image")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(("system", "is_closed"), [("win32", True), ("linux", False)])
def test_a_closed_pipe_of_windows_is_no_error(system: str, is_closed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert nobody_reads(OSError(errno.EINVAL, "Invalid argument"), is_terminal=False) is is_closed


@pytest.mark.posix
def test_a_terminal_that_is_closed_meanwhile_is_no_error() -> None:
    master, terminal = os.openpty()
    outlet = Outlet(terminal)
    os.close(master)
    assert (outlet.write(b"a line"), outlet.failure) == (6, None)
    os.close(terminal)


def test_what_is_still_to_be_done_is_done_when_nobody_reads(unread: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WORK_AND_PRINT], stdout=unread, stderr=subprocess.PIPE, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "at the end\n")


@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full is Linux's")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_told_once(unbuffered: str) -> None:
    with FULL.open("wb") as full:
        done = check_plan(full.fileno(), PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "gallery-migrate: standard output: No space left on device.",
        "    → Free space on that disk, or name a place on another one.",
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_character_that_the_output_lacks_is_replaced(encoding: str) -> None:
    program = (
        'from managed_image_to_gallery.cli.output.outlets import use_outlets; use_outlets(); print("web \\u2192 x")'
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    assert done.stdout.split() == [b"web", b"?", b"x"]


@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full is Linux's")
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["publish", "--help"]])
def test_help_that_cannot_be_written_is_told_too(words: list[str]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", _RUN, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.count("standard output: No space left on device.") == 1
