"""The scratch resource group: made by the self test, known by its name and its tag, and deleted by it.

Everything that a self test itself writes goes through here, and nothing outside of the group passes `inside`. A group
that has another name or another tag is neither written to nor deleted.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from managed_image_to_gallery.azure.api_versions import (
    COMPUTE_API_VERSION,
    DISKS_API_VERSION,
    GALLERIES_API_VERSION,
    LOCKS_API_VERSION,
    NETWORK_API_VERSION,
    RESOURCES_API_VERSION,
)
from managed_image_to_gallery.azure.resource_ids import COMPUTE, ResourceId
from managed_image_to_gallery.cli.azure_writes import open_resources
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest import bodies
from managed_image_to_gallery.cli.selftest.wanted import PREFIX

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.azure_writes import Resources
    from managed_image_to_gallery.cli.selftest.wanted import Sample, Wanted

_Answer = TypeVar("_Answer")


class NotOurs(CommandFailed):
    """A resource group that this self test did not make (`group`), and why that is known (`why`)."""

    def __init__(self, group: str, why: str, remedy: str) -> None:
        self.group = group
        self.why = why
        super().__init__(f"The resource group {group} {why}, so it is left alone.", remedy, ExitStatus.REFUSED)


class AzureRefused(CommandFailed):
    """Azure refused a request, or failed at it later (`code`)."""

    status = ExitStatus.AZURE

    def __init__(self, message: str, code: str | None, remedy: str) -> None:
        self.code = code
        super().__init__(f"Azure refused: {message}", remedy)


@dataclass(frozen=True)
class Scratch:
    """The group of one self test, reached as the settings say. Every method blocks, and raises CommandFailed."""

    wanted: Wanted
    settings: AzureSettings

    def group(self) -> JsonObject | None:
        """The group as Azure shows it, None when there is none."""
        return self.call(lambda azure: azure.read(self.wanted.group_path, RESOURCES_API_VERSION))

    def make(self) -> None:
        """Make the group. One that is there must be that of this very run, also where two make it at the same time."""
        found = self.group()
        if found is None:
            body = bodies.group(self.wanted.regions[0], PREFIX, self.wanted.run_id)
            self.call(lambda azure: azure.make(self.inside(self.wanted.group_path), RESOURCES_API_VERSION, body))
            found = self.group()
        if found is None or run_of(found) != self.wanted.run_id:
            remedy = "Name another with --resource-group, or delete what an earlier self test left with --cleanup."
            raise NotOurs(self.wanted.group, "is there already and was not made by this run", remedy)

    def delete(self) -> bool:
        """Delete the group with everything in it, if a self test made it; whether it was there."""
        found = self.group()
        if found is None:
            return False
        if not self.wanted.group.lower().startswith(PREFIX) or run_of(found) != self.wanted.run_id:
            remedy = "Look at the group in the portal; delete it there if it is yours."
            raise NotOurs(self.wanted.group, f"does not have the tag {PREFIX} of this run", remedy)
        self.unlock()
        self.call(lambda azure: azure.delete(self.inside(self.wanted.group_path), RESOURCES_API_VERSION))
        return True

    def make_sources(self) -> None:
        """Make the images that are not there yet, side by side."""

        async def all_of_them(azure: Resources) -> None:
            made = (self._make_source(azure, sample) for sample in self.wanted.samples)
            for outcome in await asyncio.gather(*made, return_exceptions=True):
                if isinstance(outcome, BaseException):
                    raise outcome

        self.call(all_of_them)

    def make_source(self, name: str) -> None:
        """Make one more image, like the first of the samples, if it is not there; no migration knows it."""
        sample = replace(self.wanted.samples[0], name=name)
        self.call(lambda azure: self._make_source(azure, sample))

    def images(self) -> dict[str, JsonObject | None]:
        """The source images by name, each as Azure shows it; None for one that is gone."""

        async def all_of_them(azure: Resources) -> dict[str, JsonObject | None]:
            samples = self.wanted.samples
            reads = (azure.read(self.wanted.image(sample), COMPUTE_API_VERSION) for sample in samples)
            return dict(zip([sample.name for sample in samples], await asyncio.gather(*reads), strict=True))

        return self.call(all_of_them)

    def versions(self) -> dict[str, JsonObject | None]:
        """The versions by the name of their source, with the state of every region."""

        async def all_of_them(azure: Resources) -> dict[str, JsonObject | None]:
            samples, more = self.wanted.samples, "&$expand=ReplicationStatus"
            reads = (azure.read(self.wanted.version(sample), GALLERIES_API_VERSION, more) for sample in samples)
            return dict(zip([sample.name for sample in samples], await asyncio.gather(*reads), strict=True))

        return self.call(all_of_them)

    def lock(self) -> None:
        """Lock the first source image against deletion."""
        self.call(lambda azure: azure.make(self.inside(self._lock), LOCKS_API_VERSION, bodies.lock()))

    def unlock(self) -> None:
        """Take the lock away."""
        self.call(lambda azure: azure.delete(self.inside(self._lock), LOCKS_API_VERSION))

    def make_disk(self) -> None:
        """Make a disk from the first source image."""
        body = bodies.disk_of_image(self.wanted.regions[0], self.wanted.image(self.wanted.samples[0]))
        self.call(lambda azure: azure.make(self.in_group("disks", "uses-the-image"), DISKS_API_VERSION, body))

    def delete_disk(self) -> None:
        """Delete that disk."""
        self.call(lambda azure: azure.delete(self.in_group("disks", "uses-the-image"), DISKS_API_VERSION))

    def begin_machine(self, password: str) -> None:
        """Have Azure begin a machine from the first source image; what becomes of it is not waited for."""
        region, source = self.wanted.regions[0], self.wanted.image(self.wanted.samples[0])
        network, interface = self._network("virtualNetworks"), self._network("networkInterfaces")
        machine = self.in_group("virtualMachines", "uses-the-image")

        async def one_by_one(azure: Resources) -> None:
            await azure.make(network, NETWORK_API_VERSION, bodies.network(region))
            await azure.make(interface, NETWORK_API_VERSION, bodies.interface(region, network))
            body = bodies.machine(region, source, interface, password)
            await azure.begin(machine, COMPUTE_API_VERSION, body)

        self.call(one_by_one)

    def delete_machine(self) -> None:
        """Delete that machine, with its interface and network."""
        network, interface = self._network("virtualNetworks"), self._network("networkInterfaces")
        machine = self.in_group("virtualMachines", "uses-the-image")

        async def one_by_one(azure: Resources) -> None:
            await azure.delete(machine, COMPUTE_API_VERSION, "&forceDeletion=true")
            await azure.delete(interface, NETWORK_API_VERSION)
            await azure.delete(network, NETWORK_API_VERSION)

        self.call(one_by_one)

    async def _make_source(self, azure: Resources, sample: Sample) -> None:
        image, region = self.wanted.image(sample), self.wanted.regions[0]
        if await azure.read(image, COMPUTE_API_VERSION) is not None:
            return
        system = self.in_group("disks", f"{sample.name}-system")
        data = self.in_group("disks", f"{sample.name}-data") if sample.data_disk else None
        await azure.make(system, DISKS_API_VERSION, bodies.empty_disk(region, sample))
        if data:
            await azure.make(data, DISKS_API_VERSION, bodies.empty_disk(region, None))
        await azure.make(self._checked(image), COMPUTE_API_VERSION, bodies.image(region, sample, system, data))
        await asyncio.gather(*(azure.delete(disk, DISKS_API_VERSION) for disk in (system, data) if disk))

    @property
    def _lock(self) -> str:
        return f"{self.wanted.image(self.wanted.samples[0])}/providers/Microsoft.Authorization/locks/selftest"

    def _network(self, kind: str) -> ResourceId:
        return self.in_group(kind, "selftest", "Microsoft.Network")

    def in_group(self, kind: str, name: str, provider: str = COMPUTE) -> ResourceId:
        """The id of a resource of the group."""
        return ResourceId(self.wanted.subscription_id, self.wanted.group, provider, (kind,), (name,))

    def _checked(self, resource: ResourceId) -> ResourceId:
        self.inside(str(resource))
        return resource

    def inside(self, path: str) -> str:
        """The path, which must lie in the group. Raises NotOurs."""
        own = self.wanted.group_path.lower()
        if path.lower() != own and not path.lower().startswith(f"{own}/"):
            raise NotOurs(path, "lies outside of the scratch group", "This is a defect; please report it.")
        return path

    def call(self, ask: Callable[[Resources], Awaitable[_Answer]]) -> _Answer:
        """What is asked of Azure, in a connection of its own. Raises CommandFailed."""
        from azure.core.exceptions import AzureError, HttpResponseError

        async def connected() -> _Answer:
            async with open_resources(self.settings) as azure:
                return await ask(azure)

        try:
            return asyncio.run(connected())
        except HttpResponseError as error:
            remedy = "Correct the cause and run the same command again; --cleanup deletes what was made."
            raise AzureRefused(error.message, error.error.code if error.error else None, remedy) from None
        except AzureError as error:
            remedy = "Run the same command again when Azure can be reached; it goes on where it was."
            raise CommandFailed(f"Azure gave no answer: {error.message}", remedy, ExitStatus.AZURE) from None


def run_of(group: JsonObject) -> str | None:
    """Which self test made a resource group, by its tag; None for one that no self test made."""
    tags = group.get("tags")
    said = cast("JsonObject", tags).get(PREFIX) if isinstance(tags, dict) else None
    return said if isinstance(said, str) else None
