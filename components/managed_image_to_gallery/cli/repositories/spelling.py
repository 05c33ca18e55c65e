"""How a part of an id is written in a repository, where a variable may stand for it or for a piece of it. Pure.

Names are compared without regard to case, as Azure does. A variable fits every name, `web-${var.stage}` those that
begin with `web-`.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

VARIABLE = (
    r"(?:\$\{\{[^{}\n]{0,200}\}\}|\{\{[^{}\n]{0,200}\}\}|\$\{[^{}\n]{0,200}\}|#\{[^{}\n]{0,100}\}#?|\{[^{}\n/]{0,100}\}"
    r"|\$\([^()\n]{0,200}\)|@\{[^{}\n]{0,100}\}|<[A-Za-z][^<>\n/]{0,80}>|%[A-Za-z_]\w*%|%[sdvq]|\$[A-Za-z_]\w*|__\w+?__)"
)
"""A variable inside a text, as shells, pipelines, templates and programming languages write it."""

EXPRESSION = r"(?:[A-Za-z_$][\w.$]*(?:\([^()\n]{0,200}\)|\[[^\[\]\n]{0,100}\])?(?:\.[A-Za-z_][\w.]*(?:\(\))?)*)"
"""What stands between two texts that are joined: a name, a call or a member, without an operator of its own."""

_QUOTE = r"\\{0,4}[\"'`]"
PLUS = rf"(?:{_QUOTE}\s*[+&]\s*{EXPRESSION}\s*[+&]\s*{_QUOTE})"
"""A variable between two texts that are joined by an operator: `"web-" + stage + "-x"`."""

COMMA = rf"(?:{_QUOTE}\s*,\s*{EXPRESSION}\s*,\s*{_QUOTE})"
"""The same between the arguments of `concat`. A list has commas too, so it may only be a part as a whole."""

SEAM = rf"(?:{_QUOTE}\s*[,+&]?\s*{_QUOTE})"
"""Where one text ends and the next one begins, joined by an operator, by `concat` or by standing side by side."""

PLUS_AT_THE_END = rf"(?:{_QUOTE}\s*[+&]\s*{EXPRESSION})"
COMMA_AT_THE_END = rf"(?:{_QUOTE}\s*,\s*{EXPRESSION}(?=\s*[,)]))"

_VARIABLES = re.compile(f"{PLUS}|{COMMA}|{PLUS_AT_THE_END}|{COMMA_AT_THE_END}|{VARIABLE}")


class Fit(Enum):
    """How a written part goes with a name."""

    SAME = "same"
    MAY_BE = "may be"
    OTHER = "other"


def fit(written: str, name: str) -> Fit:
    """Whether a part as it is written names this, may name it, or names another."""
    if written.casefold() == name.casefold():
        return Fit.SAME
    pattern = _pattern(written)
    return Fit.MAY_BE if pattern is not None and pattern.fullmatch(name) else Fit.OTHER


def says_nothing(written: str) -> bool:
    """Whether a part is a variable and nothing else."""
    return _VARIABLES.fullmatch(written) is not None


def is_literal(written: str) -> bool:
    """Whether a part has no variable in it."""
    return _VARIABLES.search(written) is None


@lru_cache(maxsize=4096)
def _pattern(written: str) -> re.Pattern[str] | None:
    """What the names have in common that a part with variables stands for; None for a part without one."""
    literals = _VARIABLES.split(written)
    if len(literals) == 1:
        return None
    return re.compile(".*".join(re.escape(each) for each in literals), re.IGNORECASE | re.DOTALL)


ANY = "${any}"
"""How a part is handed on that a program computes: it fits every name."""
