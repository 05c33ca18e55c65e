#!/usr/bin/env python3
"""The report of `ci/drift.sh` from what the engine printed as JSON.

ci/drift_report.py STACK REFRESH_STATUS REFRESH_FILE PREVIEW_STATUS PREVIEW_FILE [REPORT_FILE]

Prints the whole report; the file gets what GitHub takes of it. Ends with status 0 when Azure, state and config agree, 1
when something differs, 2 when it could not be found out. The shape is that of `pulumi refresh|preview --json`
(pkg/display/json.go): of a refresh a step `refresh` found no difference. Needs nothing but Python.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

Step = dict[str, Any]

NAMED = 100
"""Differences that are named above the details."""
LONGEST = 60_000
"""Characters of a report; GitHub takes 65,536."""
NO_CHANGES_EXPECTED = 7
"""The engine's status for changes where `--expect-no-changes` is given."""

SAME = frozenset({"same", "refresh", "read"})
OF_THE_ENGINE = ("pulumi:pulumi:Stack", "pulumi:providers:")
SIGNATURE_OF_SECRETS = "4dabf18193072939515e22adb298388d"
_STEPS = re.compile(r'\["([^"]*)"\]|([^.\[\]]+)')
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
VERDICTS = ("✅ as Azure says", "⚠️ differs from Azure or from its config", "❔ could not be compared with Azure")


@dataclass(frozen=True)
class Answer:
    """What one run of the engine says: its status, its JSON (None when it printed none), and all that it printed."""

    status: int
    digest: dict[str, Any] | None
    text: str

    @property
    def answered(self) -> bool:
        """Whether it came to the end."""
        return self.digest is not None and self.status in {0, NO_CHANGES_EXPECTED}

    @property
    def steps(self) -> list[Step]:
        """The steps that find or make a difference."""
        found = cast("list[Step]", (self.digest or {}).get("steps") or [])
        return [one for one in found if one["op"] not in SAME and not _type(one).startswith(OF_THE_ENGINE)]

    @property
    def errors(self) -> list[str]:
        """Why it failed."""
        found = cast("list[Step]", (self.digest or {}).get("diagnostics") or [])
        messages = [
            str(one.get("message")).strip() for one in found if str(one.get("severity", "")).startswith("error")
        ]
        return messages if self.digest is not None else [self.text.strip() or "The engine printed nothing."]


def read_answer(status: str, file: str) -> Answer:
    """The answer in a file."""
    text = Path(file).read_text(encoding="utf-8", errors="replace")
    try:
        digest = json.loads(text)
    except ValueError:
        digest = None
    return Answer(int(status), digest if _is_digest(digest) else None, text)


def _is_digest(found: Any) -> bool:
    """Whether it is a preview, each of whose steps says what is done to which resource."""
    steps = cast("Step", found).get("steps") if isinstance(found, dict) else 0
    return steps is None or (isinstance(steps, list) and all(_is_step(one) for one in cast("list[Any]", steps)))


def _is_step(found: Any) -> bool:
    return isinstance(found, dict) and str(cast("Step", found).get("urn")).count("::") >= 3 and "op" in found


def status_of(answers: list[Answer]) -> int:
    """0 when all agree, 1 when something differs, 2 when it is not known."""
    if not all(one.answered for one in answers):
        return 2
    return int(any(one.status == NO_CHANGES_EXPECTED or one.steps for one in answers))


def report(stack: str, azure: Answer, config: Answer, longest: int | None = None) -> str:
    """The report, with as many lines of its details as there is room for."""
    status = status_of([azure, config])
    head = f"<!-- gallery-migrate drift of {stack} -->\n\n### Stack `{stack}`: {VERDICTS[status]}\n"
    if status == 0:
        return head
    parts = [
        *_named("Azure differs from the state", azure),
        *_named("The config differs from the state", config),
        *(f"- {_code(one.partition(chr(10))[0])}" for answer in (azure, config) for one in answer.errors[:3]),
    ]
    details = [line for answer in (azure, config) for line in (*_details(answer), *_lines(answer.errors))]
    advice = (
        "Decide which is right: change Azure back, or the config by a pull request. "
        "`pulumi refresh --run-program` takes what Azure has into the state.\n"
    )
    above = f"{head}\n{chr(10).join(parts)}\n\n"
    room = None if longest is None else longest - len(above) - len(advice) - 500
    return f"{above}{_collapsed(details, room)}{advice}"


