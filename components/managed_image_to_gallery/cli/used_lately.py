"""What was made from the sources of migrations lately and is gone again, as changes for whoever made it.

Only the activity log knows of it. What is to be changed is not there any more, so a change says where to look: what the
log holds of the resource, and whose application the caller is.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.limits import ACTIVITY_LOG_DAYS
from managed_image_to_gallery.cli.references import GONE, Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.wire_activity import Use
    from managed_image_to_gallery.config.migration import Migration


class LogReader(Protocol):
    """What is asked of a reader: an `AzureReader`."""

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        """What was made from any image in the last days and is there no more."""
        ...


async def read_activity(reader: LogReader, migrations: Sequence[Migration], days: int) -> Activity:
    """What the logs of all searched subscriptions tell. Raises ReadFailed."""
    subscriptions = {searched for one in migrations for searched in one.searched_subscriptions}
    return await reader.used_and_gone(sorted(subscriptions), days)


def with_used_lately(
    found: Mapping[str, Sequence[Change]], migrations: Sequence[Migration], activity: Activity
) -> dict[str, list[Change]]:
    """The changes by migration, with those for whoever made what is gone at their end."""
    return {
        one.name: [*found[one.name], *(change_of_maker(use, one) for use in activity.of(one.source_id))]
        for one in migrations
    }


def change_of_maker(use: Use, migration: Migration) -> Change:
    """What whoever made a resource that is gone has to change, and how to find it."""
    look = ["az", "monitor", "activity-log", "list", "--resource-id", use.resource_id]
    commands = [shlex.join([*look, "--offset", f"{ACTIVITY_LOG_DAYS}d"])]
    if use.appid:
        commands.append(shlex.join(["az", "ad", "sp", "show", "--id", use.appid]))
    return Change(
        consumer_id=use.resource_id,
        kind=use.kind,
        old_image=str(migration.source_id),
        new_image=str(migration.version_id),
        note=f"It was made by {use.who}, which has to make its next ones from the version.",
        texts={"az": "\n".join(commands)},
        detail=f"last written {use.when}",
        action=GONE,
    )
