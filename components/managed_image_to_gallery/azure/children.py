"""What is below a resource: that there is no such list says something only where the resource is gone as well.

Between the list that shows a resource and the one of what it has the resource may be deleted: then nothing is below it.
The same 404 may also come of a service that does not know the list in this region or at this API version, or of a
gateway that lags behind. So the resource itself is read again, and whoever asks is told nothing unless it is gone too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import RequestRefused

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.answer_sharing import Lists
    from managed_image_to_gallery.azure.json_types import JsonObject

_REMEDY = "Try again; if it stays, look at Azure's status page: what is below it is not known, and nothing is deleted."


async def listed_below(lists: Lists, parent: str, segment: str, api_version: str) -> list[JsonObject]:
    """The resources of one kind below another one, none where both are gone.

    parent: its resource id. segment: the last part of the list's path, `versions` for instance. Raises RequestRefused
    where only the list is said not to exist, and ReadFailed.
    """
    what, query = f"list of {parent}/{segment}", f"api-version={api_version}"
    bodies = await lists.list(f"{parent}/{segment}", query, what)
    if bodies is not None:
        return bodies
    if await lists.get(parent, query, parent) is not None:
        message = f"Azure says that this list does not exist, although {parent} does"
        raise RequestRefused(what, status=404, message=message, remedy=_REMEDY)
    return []
