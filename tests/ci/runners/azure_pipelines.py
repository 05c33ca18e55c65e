"""Jobs of Azure Pipelines: template expressions expanded, their scripts in order, logging commands read.

Documented: below learn.microsoft.com/azure/devops/pipelines/: process/template-expressions (`each`),
scripts/logging-commands, tasks/reference/azure-cli-v2 (the variables of `addSpnToEnvironment`), build/variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from harness.product import ROOT
from tests.ci.runners.service import BEARER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.ci.runners.machine import Machine, Step

FOLDER = ROOT / "ci" / "azure-pipelines"
EACH = "${{ each stack in parameters.stacks }}"
_MACRO = re.compile(r"\$\(([\w.]+)\)")
_LOGGED = re.compile(r"^##vso\[([\w.]+)(?: variable=(\w+);isOutput=true)?\](.*)$", re.MULTILINE)
_CONTAINS = re.compile(r"and\(succeeded\(\), contains\(dependencies\.(\w+)\.outputs\['([\w.]+)'\], '(.+)'\)\)")


def pipeline(name: str) -> dict[str, Any]:
    """A pipeline as its file says."""
    return cast("dict[str, Any]", yaml.safe_load((FOLDER / f"{name}.yml").read_text()))


def jobs(name: str) -> dict[str, dict[str, Any]]:
    """The jobs of a pipeline by their name, for deployments that of their stage, with every stack put in."""
    described = pipeline(name)
    (stacks,) = (one["default"] for one in described["parameters"] if one["name"] == "stacks")
    found = dict[str, dict[str, Any]]()
    for one in _expanded(described.get("stages") or described["jobs"], stacks):
        inner = one["jobs"][0] if "stage" in one else one
        found[one.get("stage") or inner["job"]] = inner
    return found


@dataclass
class JobRun:
    """How a job ended: whether it succeeded, its output variables (`step.variable`), the text of its summary."""

    succeeded: bool = True
    outputs: dict[str, str] = field(default_factory=dict[str, str])
    summary: str = ""


def wanted(job: Mapping[str, Any], needed: JobRun) -> bool:
    """Whether a job runs after the one it depends on."""
    found = _CONTAINS.fullmatch(job["condition"])
    assert found, job["condition"]
    assert found[1] == job["dependsOn"]
    return needed.succeeded and found[3] in needed.outputs[found[2]]


def run_job(machine: Machine, job: Mapping[str, Any], variables: Mapping[str, str] | None = None) -> JobRun:
    """Run the scripts of a job; `variables` are those of the pull request."""
    strategy = job.get("strategy", {}).get("runOnce", {}).get("deploy", {})
    known = {**_variables(machine), **(variables or {})}
    # Variables are in the environment too, in capitals; secret ones only where a step asks for them.
    env = {name.upper().replace(".", "_"): value for name, value in known.items() if name != "System.AccessToken"}
    run = JobRun()
    for step in job.get("steps") or strategy["steps"]:
        script = step.get("script") or step.get("inputs", {}).get("inlineScript")
        if script and (run.succeeded or step.get("condition") == "not(canceled())"):
            _run_step(machine, step, script, env, known, run)
    return run


def _run_step(
    machine: Machine, step: dict[str, Any], script: str, env: dict[str, str], known: dict[str, str], run: JobRun
) -> None:
    given = {name: _MACRO.sub(lambda found: known[found[1]], value) for name, value in step.get("env", {}).items()}
    if step.get("task") == "AzureCLI@2":
        assert step["inputs"]["addSpnToEnvironment"] is True
        given |= _service_connection(machine)
    file = machine.workspace.parent / "step.sh"
    file.write_text(script)
    done = machine.run(step.get("displayName", ""), ["bash", "--noprofile", "--norc", str(file)], env | given)
    run.succeeded &= done.status == 0
    _take_logged(step, done, run)


def _take_logged(step: dict[str, Any], done: Step, run: JobRun) -> None:
    for command, variable, value in _LOGGED.findall(done.output):
        if command == "task.uploadsummary":
            run.summary += Path(value).read_text()
        else:
            assert command == "task.setvariable", done.output
            run.outputs[f"{step['name']}.{variable}"] = value


def _expanded(items: list[Any], stacks: list[str]) -> Iterator[Any]:
    """The items of a list, those below `each` once for each stack."""
    for item in items:
        for stack in stacks if EACH in item else [""]:
            for one in item.get(EACH, [item]):
                yield _with_stack(one, stack)


def _with_stack(value: Any, stack: str) -> Any:
    if isinstance(value, dict):
        return {key: _with_stack(inner, stack) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_with_stack(inner, stack) for inner in cast("list[Any]", value)]
    return value.replace("${{ stack }}", stack) if isinstance(value, str) else value


def _service_connection(machine: Machine) -> dict[str, str]:
    ready = machine.azure.ready
    return {"servicePrincipalId": ready["client_id"], "tenantId": ready["tenant_id"], "idToken": "a federated token"}


def _variables(machine: Machine) -> dict[str, str]:
    return {
        "PULUMI_BACKEND_URL": f"file://{machine.workspace.parent / 'state'}",
        "System.AccessToken": BEARER.removeprefix("Bearer "),
        "System.CollectionUri": machine.service.url,
        "System.TeamProjectId": "project",
        "Build.Repository.Id": "repository",
    }
