"""Parents are not deleted before their children, nor for a while after.

After a version's GET answers 404 the DELETE of its definition is still refused for about 10 to 20 seconds
(docs/reference/azure-galleries.md#deletion, reported).
"""

from __future__ import annotations

from local_azure.arm.json_types import as_list
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.galleries import errors
from local_azure.galleries.soft_deleted import records_in

REMEMBERED_SECONDS = 15.0
"""How long a parent counts a child that is gone."""
_KEY = "removedChildren"


def check_no_children(world: World, parent: Resource) -> None:
    """Refuse to delete a parent while it has children or still counts them; locks and roles on it are no children."""
    children = [each for each in world.store.children(parent.id) if each.type.startswith(f"{parent.type}/")]
    present = [each.arm_id.type_and_name for each in children]
    present += [version_in_bin(each) for each in records_in(world, parent)]
    remembered = [str(name) for name, until in as_list(parent.internal.get(_KEY)) if until > world.now]
    if present or remembered:
        raise errors.nested_resources([*present, *remembered])


def version_in_bin(record: Resource) -> str:
    """The name of a soft-deleted version as it is told among nested resources."""
    return str(record.properties["resourceArmId"]).split("/providers/", 1)[-1]


def remember_removed(world: World, child: Resource) -> None:
    """Note at the parent that it goes on counting this child for a while."""
    parent_id = child.arm_id.parent
    parent = world.store.get(parent_id) if parent_id is not None else None
    if parent is None:
        return
    still = [entry for entry in as_list(parent.internal.get(_KEY)) if entry[1] > world.now]
    until = world.now + world.clock.scaled(REMEMBERED_SECONDS)
    parent.internal[_KEY] = [*still, [child.arm_id.type_and_name, until]]
    world.store.put(parent)
