"""The functions that a template may call: those that `az` writes into its templates, and their nearest kin.

Source: learn.microsoft.com/azure/azure-resource-manager/templates/template-functions. Functions that look at what is
deployed (`reference`, `list*`) and all others are refused with their name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from local_azure.arm.json_types import Json, as_list
from local_azure.arm.resource_ids import ArmId
from local_azure.deployments.expressions import ExpressionError, Function, Functions, evaluate


@dataclass(frozen=True)
class Scope:
    """Where a template is deployed: the id of the group, and what `resourceGroup()` and `subscription()` answer."""

    group_id: ArmId
    group: Json
    subscription: Json


@dataclass
class NamedValues:
    """The parameters or the variables of a template: `raw` ones are evaluated when they are first asked for.

    `given` holds values by lower-case name that are no expressions, whatever they look like.
    """

    kind: str
    raw: Json
    functions: Functions
    given: dict[str, object] = field(default_factory=dict[str, object])
    _asked: list[str] = field(default_factory=list[str])

    def get(self, name: str) -> object:
        """The value with this name, whatever the case."""
        key = name.lower()
        if key in self.given:
            return self.given[key]
        spelled = next((each for each in self.raw if each.lower() == key), None)
        if spelled is None:
            raise ExpressionError(f"The template {self.kind} '{name}' is not found.")
        if key in self._asked:
            raise ExpressionError(f"The template {self.kind} '{name}' depends on itself.")
        self._asked.append(key)
        self.given[key] = evaluate(self.raw[spelled], self.functions)
        self._asked.remove(key)
        return self.given[key]


def functions_for(scope: Scope, given: dict[str, object], defaults: Json, variables: Json) -> Functions:
    """Every function, by lower-case name.

    `given` has the parameters that were sent, by lower-case name; defaults and variables are as the template has them.
    """
    found: dict[str, Function] = {
        "concat": _concat,
        "resourceid": lambda arguments: _resource_id(scope, arguments),
        "resourcegroup": lambda _: scope.group,
        "subscription": lambda _: scope.subscription,
    }
    found["parameters"] = _lookup(NamedValues("parameter", defaults, found, given).get)
    found["variables"] = _lookup(NamedValues("variable", variables, found).get)
    return found


def _lookup(get: Callable[[str], object]) -> Function:
    return lambda arguments: get(_texts("parameters and variables", arguments, 1)[0])


def _concat(arguments: Sequence[object]) -> object:
    if arguments and all(isinstance(each, list) for each in arguments):
        return [element for each in arguments for element in as_list(each)]
    if any(isinstance(each, (list, dict)) for each in arguments):
        raise ExpressionError("The template function 'concat' takes either strings or arrays.")
    return "".join(str(each) for each in arguments)


def _resource_id(scope: Scope, arguments: Sequence[object]) -> str:
    """`([subscription], [group], type, name, …)`: the type is the first argument with a slash."""
    texts = _texts("resourceId", arguments, 2)
    first = next((index for index, each in enumerate(texts) if "/" in each), None)
    if first is None or first > 2:
        raise ExpressionError("The template function 'resourceId' needs a fully qualified resource type.")
    provider, *types = texts[first].split("/")
    names = texts[first + 1 :]
    if len(types) != len(names):
        raise ExpressionError(
            f"The template function 'resourceId' needs as many names as the type '{texts[first]}' has segments."
        )
    group = texts[first - 1] if first > 0 else scope.group_id.group
    subscription = texts[0] if first > 1 else scope.group_id.subscription
    return str(ArmId(subscription, group, provider, tuple(types), tuple(names)))


def _texts(name: str, arguments: Sequence[object], least: int) -> list[str]:
    if len(arguments) < least or not all(isinstance(each, str) for each in arguments):
        raise ExpressionError(f"The template function '{name}' needs at least {least} string literals.")
    return cast("list[str]", list(arguments))