def _named(title: str, answer: Answer) -> list[str]:
    steps = answer.steps if answer.answered else []
    if not steps and answer.status != NO_CHANGES_EXPECTED:
        return []
    listed = [f"- {one['op']} {_code(_type(one))} **{_code(_name(one))}**" for one in steps[:NAMED]]
    more = [f"- and {len(steps) - NAMED} more"] if len(steps) > NAMED else []
    return [f"{title} ({len(steps)}):\n", *listed, *more, ""] if steps else [f"{title}: outputs of the stack.\n"]


def _details(answer: Answer) -> list[str]:
    """Each step with its properties: what there was, and what there is now or would be."""
    lines: list[str] = []
    for step in answer.steps:
        lines.append(f"{step['op']} {_type(step)} {_name(step)}")
        kinds = cast("Step", step.get("detailedDiff") or {})
        paths = sorted(kinds or cast("list[str]", step.get("diffReasons") or []))
        lines += [f"    {path}: {_values(step, path, kinds.get(path) or {})}" for path in paths]
    return lines


def _values(step: Step, path: str, kind: Step) -> str:
    of = "inputs" if kind.get("inputDiff") else "outputs"
    old, new = (_at((step.get(state) or {}).get(of), path) for state in ("oldState", "newState"))
    return f"{old} → {new}"


def _at(value: Any, path: str) -> str:
    """What stands at a path like `publishingProfile.targetRegions[0].name`."""
    for quoted, plain in _STEPS.findall(path):
        name = quoted or plain
        try:
            value = value[int(name) if isinstance(value, list) else name]
        except (KeyError, IndexError, TypeError, ValueError):
            return "nothing"
    text = json.dumps(_masked(value), ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}…"


def _masked(value: Any) -> Any:
    """The value without its secrets, which the engine marks by a member."""
    if isinstance(value, dict):
        members = cast("Step", value)
        hidden = SIGNATURE_OF_SECRETS in members
        return "[secret]" if hidden else {name: _masked(member) for name, member in members.items()}
    return [_masked(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def _collapsed(lines: list[str], room: int | None) -> str:
    """The lines as code behind a summary, cut at whole lines where there is no room for more."""
    kept: list[str] = []
    used = 0
    for line in lines:
        used += len(line) + 1
        if room is not None and used > room:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    note = f"Left out: {left} of {len(lines)} lines; the log of this run has all.\n\n" if left else ""
    code = "\n".join(kept)
    fence = "`" * max(3, *(len(run.group()) + 1 for run in re.finditer("`+", code)), 0)
    return f"<details><summary>What the engine says</summary>\n\n{fence}text\n{code}\n{fence}\n\n</details>\n\n{note}"


def _lines(texts: list[str]) -> list[str]:
    shown = (_STEERING.sub("\N{REPLACEMENT CHARACTER}", one) for one in texts)
    return [line for one in shown for line in one.split("\n")]


def _type(step: Step) -> str:
    qualified = step["urn"].split("::")[2]
    return qualified.rsplit("$", 1)[-1]


def _name(step: Step) -> str:
    return step["urn"].split("::", 3)[-1]


def _code(text: str) -> str:
    """A text as code within a line."""
    return f"`{' '.join(text.split()).replace('`', chr(39))[:300]}`"


def main(stack: str, azure_status: str, azure_file: str, config_status: str, config_file: str, *files: str) -> int:
    """Print the report, write it, and give its status."""
    azure, config = read_answer(azure_status, azure_file), read_answer(config_status, config_file)
    sys.stdout.write(report(stack, azure, config))
    for file in files:
        Path(file).write_text(report(stack, azure, config, LONGEST), encoding="utf-8")
    return status_of([azure, config])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
