"""What README and the page about the first migration say to type, and the sessions in which a test types it."""

from __future__ import annotations

import re

from harness.product import ROOT

_BLOCK = re.compile(r"^```(?:console|powershell|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`((?:winget|brew|curl|az|pulumi|source|py|local-azure) [^`\n]+|venv\\[^`\n]+\.ps1)`(?!`)")


def typed(page: str) -> list[str]:
    """Every command of a page, once, in its order: of blocks, and of tables and sentences."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found: list[tuple[int, str]] = []
    for block in _BLOCK.finditer(text):
        lines = block[1].replace("\\\n", " ").splitlines()
        commands = [re.sub(r"^(\$|PS>) ", "", line.partition(" #")[0]).strip() for line in lines]
        found += [(block.start(), " ".join(command.split())) for command in commands if command]
    without = _BLOCK.sub(lambda block: " " * len(block[0]), text)
    found += [(each.start(), each[1].replace(r"\|", "|")) for each in _INLINE.finditer(without)]
    return list(dict.fromkeys(command for _, command in sorted(found, key=lambda each: each[0])))
