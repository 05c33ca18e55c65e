"""Where the raw config comes from: Pulumi's config of the running stack."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, cast

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env

from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, PROJECT
from managed_image_to_gallery.config.faults import ConfigFaults, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def stack_config() -> dict[str, object]:
    """Everything the stack says under the project's own name, decoded.

    Objects and lists arrive as JSON text (`Config.require_object` is `json.loads` and nothing else); all keys of the
    project are taken, so that an unknown one is seen. Raises ConfigFaults where there is none.
    """
    project = pulumi.get_project()
    found = _namespace(project)
    if not found:
        elsewhere = misnamed_project(project, _everything())
        raise ConfigFaults([elsewhere or no_config(f"Pulumi.{pulumi.get_stack()}.yaml", project, _everything())])
    return {key: _decoded(text) for key, text in found.items()}


def misnamed_project(project: str, keys: Iterable[str]) -> Fault | None:
    """The fault of a project that is called otherwise than its config's keys begin; `keys` have their namespaces."""
    if project == PROJECT or not any(key.startswith(f"{PROJECT}:") for key in keys):
        return None
    return Fault(
        "name of Pulumi.yaml",
        project,
        f"the keys of the config begin with `{PROJECT}:`, and the engine hands the program those of its own name only",
        f"Write `name: {PROJECT}` in Pulumi.yaml.",
    )


def no_config(file: str, project: str, keys: Iterable[str]) -> Fault:
    """The fault of a stack that says nothing, or says it under a misspelt name; `keys` have their namespaces."""
    namespaces = [key.partition(":")[0] for key in keys if not key.startswith(f"{CONFIG_NAMESPACE}:")]
    near = difflib.get_close_matches(project, namespaces, n=1, cutoff=0.8)
    if near:
        return Fault(file, f"{near[0]}:", f"no key begins with `{project}:`", f"Begin its keys with `{project}:`.")
    rule = f"there is no such file, or no key in it begins with `{project}:`"
    return Fault(file, None, rule, "Write it (docs/config-reference.md), or let `gallery-migrate init` write it.")


def azure_native_config() -> dict[str, str]:
    """How the stack configures the azure-native provider: `subscriptionId`, `tenantId`, …."""
    return dict(_namespace(CONFIG_NAMESPACE))


def _namespace(name: str) -> Mapping[str, str]:
    prefix = f"{name}:"
    return {key[len(prefix) :]: text for key, text in _everything().items() if key.startswith(prefix)}


def _everything() -> dict[str, str]:
    return cast("dict[str, str]", {**get_config_env(), **CONFIG.get()})


def _decoded(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except (json.JSONDecodeError, RecursionError):
        return text
