"""What the script starts, before any command."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli import entry, main

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def ctrl_c_as_it_was() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def printing() -> None:
    sys.stdout.write("web → 1.0.0\n")
    sys.stdout.flush()


def test_a_character_that_the_output_lacks_ends_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="\n")
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(main, "main", printing)
    entry.main()
    assert output.buffer.getvalue() == b"web ? 1.0.0\n"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_defect_of_the_product_is_not_taken_for_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "managed_image_to_gallery.cli.main", None)
    with pytest.raises(ModuleNotFoundError, match=r"managed_image_to_gallery\.cli\.main"):
        entry.main()


WHILE_IT_LOADS = """
import os, signal
from managed_image_to_gallery.cli import entry
from managed_image_to_gallery.cli.output import outlets
outlets.open_what_is_closed = lambda: os.kill(os.getpid(), signal.SIGINT)
entry.main()
"""
AFTER_ITS_LAST_WORD = """
import os, signal
from managed_image_to_gallery.cli import entry, main
main.main = lambda: None
entry.main()
os.kill(os.getpid(), signal.SIGINT)
"""


@pytest.mark.posix
@pytest.mark.parametrize("program", [WHILE_IT_LOADS, AFTER_ITS_LAST_WORD])
def test_ctrl_c_beside_a_command_ends_the_process_without_a_traceback(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


BEFORE_IT_LOADS = """
import sys
from contextlib import nullcontext
from managed_image_to_gallery.cli import entry
from managed_image_to_gallery.cli.output.waiting import WAITING
found = []
def telling(starting):
    found.append((starting, sorted({"typer", "rich", "pydantic", "pulumi", "yaml", "asyncio"} & sys.modules.keys())))
    return nullcontext()
WAITING.telling = telling
sys.argv = ["gallery-migrate", "--version"]
try:
    entry.main()
finally:
    print(found)
"""


@pytest.mark.parametrize(("more", "said"), [({}, "gallery-migrate starts"), ({"_GALLERY_MIGRATE_COMPLETE": "x"}, "")])
def test_that_it_starts_is_told_before_any_library_is_read_and_to_no_shell_that_completes(
    more: dict[str, str], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_IT_LOADS], capture_output=True, text=True, check=False, env={**os.environ, **more}
    )
    assert done.stdout.splitlines()[-1] == f"[({said!r}, [])]", done.stderr
