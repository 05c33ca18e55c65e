"""RuntimeOptionsPrompts: what `pulumi new` and `pulumi install` ask for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from google.protobuf import json_format
from pulumi.runtime.proto import language_pb2

if TYPE_CHECKING:
    from google.protobuf import struct_pb2

_Prompt = language_pb2.RuntimeOptionPrompt
_Value = language_pb2.RuntimeOptionPrompt.RuntimeOptionValue


def runtime_option_prompts(options: struct_pb2.Struct) -> list[_Prompt]:
    """The questions still open: the toolchain, then with pip the virtual environment (pulumi-language-python)."""
    given: dict[str, object] = json_format.MessageToDict(options)
    if "toolchain" not in given:
        found = ["pip", *(["uv"] if shutil.which("uv") else [])]
        return [_prompt("toolchain", "The toolchain to use for installing dependencies and running the program", found)]
    if given["toolchain"] == "pip" and "virtualenv" not in given:
        return [_prompt("virtualenv", "The virtualenv to use", ["venv"])]
    return []


def _prompt(key: str, description: str, choices: list[str]) -> _Prompt:
    values = [_Value(promptType=_Prompt.STRING, stringValue=choice, displayName=choice) for choice in choices]
    return _Prompt(key=key, description=description, promptType=_Prompt.STRING, choices=values, default=values[0])
