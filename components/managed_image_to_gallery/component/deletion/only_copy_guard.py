"""The hook of versions, definitions, galleries and locks: the last word before an only copy would be deleted.

Once a source image is gone its version is all there is, and `protect` alone does not keep it: `--ignore-protect` and
`pulumi state unprotect` take it away. Like the hook of images it fails closed, is registered in every run, and is asked
whatever the reason of the deletion: a lost entry, another version number, `pulumi destroy --run-program`.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pulumi

from managed_image_to_gallery.azure.errors import AzureFactsError
from managed_image_to_gallery.azure.resource_ids import parse_resource_id, resource_id_or_none, same_id
from managed_image_to_gallery.component.deletion.shared_connection import SharedConnection
from managed_image_to_gallery.gate.checks.moment import MAX_PROOF_AGE_SECONDS
from managed_image_to_gallery.gate.only_copies import only_copies, source_image

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.component.deletion.leaving import Leaving

HOOK_NAME = "another-copy-before-deleting-a-version"
"""Stored in the state with every version: renaming it would leave them with a hook that nobody registers."""

DEADLINE_SECONDS = 300.0
"""How long the proof that another copy is there may take, besides waits that Azure asks for, or it is refused."""

TRIES = 3
"""How often the source of a version is looked for while the answers come too slowly to hold at one moment."""

_VERSION = "Microsoft.Compute/galleries/images/versions"
_DEFINITION = "Microsoft.Compute/galleries/images"
_GALLERY = "Microsoft.Compute/galleries"
_LOCK = "/providers/microsoft.authorization/locks/"
_KEEP = (
    "put back into the config what was there when it was made. To give a version up for good, add {id: <its id>, "
    "reason: <why>} to abandonedVersions in the config and run the command again."
)
_KEEP_LOCK = (
    "to take the lock away by itself, or to change its name, take it out of the config and run `pulumi up`. To give a "
    "version up for good, add {id: <its id>, reason: <why>} to abandonedVersions in the config."
)
_AGAIN = "run the command again when that is answered, or name the versions in abandonedVersions in the config."


class OnlyCopyKept(Exception):
    """What may hold the only copy of an image is not deleted. The text is all that the engine shows."""

    def __init__(self, resource: str, reasons: Sequence[str], next_step: str = _KEEP) -> None:
        self.resource = resource
        self.reasons = tuple(reasons)
        listed = "\n".join(f"  - {reason}" for reason in reasons)
        super().__init__(f"{resource} is not deleted:\n{listed}\n  Next: {next_step}")


class OnlyCopyGuard:
    """The hook of one run.

    clock: monotonic seconds, for the age of a proof. turn: waits until Azure's budget bears one more deletion of a
    version, and says whether it had to.
    """

    def __init__(
        self,
        settings: AzureSettings,
        leaving: Leaving,
        clock: Callable[[], float] = time.monotonic,
        *,
        turn: Callable[[], Awaitable[bool]],
    ) -> None:
        self._azure = SharedConnection(settings)
        self._leaving = leaving
        self.clock = clock
        self._turn = turn
        self._locks: set[str] = set()
        self.before_delete = pulumi.ResourceHook(HOOK_NAME, self.judge, pulumi.ResourceHookOptions(on_dry_run=True))

    def is_given_up(self, version: str) -> bool:
        """Whether the config gives up the version with this id; nothing else is given up."""
        known = resource_id_or_none(version)
        return known is not None and self._leaving.is_abandoned(known)

    def keep_lock(self, name: str) -> None:
        """Let the lock of this logical name, which the config asks for, go no sooner than what it is on."""
        self._locks.add(name)

    async def judge(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise OnlyCopyKept unless each version in the resource, or below its lock, has its source or is given up."""
        resource = args.id or str((args.old_outputs or {}).get("id", "")) or args.urn
        if _LOCK in resource.lower():
            await self._judge_lock(args.name, resource)
            return
        versions = await self.require_another_copy(resource)
        if _is_version(resource) and not pulumi.runtime.is_dry_run() and await self._turn():
            versions = await self.require_another_copy(resource)  # what was read before the wait proves nothing
        for version in versions:
            if same_id(version.id, resource) and not self._leaving.let_version_go(version.id, source_image(version)):
                raise OnlyCopyKept(resource, [f"its source {version.source_id} is deleted in the same run"])

    async def _judge_lock(self, name: str, lock: str) -> None:
        """A destroy takes locks away first: when it is then refused the only copy would be left without its lock.

        A lock that the config does not ask for any more may go.
        """
        if name not in self._locks:
            return
        try:
            await self.require_another_copy(lock[: lock.lower().index(_LOCK)])
        except OnlyCopyKept as kept:
            raise OnlyCopyKept(lock, kept.reasons, _KEEP_LOCK) from None

    async def require_another_copy(self, resource: str) -> list[ImageVersion]:
        """The versions in a resource that are not given up, if each has its source. Raises OnlyCopyKept otherwise."""
        try:
            read = self._read(parse_resource_id(resource))
            versions, reasons = await self._azure.pace.within(DEADLINE_SECONDS, read)
        except OnlyCopyKept:
            raise
        except TimeoutError:
            reason = f"what it holds was not known after {DEADLINE_SECONDS:.0f} seconds"
            raise OnlyCopyKept(resource, [reason], _AGAIN) from None
        except AzureFactsError as error:
            raise OnlyCopyKept(resource, [str(error)], _AGAIN) from error
        except Exception as error:  # whatever went wrong, nothing is proven
            raise OnlyCopyKept(resource, [f"the proof failed with {type(error).__name__}: {error}"], _AGAIN) from error
        only_copies_in_it = [f"{one.id}: {reasons[one.id.key]}" for one in versions if one.id.key in reasons]
        if only_copies_in_it:
            raise OnlyCopyKept(resource, only_copies_in_it)
        return versions

    async def _read(self, resource: ResourceId) -> tuple[list[ImageVersion], dict[str, str]]:
        """The versions in the resource, none that are given up, and why some must be kept."""
        if self._leaving.is_abandoned(resource):
            return [], {}
        async with self._azure.reader() as reader:
            found = await _versions_in(reader, resource)
            held = [version for version in found if not self._leaving.is_abandoned(version.id)]
            if resource.full_type == _VERSION:
                return held, await self._only_copies_now(reader, resource, held)
            return held, await only_copies(reader, held)

    async def _only_copies_now(
        self, reader: AzureReader, resource: ResourceId, versions: Sequence[ImageVersion]
    ) -> dict[str, str]:
        """The same, from answers that are all of one moment. Raises OnlyCopyKept.

        When an image was made stands in another answer than whether it is there: in between it may be made again. Of
        what is in a definition or a gallery no moment is asked: Azure deletes neither before its versions.
        """
        age = 0.0
        for attempt in range(TRIES):
            async with reader.at_once(alone=attempt > 0) as quick:
                began = self.clock() - quick.age
                reasons = await only_copies(quick, versions)
                age = self.clock() - began
            if age <= MAX_PROOF_AGE_SECONDS:
                return reasons
        reason = f"whether its source is there took {age:.0f} seconds to read: it may have changed meanwhile"
        raise OnlyCopyKept(str(resource), [reason], _AGAIN)


def _is_version(resource: str) -> bool:
    known = resource_id_or_none(resource)
    return known is not None and known.full_type == _VERSION


async def _versions_in(reader: AzureReader, resource: ResourceId) -> list[ImageVersion]:
    """All versions that would go with the resource; none when it does not exist. Raises ReadFailed and ValueError."""
    if resource.full_type == _VERSION:
        found = await reader.version(resource)
        return [found] if found is not None else await _listed(reader, resource)
    if resource.full_type == _DEFINITION:
        return await reader.versions(resource)
    if resource.full_type == _GALLERY:
        definitions = await reader.definitions(resource)
        listed = await asyncio.gather(*(reader.versions(definition.id) for definition in definitions))
        return [version for versions in listed for version in versions]
    raise ValueError(f"{resource.full_type} is no gallery, definition or version")


async def _listed(reader: AzureReader, version: ResourceId) -> list[ImageVersion]:
    """A version that Azure does not show by itself, as its definition lists it: one answer does not prove it gone."""
    return [one for one in await reader.versions(version.parent) if same_id(one.id, version)]
