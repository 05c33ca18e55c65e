"""The product has no call that Windows lacks, and says the encoding of every text that it reads or writes."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "components" / "managed_image_to_gallery"
POSIX_MODULES = frozenset(
    {"crypt", "curses", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
)
POSIX_NAMES = frozenset(
    """
    SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH
    add_signal_handler remove_signal_handler pthread_kill pthread_sigmask setitimer sigwait
    chown chroot fork forkpty getegid geteuid getgid getlogin getpgid getpgrp getuid killpg lchown mkfifo nice pipe2
    posix_spawn sched_getaffinity setpgid setsid sysconf tcgetpgrp tcsetpgrp uname wait3 wait4
    add_reader add_writer create_unix_connection create_unix_server open_unix_connection AF_UNIX
    preexec_fn process_group
    """.split()  # noqa: SIM905 - a list would have a line for each
)
"""Members and keyword arguments that Python has on POSIX systems alone. `start_new_session` is ignored on Windows."""
TEXT_CALLS = frozenset({"open", "read_text", "write_text", "TextIOWrapper", "NamedTemporaryFile", "fdopen"})
"""Calls that read or write text in the encoding of the machine, where nobody says another."""


def faults(tree: ast.AST) -> Iterator[str]:
    """What lacks elsewhere; a branch that asks for the system first (`sys.platform …`) may have what it likes."""
    for node in everywhere(tree):
        yield from posix_only(node)
        if isinstance(node, ast.Call) and in_an_unnamed_encoding(node):
            yield f"line {node.lineno}: {ast.unparse(node.func)} says no encoding"


def everywhere(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test).startswith("sys.platform ")):
            yield node
            yield from everywhere(node)


def posix_only(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (f"line {node.lineno}: import {each.name}" for each in node.names if each.name in POSIX_MODULES)
    elif isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
        yield f"line {node.lineno}: from {node.module} import"
    elif isinstance(node, ast.Attribute) and node.attr in POSIX_NAMES:
        yield f"line {node.lineno}: {ast.unparse(node)}"
    elif isinstance(node, ast.keyword) and node.arg in POSIX_NAMES:
        yield f"line {node.lineno}: {node.arg}="


def in_an_unnamed_encoding(call: ast.Call) -> bool:
    named = {each.arg for each in call.keywords}
    if "encoding" in named:
        return False
    if "text" in named or "universal_newlines" in named:
        return True
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in TEXT_CALLS and not is_binary(call) and ast.unparse(call.func) not in OTHER_OPENS


def is_binary(call: ast.Call) -> bool:
    texts = [
        each.value for each in (*call.args, *(each.value for each in call.keywords)) if isinstance(each, ast.Constant)
    ]
    return any(isinstance(text, str) and "b" in text and len(text) <= 3 for text in texts)


OTHER_OPENS = frozenset({"os.open", "MigrationStack.open", "StackFile.open", "transport.open"})
"""Functions of that name that open no text."""


def modules() -> list[Path]:
    return sorted(PRODUCT.rglob("*.py"))


def test_a_module_has_nothing_that_another_system_lacks() -> None:
    found = {str(each.relative_to(ROOT)): [*faults(ast.parse(each.read_bytes()))] for each in modules()}
    assert len(found) > 100
    assert {module: each for module, each in found.items() if each} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from termios import tcgetattr",
        "loop.add_signal_handler(number, stop)",
        "os.killpg(group, number)",
        "signal.SIGHUP",
        "Popen(command, preexec_fn=prepare)",
        "path.read_text()",
        "open(path)",
        "path.open('a')",
        "subprocess.run(command, text=True)",
    ],
)
def test_what_only_one_system_has_is_found(code: str) -> None:
    assert len([*faults(ast.parse(code))]) == 1


@pytest.mark.parametrize(
    "code",
    [
        "path.read_text(encoding='utf-8')",
        "open(path, 'rb')",
        "getattr(signal, 'SIGHUP', None)",
        "os.open(path, 0)",
        "if sys.platform == 'win32':\n    import msvcrt\nelse:\n    import termios",
    ],
)
def test_what_every_system_has_is_left_alone(code: str) -> None:
    assert [*faults(ast.parse(code))] == []


def words_of_the_job() -> list[str]:
    """The command by which the workflow runs the tests on Windows and macOS."""
    workflow: Any = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8"))
    (command,) = [step["run"] for step in workflow["jobs"]["platforms"]["steps"] if "pytest" in step.get("run", "")]
    return command.split()


def files_of_the_job() -> list[Path]:
    words = words_of_the_job()
    named = {ROOT / word for word in words if word.startswith("tests/")}
    left_out = {ROOT / word for before, word in itertools.pairwise(words) if before == "--ignore"}
    assert [path for path in named if not path.exists()] == []
    found = {file for path in named - left_out for file in ([path] if path.is_file() else path.rglob("test_*.py"))}
    return sorted(found - left_out)


LABORATORY = re.compile(r"^from (harness|soak|demo|local_azure)\b", re.MULTILINE)
IN_TESTS = frozenset({"chmod", "geteuid", "openpty"})
"""Members that Windows has not, or in name only, and that the product has a way around."""


def needs_posix(test: ast.AST) -> bool:
    texts = [node.value for node in ast.walk(test) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    members = {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    return bool(members & (POSIX_NAMES | IN_TESTS)) or any(text.startswith("#!/") for text in texts)


def is_left_out(test: ast.FunctionDef) -> bool:
    return any(ast.unparse(each) == "pytest.mark.posix" for each in test.decorator_list)


def test_what_runs_on_windows_needs_neither_the_laboratory_nor_posix() -> None:
    files = files_of_the_job()
    assert len(files) > 50
    assert [str(file.relative_to(ROOT)) for file in files if LABORATORY.search(file.read_text(encoding="utf-8"))] == []
    unmarked = [
        f"{file.relative_to(ROOT)}: {one.name}"
        for file in files
        for one in ast.parse(file.read_bytes()).body
        if isinstance(one, ast.FunctionDef)
        and one.name.startswith("test_")
        and needs_posix(one)
        and not is_left_out(one)
    ]
    assert unmarked == []
