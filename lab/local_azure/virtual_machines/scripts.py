"""What a script prints. No script is run: echo lines are printed literally, everything else prints nothing.

An image can say what every script prints (`guest`). This is on the list of differences from Azure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from local_azure.arm.json_types import Json, as_list, as_object

_PRINTING = re.compile(r"^\s*(?:sudo\s+)?(?:echo|Write-Output|Write-Host)\s+(?P<text>.*?)\s*$", re.IGNORECASE)
_SEPARATORS = re.compile(r"&&|;|\n")
TAIL = 4096
"""Only the last 4096 bytes of the output are kept.

Source: lab/tests/recorded/facts/cli_2019-03-01_run_command_invoke.jsonl.
"""


@dataclass(frozen=True)
class Printed:
    """What came out of a script."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0


def printed_by(script: str, guest: Json) -> Printed:
    """The output of a script on a machine with this guest."""
    if {"stdout", "stderr", "exitCode"} & guest.keys():
        return Printed(_tail(str(guest.get("stdout", ""))), str(guest.get("stderr", "")), int(guest.get("exitCode", 0)))
    found = (_PRINTING.match(each) for each in _SEPARATORS.split(script))
    return Printed(_tail("".join(_unquoted(each.group("text")) + "\n" for each in found if each)))


def script_of(body: Json) -> str:
    """The script of a run command's body: lines (`script: [...]`) or one text (`source.script`)."""
    lines = as_list(body.get("script"))
    return "\n".join(str(each) for each in lines) or str(as_object(body.get("source")).get("script", ""))


def result_value(printed: Printed, os_type: str) -> list[Json]:
    """`value[]` of a v1 run command: one entry on Linux, two on Windows, and no exit code.

    Source: docs/reference/azure-errors.md#run-command-that-failed.
    """
    if os_type == "Windows":
        return [
            _entry("ComponentStatus/StdOut/succeeded", printed.stdout),
            _entry("ComponentStatus/StdErr/succeeded", printed.stderr),
        ]
    text = f"Enable succeeded: \n[stdout]\n{printed.stdout}\n[stderr]\n{printed.stderr}"
    return [_entry("ProvisioningState/succeeded", text)]


def _entry(code: str, message: str) -> Json:
    return {"code": code, "level": "Info", "displayStatus": "Provisioning succeeded", "message": message}


def _tail(text: str) -> str:
    return text.encode()[-TAIL:].decode(errors="ignore")


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
