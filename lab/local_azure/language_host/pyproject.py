"""The one thing the host reads from a plugin's pyproject.toml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = re.compile(r"^\s*\[(?P<name>[^\[\]]+)\]\s*(#.*)?$")
_NAME = re.compile(r"""^\s*name\s*=\s*["'](?P<name>[^"']+)["']""")


def project_name(path: Path) -> str | None:
    """`[project] name` of a buildable package; None without the file, the name or a `[build-system]`.

    Read line by line: Python 3.10 has no TOML reader, and a name is a plain string by PEP 621.
    """
    if not path.exists():
        return None
    table, tables, name = "", set[str](), None
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := _TABLE.match(line):
            table = heading["name"].strip()
            tables.add(table)
        elif table == "project" and (entry := _NAME.match(line)):
            name = entry["name"]
    return name if "build-system" in tables else None
