"""What belongs to the job becomes a text with its remedy; what does not is a defect."""

from __future__ import annotations

import errno
import json
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, cast

import pytest
import yaml
from pulumi.automation import CommandResult
from pulumi.automation.errors import CommandError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError as RuamelError

from managed_image_to_gallery.cli.error_edge import expected
from managed_image_to_gallery.cli.exit_status import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[..., object]


HTTP = 'performing HTTP request: Get "https://x/api/user": dial tcp 127.0.0.1:1: connect: connection refused'


def raised_by(read: Read, *arguments: object) -> Exception:
    with pytest.raises((yaml.YAMLError, RuamelError, ValueError, RecursionError)) as caught:
        read(*arguments)
    return caught.value


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/nope/x.html"), "/nope/x.html: No such file"),
        (PermissionError(errno.EACCES, "Permission denied", "/etc/x"), "/etc/x: Permission denied"),
        (OSError(errno.ENOSPC, "No space left on device", "standard output"), "standard output: No space left"),
        (FileExistsError(errno.EEXIST, "File exists", "/p/.gallery-migrate"), "→ Move what is there out of the way."),
        (OSError(errno.ELOOP, "Too many levels of symbolic links", "/p/x"), "/p/x: Too many levels of symbolic links."),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "→ Name a place on a disk that can be written."),
        (raised_by(yaml.safe_load, "a: 1\nb: [\n"), "line 3, column 1"),
        (raised_by(cast("Read", YAML().load), "a: 1\n\tb: 2\n"), "line 2, column 1"),
        (raised_by(bytes.decode, b"\xfc", "utf-8"), "Save it as UTF-8."),
        (raised_by(json.loads, "{"), "no JSON"),
        (raised_by(json.loads, "[" * 100_000), "nested more deeply"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_text(error: Exception, text: str) -> None:
    known = expected(error)
    assert known is not None
    assert text in str(known)
    assert "→" in str(known)
    assert known.status is ExitStatus.UNUSABLE


@pytest.mark.parametrize(
    ("error", "text", "status"),
    [
        (CommandError(CommandResult("", "error: incorrect passphrase", 255)), "incorrect passphrase", 2),
        (CommandError(CommandResult("", f"error: {HTTP}", 255)), "backend was not reached", 4),
        (
            CommandError(CommandResult("", 'error: unable to open bucket "azblob://x": no', 255)),
            "PULUMI_BACKEND_URL",
            4,
        ),
        (CommandError(CommandResult("", "", -11)), "SIGSEGV", 4),
        (CommandError(CommandResult("", "", 139)), "SIGSEGV", 4),
        (CommandError(CommandResult("", "", 77)), "exit status 77", 4),
        (CalledProcessError(-11, ["pulumi", "version"]), "does not work", 4),
    ],
)
def test_an_engine_that_fails_is_a_text(error: Exception, text: str, status: int) -> None:
    known = expected(error)
    assert known is not None
    assert text in str(known)
    assert "→" in str(known)
    assert known.status == status


@pytest.mark.parametrize("error", [KeyError("replicas"), OSError("without a number"), RuntimeError("x")])
def test_anything_else_is_a_defect(error: Exception) -> None:
    assert expected(error) is None


def test_only_the_error_of_the_engine_is_told_and_not_what_it_said_before() -> None:
    known = expected(CommandError(CommandResult("", f"Logging in using access token from X\nerror: {HTTP}", 255)))
    assert known is not None
    assert known.reason == HTTP
