"""The right to read a whole subscription, proven before one of its lists is believed.

To an identity with roles on some groups only, Resource Manager answers the list of a subscription with status 200 and
what lies in those groups, possibly nothing (github.com/Azure/azure-sdk-for-go/issues/14110). Such a list looks like a
whole one. What the identity may do *at the subscription* is what `Microsoft.Authorization/permissions` says there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.answers import must_exist
from managed_image_to_gallery.azure.api_versions import PERMISSIONS_API_VERSION
from managed_image_to_gallery.azure.errors import AccessDenied, RightsNotProven
from managed_image_to_gallery.azure.permissions import missing_actions, permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.answer_sharing import Lists
    from managed_image_to_gallery.azure.permissions import Permission

PERMISSIONS_READ = "Microsoft.Authorization/permissions/read"
"""The right to ask for one's own rights."""

LOCKS_READS = ("Microsoft.Authorization/locks/read",)
"""What the list of a subscription's locks takes."""

RESOURCES_READS = ("Microsoft.Resources/subscriptions/resources/read",)
"""What Resource Manager's own list of resources takes, which alone tells when an image was made."""

_FORBIDDEN = 403


async def permissions_at(lists: Lists, scope: str) -> list[Permission]:
    """What the identity may do at a scope, for instance `/subscriptions/<guid>`: one entry per role.

    Raises ReadFailed; AccessDenied where it may not even ask.
    """
    path = f"{scope}/providers/Microsoft.Authorization/permissions"
    what = f"list of permissions at {scope}"
    bodies = await lists.list(path, f"api-version={PERMISSIONS_API_VERSION}", what)
    return [permission(body) for body in must_exist(bodies, what)]


async def prove_rights(lists: Lists, subscription: str, actions: Sequence[str]) -> None:
    """Return when the identity may do all of this in the whole subscription.

    Raises RightsNotProven for an identity that may not, or may not ask, and ReadFailed where Azure gave no answer.
    """
    scope = f"/subscriptions/{subscription.lower()}"
    try:
        missing = missing_actions(await permissions_at(lists, scope), actions)
    except AccessDenied as refusal:
        if refusal.status != _FORBIDDEN:
            raise
        raise RightsNotProven(scope, (PERMISSIONS_READ, *actions), refusal.finding) from refusal
    if missing:
        raise RightsNotProven(scope, missing)
