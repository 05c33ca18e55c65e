"""Jobs of GitHub Actions: their `run:` steps in order, with the files and expressions that the service gives them.

Documented: docs.github.com "Workflow syntax" (shell of a step, conditions), "Workflow commands" (the files).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from harness.product import ROOT
from tests.ci.runners.service import BEARER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.ci.runners.machine import Machine, Step

FOLDER = ROOT / ".github" / "workflows"
GIVEN_BY_THE_SERVICE = ("actions/checkout", "actions/setup-python")
FILES = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_ALSO_AFTER_A_FAILURE = re.compile(r"\$\{\{ !cancelled\(\) && hashFiles\('(.+)'\) != '' \}\}")


def workflow(name: str) -> dict[str, Any]:
    """A workflow as its file says."""
    return cast("dict[str, Any]", yaml.safe_load((FOLDER / f"{name}.yml").read_text()))


@dataclass
class JobRun:
    """How a job ended: whether it succeeded, its outputs, its summary, and the outcome of each step that ran."""

    succeeded: bool = True
    outputs: dict[str, str] = field(default_factory=dict[str, str])
    summary: str = ""
    ran: list[Step] = field(default_factory=list["Step"])


def run_job(machine: Machine, name: str, job: str, values: Mapping[str, str]) -> JobRun:
    """Run the steps of a job; `values` are what its expressions name, such as `matrix.stack`."""
    described = workflow(name)["jobs"][job]
    context = {**_context(machine), **values}
    files = {file: str(machine.workspace.parent / file) for file in FILES}
    for file in files.values():
        Path(file).write_text("")
    env = machine.env | _variables(machine) | files | _evaluated(described.get("env", {}), context)
    run = JobRun()
    for step in described["steps"]:
        if "uses" in step:
            assert step["uses"].split("@")[0] in GIVEN_BY_THE_SERVICE, step
        elif _applies(step.get("if"), machine, run):
            _run_step(machine, step, env, context, run)
    run.outputs = _evaluated(described.get("outputs", {}), context)
    run.summary = Path(files["GITHUB_STEP_SUMMARY"]).read_text()
    return run


def _run_step(
    machine: Machine, step: dict[str, Any], env: dict[str, str], context: dict[str, str], run: JobRun
) -> None:
    """Run one step, and take over what it left in the service's files."""
    script = machine.workspace.parent / "step.sh"
    script.write_text(_expanded(step["run"], context))
    done = machine.run(step["run"], ["bash", "-e", str(script)], env | _evaluated(step.get("env", {}), context))
    run.ran.append(done)
    run.succeeded &= done.status == 0
    context[f"steps.{step.get('id')}.outcome"] = "failure" if done.status else "success"
    for line in _emptied(env["GITHUB_OUTPUT"]):
        key, _, value = line.partition("=")
        context[f"steps.{step.get('id')}.outputs.{key}"] = value
    env["PATH"] = os.pathsep.join([*reversed(_emptied(env["GITHUB_PATH"])), env["PATH"]])


def _emptied(file: str) -> list[str]:
    """The lines of a file, which is empty afterwards: each step has one of its own."""
    lines = Path(file).read_text().splitlines()
    Path(file).write_text("")
    return lines


def _applies(condition: str | None, machine: Machine, run: JobRun) -> bool:
    if condition is None:
        return run.succeeded
    found = _ALSO_AFTER_A_FAILURE.fullmatch(condition)
    assert found, f"this condition of a step is not known here: {condition}"
    return (machine.workspace / found[1]).exists()


def _context(machine: Machine) -> dict[str, str]:
    return {
        "github.token": "token of the job",
        "github.workspace": str(machine.workspace),
        "vars.AZURE_CLIENT_ID": str(machine.azure.ready["client_id"]),
        "vars.AZURE_TENANT_ID": str(machine.azure.ready["tenant_id"]),
        "vars.AZURE_SUBSCRIPTION_ID": machine.azure.subscription,
        "vars.PULUMI_BACKEND_URL": f"file://{machine.workspace.parent / 'state'}",
    }


def _variables(machine: Machine) -> dict[str, str]:
    return {
        "GITHUB_REPOSITORY": "owner/repository",
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"{machine.service.url}token?api-version=2.0",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": BEARER.removeprefix("Bearer "),
    }


def _evaluated(values: dict[str, str], context: dict[str, str]) -> dict[str, str]:
    return {name: _expanded(str(value), context) for name, value in values.items()}


def _expanded(text: str, context: dict[str, str]) -> str:
    """The text with its expressions replaced; one that nobody gives a value is a KeyError."""
    return _EXPRESSION.sub(lambda found: context[found[1]], text)
