"""The resource type `Microsoft.Compute/images`."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, ThrottlePolicy, World
from local_azure.images import errors, rules
from local_azure.images.disks_of import storage_profile_of_disks, storage_profile_of_machine, with_sizes

MACHINES = "Microsoft.Compute/virtualMachines"
SECONDS = 5.0
"""Creating took 10 s, changing tags and deleting 5 s.

Source: lab/tests/recorded/facts/net_2019-07-01_managed_image_patch_list_delete.jsonl.
"""


class ManagedImage(ResourceType):
    """Managed images. `internal["plan"]` keeps the Marketplace plan of the machine that the image was made from."""

    name = "Microsoft.Compute/images"
    api_versions = (
        *("2016-04-30-preview", "2017-03-30", "2017-12-01", "2018-04-01", "2018-06-01", "2018-10-01", "2019-03-01"),
        *("2019-07-01", "2019-12-01", "2020-06-01", "2020-12-01", "2021-03-01", "2021-04-01", "2021-07-01"),
        *("2021-11-01", "2022-03-01", "2022-08-01", "2022-11-01", "2023-03-01", "2023-07-01", "2023-09-01"),
        *("2024-03-01", "2024-07-01", "2024-11-01", "2025-04-01", "2025-11-01", "2026-03-01", "2026-04-01"),
    )
    style = OperationStyle(url_family="operations", notification=True)
    throttle = ThrottlePolicy(
        put=("CreateImages", 40, 200),
        delete=("DeleteImages", 120, 600),
        get=("GetImages", 360, 1800),
        list=("HighCostGetImages", 80, 400),
        poll=("GetOperation", 15000, 30000),
    )
    envelope_keys = ("extendedLocation",)
    enumerations = rules.ENUMERATIONS
    pretty_list = True

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Name, location, source; what is fixed once the image exists."""
        rules.check_name(call.id.name)
        check_location(call, existing, self.name)
        if existing is not None:
            rules.check_unchanged(existing.properties, call.properties)
            return
        require_group(call)
        rules.check_properties(call.properties)
        self._source_machine(call)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """A new image with the disks of its source; of an existing one only the tags change."""
        resource = super().build(call, existing, resource_id)
        if existing is not None:
            resource.properties = existing.properties
            return resource
        machine = self._source_machine(call)
        resource.properties = {}
        if machine is not None:
            resource.properties["sourceVirtualMachine"] = {"id": call.properties["sourceVirtualMachine"]["id"]}
            resource.properties["storageProfile"] = storage_profile_of_machine(machine, call.properties)
            resource.internal["plan"] = machine.envelope.get("plan")
        else:
            profile = storage_profile_of_disks(call.world, call.properties, resource.location or "")
            resource.properties["storageProfile"] = profile
        resource.properties["hyperVGeneration"] = call.properties.get("hyperVGeneration", "V1")
        return resource

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """A copy of metadata only: the same for every size."""
        return SECONDS * 2 if existing is None else SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """The sizes of the disks appear when the image is done."""
        profile = as_object(resource.properties.get("storageProfile"))
        resource.properties["storageProfile"] = with_sizes(world, profile)

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """As long as changing tags."""
        return SECONDS

    def check_finish_delete(self, world: World, resource: Resource) -> None:
        """A DELETE fails after all while machines are being made from the image.

        Source: docs/reference/azure-errors.md#image-in-use.
        """
        machines = [each.name for each in world.store.of_type(MACHINES) if _is_made_from(each, resource)]
        if machines:
            raise errors.in_use_by_provisioning(resource.name, machines)

    def _source_machine(self, call: Call) -> Resource | None:
        """The machine that the image is made from: in the image's region and generalized."""
        source = as_object(call.properties.get("sourceVirtualMachine")).get("id")
        if source is None:
            return None
        machine = call.world.store.get(source)
        if machine is None or machine.location != self.location_of(call, None):
            raise errors.source_machine_not_found(str(source).rsplit("/", 1)[-1])
        if not machine.internal.get("generalized"):
            raise errors.not_generalized(machine.name)
        return machine


def _is_made_from(machine: Resource, image: Resource) -> bool:
    profile = as_object(machine.properties.get("storageProfile"))
    reference: Json = as_object(profile.get("imageReference"))
    return machine.provisioning_state == "Creating" and str(reference.get("id", "")).lower() == image.key


TYPES: tuple[ResourceType, ...] = (ManagedImage(),)
