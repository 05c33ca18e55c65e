"""From a template and the values of its parameters to what is to be put, in which order. Pure.

Source: learn.microsoft.com/azure/azure-resource-manager/templates/syntax. What is left out of the language is
refused by name: `copy`, `condition`, nested `resources`, other scopes. Of parameters only their presence is checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource_ids import ArmId
from local_azure.deployments import errors
from local_azure.deployments.expressions import ExpressionError, Functions, evaluate
from local_azure.deployments.functions import Scope, functions_for

SECURE = re.compile("secure(string|object)", re.IGNORECASE)
UNSUPPORTED = ("condition", "copy", "resourceGroup", "resources", "scope", "subscriptionId")
OF_THE_TEMPLATE = ("apiVersion", "comments", "dependsOn", "metadata", "name", "type")
"""Members of a resource that are the template's, not the resource's."""


@dataclass(frozen=True)
class PlannedResource:
    """One resource of a template: where it goes, its body, and the ids of those that have to be there before it."""

    id: ArmId
    api_version: str
    body: Json
    depends_on: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What a deployment comes to; `parameters` and `outputs` as it answers them (`{"type", "value"}`)."""

    parameters: Json
    resources: tuple[PlannedResource, ...]
    outputs: Json


def read_template(template: Json, values: Json, scope: Scope) -> Plan:
    """The plan; 400 `InvalidTemplate` names what is wrong. `values` is `{name: {"value": …}}`."""
    declared = as_object(template.get("parameters"))
    given, defaults = _parameter_values(declared, values)
    functions = functions_for(scope, given, defaults, as_object(template.get("variables")))
    if "resources" not in template:
        raise errors.missing_member("root", "resources")
    return Plan(
        {name: _shown_parameter(name, as_object(declared[name]), functions) for name in declared},
        _resources(as_list(template["resources"]), scope, functions),
        _outputs(as_object(template.get("outputs")), functions),
    )


def _parameter_values(declared: Json, sent: Json) -> tuple[dict[str, object], Json]:
    """The values that were sent, by lower-case name, and the defaults of the other parameters."""
    known = {name.lower() for name in declared}
    unknown = [name for name in sent if name.lower() not in known]
    if unknown:
        raise errors.parameters_unknown(unknown, list(declared))
    given = {name.lower(): as_object(sent[name])["value"] for name in sent if "value" in as_object(sent[name])}
    defaults: Json = {}
    for name in declared:
        default = as_object(declared[name])
        if "defaultValue" in default:
            defaults[name] = default["defaultValue"]
        elif name.lower() not in given:
            raise errors.parameter_missing(name)
    return given, defaults


def _shown_parameter(name: str, declaration: Json, functions: Functions) -> Json:
    kind = str(declaration.get("type", ""))
    shown: Json = {"type": kind[:1].upper() + kind[1:]}
    if SECURE.fullmatch(kind) is None:
        shown["value"] = _evaluated(f"[parameters('{name}')]", f"parameter '{name}'", functions)
    return shown


def _outputs(declared: Json, functions: Functions) -> Json:
    return {name: _evaluated(declared[name], f"output '{name}'", functions) for name in declared}


def _resources(listed: list[Json], scope: Scope, functions: Functions) -> tuple[PlannedResource, ...]:
    read = [_resource(as_object(each), scope, functions) for each in listed]
    by_name: dict[str, str] = {}
    for resource, _ in read:
        if resource.id.key in by_name:
            raise errors.defined_twice(str(resource.id))
        by_name.setdefault(resource.id.name.lower(), resource.id.key)
        by_name |= dict.fromkeys((resource.id.type_and_name.lower(), resource.id.key), resource.id.key)
    planned = [
        PlannedResource(each.id, each.api_version, each.body, tuple(_dependency(name, by_name) for name in names))
        for each, names in read
    ]
    _refuse_cycles(planned)
    return tuple(planned)


def _resource(raw: Json, scope: Scope, functions: Functions) -> tuple[PlannedResource, list[str]]:
    """A resource without its dependencies, and their names as the template has them."""
    place = f"resource '{raw.get('name', '')}'"
    for member in ("type", "name", "apiVersion"):
        if not isinstance(raw.get(member), str):
            raise errors.missing_member(place, member)
    for member in UNSUPPORTED:
        if member in raw:
            raise errors.unsupported_member(place, member)
    resource = as_object(_evaluated(raw, place, functions))
    body = {name: resource[name] for name in resource if name not in OF_THE_TEMPLATE}
    _check_tags(body.get("tags"), place)
    names = [str(each) for each in as_list(resource.get("dependsOn"))]
    resource_id = _id_of(str(resource["type"]), str(resource["name"]), scope)
    return PlannedResource(resource_id, str(resource["apiVersion"]).lower(), body, ()), names


def _check_tags(tags: object, place: str) -> None:
    """What Resource Manager itself reads of a resource before its provider does."""
    values = as_object(tags).values()
    if tags is not None and (not isinstance(tags, dict) or any(isinstance(each, (dict, list)) for each in values)):
        raise errors.wrong_tags(place)


def _id_of(kind: str, name: str, scope: Scope) -> ArmId:
    provider, *types = kind.split("/")
    names = name.split("/")
    if len(types) != len(names) or not all((provider, *types, *names)):
        raise errors.wrong_segments(name, kind)
    return ArmId(scope.group_id.subscription, scope.group_id.group, provider, tuple(types), tuple(names))


def _dependency(name: str, by_name: dict[str, str]) -> str:
    found = by_name.get(name.lower())
    if found is None:
        raise errors.not_defined(name)
    return found


def _refuse_cycles(planned: list[PlannedResource]) -> None:
    try:
        TopologicalSorter({each.id.key: each.depends_on for each in planned}).prepare()
    except CycleError as cycle:
        raise errors.circular(cycle.args[1][0]) from cycle


def _evaluated(value: object, place: str, functions: Functions) -> object:
    try:
        return evaluate(value, functions)
    except ExpressionError as fault:
        raise errors.invalid_expression(place, str(fault)) from fault
    except RecursionError as cause:
        raise errors.invalid_expression(place, "It is nested too deeply.") from cause
