"""Where the raw config comes from: Pulumi's config of the running stack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env

from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Mapping


def stack_config() -> dict[str, object]:
    """Everything the stack says under the project's own name, decoded.

    Objects and lists arrive as JSON text (`Config.require_object` is `json.loads` and nothing else); all keys of the
    project are taken, so that an unknown one is seen.
    """
    return {key: _decoded(text) for key, text in _namespace(pulumi.get_project()).items()}


def azure_native_config() -> dict[str, str]:
    """How the stack configures the azure-native provider: `subscriptionId`, `tenantId`, …."""
    return dict(_namespace(CONFIG_NAMESPACE))


def _namespace(name: str) -> Mapping[str, str]:
    everything = cast("dict[str, str]", {**get_config_env(), **CONFIG.get()})
    prefix = f"{name}:"
    return {key[len(prefix) :]: text for key, text in everything.items() if key.startswith(prefix)}


def _decoded(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError:
        return text
