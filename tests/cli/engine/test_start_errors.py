"""Texts of the engine about what could not start, as seen with engine 3.259.0."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.engine.failures import failure_of
from managed_image_to_gallery.cli.engine.start_errors import start_failure

HOST = '  File "/x/bin/pulumi-language-python-exec", line 188, in run\n    runpy.run_path(args.PROGRAM)\n'
HEAD = f"Program failed with an unhandled exception:\nTraceback (most recent call last):\n{HOST}"
VENV = (
    "failed to discover package requirements: The 'virtualenv' option in Pulumi.yaml is set to \"nope\", but "
    '"/p/nope" doesn\'t exist; run the following commands to create the virtual environment and install dependencies '
    "into it:\n    1. python3 -m venv /p/nope\n"
)


@pytest.mark.parametrize(
    ("message", "told", "remedy"),
    [
        (
            f'{HEAD}  File "/p/__main__.py", line 1, in <module>\n    import nope\n'
            "ModuleNotFoundError: No module named 'nope'\n\n",
            "the program: cannot run (__main__.py, line 1): ModuleNotFoundError: No module named 'nope'",
            "virtualenv",
        ),
        (
            f'{HEAD}  File "/p/__main__.py", line 3\n    def broken(:\n               ^\nSyntaxError: invalid syntax\n',
            "the program: cannot run (__main__.py, line 3): SyntaxError: invalid syntax",
            "Correct the file at that place.",
        ),
        (
            f'{HEAD}  File "/p/__main__.py", line 9, in <module>\n    f()\n'
            '  File "/p/.venv/lib/python3.11/site-packages/x/y.py", line 80, in f\n    raise z.E("a: b")\nz.E: a: b\n',
            "the program: cannot run (__main__.py, line 9): E: a: b",
            "Correct the program there",
        ),
        (
            f'{HEAD}  File "/p/a.py", line 2, in f\n    assert 0\nAssertionError\n',
            "(a.py, line 2): AssertionError",
            "there",
        ),
        (VENV, "the program: cannot start: its environment /p/nope is not there", "python3 -m venv /p/nope"),
        (
            "no resource plugin 'pulumi-resource-azure-native' found in the workspace at version v3.29.0 or on $PATH",
            "plugin azure-native: is not installed",
            "`pulumi plugin install resource azure-native 3.29.0`",
        ),
        (
            "failed to discover package requirements: calling `/p/venv/bin/python -m pip list --format json`: exit "
            "status 1",
            "the program: cannot start: its environment has no pip",
            "`/p/venv/bin/python -m ensurepip`",
        ),
        (
            "failed to load language plugin yaml: no language plugin 'pulumi-language-yaml' found in the workspace or "
            "on your $PATH",
            "language host for yaml: is not there",
            "Install Pulumi whole",
        ),
        (
            f'policy pack "/p/pack" failed to start: could not read plugin [/p/pack]: {VENV}',
            "policy pack /p/pack: cannot start: its environment /p/nope is not there",
            "Make it",
        ),
        ('policy pack "/p/pack" failed to start: exit status 1', "policy pack /p/pack: cannot start", "leave it out"),
    ],
)
def test_the_cause_is_one_line_with_its_place_and_its_remedy(message: str, told: str, remedy: str) -> None:
    failure = failure_of(None, message)
    head, arrow, advice = failure.text().partition("\n    → ")
    assert told in head
    assert "\n" not in head
    assert arrow
    assert remedy in advice


@pytest.mark.parametrize("message", ["update failed", 'Code="ScopeLocked" Message="a lock"', "File not found"])
def test_other_texts_are_none_of_these(message: str) -> None:
    assert start_failure(message) is None
