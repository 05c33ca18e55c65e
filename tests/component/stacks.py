"""Configs of whole stacks, in a user's words."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, cast

import pulumi

from managed_image_to_gallery.component.managed_image_to_gallery import ManagedImageToGallery
from managed_image_to_gallery.component.run import current_run
from managed_image_to_gallery.component.stack import declare_stack, exports, plan_of_this_stack
from tests.azure import bodies
from tests.component.recording import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject

NAME = "myImageDefinition-1.0.0"


def entry(stage: str = "published", **changes: Json) -> JsonObject:
    """One migration of the image of `bodies`."""
    return {
        "stage": stage,
        "source": {"resourceGroup": "myResourceGroup", "name": "myImage"},
        "definition": {
            "name": "myImageDefinition",
            "publisher": "myPublisher",
            "offer": "myOffer",
            "sku": "mySKU",
        },
        "version": "1.0.0",
        **changes,
    }


def existing(*versions: str, stage: str = "published", **changes: Json) -> JsonObject:
    """The migration of the same image whose versions others keep."""
    managed = {key: value for key, value in entry(stage).items() if key not in ("definition", "version")}
    return {**managed, "existingVersions": list(versions), **changes}


def stack_of(*entries: JsonObject, **changes: Json) -> JsonObject:
    """A stack's config below the project's name."""
    config: JsonObject = {
        "gallery": {"resourceGroup": "myResourceGroup", "name": "myGallery"},
        "defaults": {
            "targetRegions": [
                {"name": "East US 2", "replicaCount": 1},
                {"name": "westus2", "replicaCount": 2},
            ],
            "endOfLifeDate": "2030-12-31",
        },
        "migrations": [copy.deepcopy(one) for one in entries],
        **changes,
    }
    return config


def as_config(stack: JsonObject) -> dict[str, object]:
    """The config as Pulumi hands it to a program."""
    config: dict[str, object] = {f"{PROJECT}:{key}": value for key, value in stack.items()}
    return {**config, "azure-native:subscriptionId": bodies.SUBSCRIPTION}


def program() -> None:
    """What `__main__.py` does."""
    run = current_run()
    declare_stack(plan_of_this_stack(run))


def exporting(told: dict[str, Any]) -> Callable[[], None]:
    """The same, telling in `told` what is exported per migration."""

    def main() -> None:
        run = current_run()
        outputs = {name: exports(each) for name, each in declare_stack(plan_of_this_stack(run)).items()}
        pulumi.Output.from_input(outputs).apply(told.update)

    return main


def telling(told: dict[str, Any]) -> Callable[[], None]:
    """The same, telling in `told` every output of each component by its name in Python."""
    names = [name for name in ManagedImageToGallery.__annotations__ if not name.startswith("_")]

    def main() -> None:
        components = declare_stack(plan_of_this_stack(current_run()))
        outputs = {name: {key: getattr(each, key) for key in names} for name, each in components.items()}
        pulumi.Output.from_input(outputs).apply(told.update)

    return main


def with_value(stack: JsonObject, value: Json, *path: str | int) -> JsonObject:
    """The stack with another value at a path."""
    changed = copy.deepcopy(stack)
    inner: Json = changed
    for key in path[:-1]:
        inner = cast("dict[str | int, Json]", inner)[key]
    cast("dict[str | int, Json]", inner)[path[-1]] = value
    return changed
