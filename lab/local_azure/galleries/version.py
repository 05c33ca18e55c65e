"""The resource type `Microsoft.Compute/galleries/images/versions`: image versions.

What is not answered is kept in `internal`: `source` (the id that the version was made from), `disks` (the storage
profile once the source is read), `platform`, `misfit` (why the first operation will fail), `replication` (see there).
"""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.errors import OperationFailed
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.locations import check_location
from local_azure.arm.operations import Operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.arm.storage import CACHING
from local_azure.galleries import durations, replication, soft_deleted, version_body, version_rules
from local_azure.galleries.api_versions import API_VERSIONS
from local_azure.galleries.compatibility import misfit
from local_azure.galleries.members import VERSION_MEMBERS, check_members
from local_azure.galleries.names import check_version_name
from local_azure.galleries.nesting import remember_removed
from local_azure.galleries.publishing import PUBLISHING_ENUMERATIONS, publishing_profile, shown_publishing_profile
from local_azure.galleries.publishing_rules import check_publishing, dropped_locations
from local_azure.galleries.sources import main_source_id, read_source
from local_azure.galleries.style import SLOW, VERSION_THROTTLE


class ImageVersion(ResourceType):
    """Image versions: created and updated by long operations that end when every region is replicated."""

    name = "Microsoft.Compute/galleries/images/versions"
    api_versions = API_VERSIONS
    style = SLOW
    throttle = VERSION_THROTTLE
    list_scopes = ("parent",)
    enumerations: ClassVar[Enumerations] = {
        "properties.storageProfile.osDiskImage.hostCaching": CACHING,
        "properties.storageProfile.dataDiskImages[].hostCaching": CACHING,
        **PUBLISHING_ENUMERATIONS,
    }

    def existing(self, call: Call) -> Resource | None:
        """For a PUT a soft-deleted version still exists.

        Source: lab/tests/recorded/facts/cli_2024-03-03_version_restore_soft_deleted.jsonl.
        """
        found = super().existing(call)
        if found is None and call.method == "PUT":
            return soft_deleted.restorable(call.world, call.id)
        return found

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Name, location, members, regions; what is fixed; for a new version its source."""
        check_version_name(call.id.name)
        check_location(call, existing, self.name)
        check_members(call, VERSION_MEMBERS)
        if existing is not None:
            version_rules.check_not_busy(existing)
            version_rules.check_source_unchanged(call, existing)
            version_rules.check_security_profile_unchanged(call, existing)
            version_rules.check_no_region_lost(call, existing)
        check_publishing(call, existing, self.location_of(call, existing) or "")
        if existing is None:
            version_rules.check_new_source(call)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """The version as it is answered while its operation runs, with its replication planned."""
        version = super().build(call, existing, resource_id)
        location = version.location or ""
        kept = existing.properties if existing is not None else {}
        storage = kept.get("storageProfile")
        if not version.internal.get("disks"):
            storage = self._read_source(call, version, as_object(storage))
        version.properties = {
            "publishingProfile": publishing_profile(call, existing, location),
            "storageProfile": storage,
            "safetyProfile": version_body.safety_profile(
                as_object(call.properties.get("safetyProfile")),
                as_object(kept.get("safetyProfile")),
                new=existing is None,
                api_version=call.api_version,
            ),
        }
        if security := call.properties.get("securityProfile") or kept.get("securityProfile"):
            version.properties["securityProfile"] = security
        if validations := kept.get("validationsProfile"):
            version.properties["validationsProfile"] = validations
        return version

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """Until every region is replicated; changes of metadata and dropped regions take their time too."""
        seconds = replication.schedule(call.world, resource)
        if resource.internal.get("misfit"):
            return durations.MISFIT
        if existing is None:
            return seconds
        before, after = (as_object(each.properties.get("publishingProfile")) for each in (existing, resource))
        return max(seconds, durations.DROP_REGION if dropped_locations(after, before) else durations.UPDATE)

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """Fail if the source does not fit or a region failed; then the sizes of the disks are known."""
        unfit = resource.internal.get("misfit")
        if unfit:
            raise OperationFailed(str(unfit["code"]), str(unfit["message"]))
        replication.settle(world, resource)
        profile = as_object(resource.properties.get("storageProfile"))
        resource.properties["storageProfile"] = {**profile, **as_object(resource.internal.get("disks"))}
        soft_deleted.forget(world, resource)

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """As the api-version shows it; `replicationStatus` only when it is asked for."""
        shown = dict(resource.properties)
        shown["publishingProfile"] = shown_publishing_profile(shown["publishingProfile"], call.api_version)
        safety = version_body.shown_safety_profile(as_object(shown.pop("safetyProfile")), call.api_version)
        validations = version_body.validations_profile(
            as_object(shown.pop("validationsProfile", None)),
            call.api_version,
            resource.provisioning_state,
            resource.internal.get("platform"),
        )
        if safety is not None:
            shown["safetyProfile"] = safety
        if validations is not None:
            shown["validationsProfile"] = validations
        if call.method == "GET" and call.query.get("$expand", "").lower() == "replicationstatus":
            shown["replicationStatus"] = replication.replication_status(call.world, resource)
        return shown

    def check_delete(self, call: Call, resource: Resource) -> None:
        """Not before the end of life where that is blocked; notes whether the recycle bin is to be bypassed."""
        version_rules.check_not_blocked(resource, call.world.now)
        resource.internal["bypassSoftDelete"] = call.query.get("bypassSoftDelete", "").lower() == "true"

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Into the recycle bin and past it takes longer than without one."""
        if not soft_deleted.is_enabled(call.world, resource):
            return durations.DELETE
        bypass = resource.internal["bypassSoftDelete"]
        return durations.BYPASS_SOFT_DELETE if bypass else durations.SOFT_DELETE

    def finish(self, world: World, operation: Operation) -> None:
        """A deleted version goes to the recycle bin of its gallery where that is on."""
        version = world.store.get(operation.resource_id)
        to_bin = operation.verb == "delete" and version is not None and soft_deleted.is_enabled(world, version)
        super().finish(world, operation)
        if version is not None and to_bin and not version.internal.get("bypassSoftDelete"):
            soft_deleted.keep(world, version, operation.started)

    def failed(self, world: World, operation: Operation) -> None:
        """A version whose creation failed names its disks without their sizes (issue_2024_version_put_again)."""
        super().failed(world, operation)
        version = world.store.get(operation.resource_id)
        if version is not None and operation.verb != "delete":
            disks = version_body.without_sizes(as_object(version.internal.get("disks")))
            version.properties["storageProfile"] = {**disks, **as_object(version.properties["storageProfile"])}
            world.store.put(version)

    def removed(self, world: World, resource: Resource) -> None:
        """The definition goes on counting it for a while."""
        super().removed(world, resource)
        remember_removed(world, resource)

    def _read_source(self, call: Call, version: Resource, kept: Json) -> Json:
        """Read the source (of a version that failed once more, from what it was to be made of); the first answer."""
        sent = kept or as_object(call.properties.get("storageProfile"))
        source = read_source(call.world, sent, version.location or "")
        definition = call.world.store.get(version.arm_id.parent)
        mode = str(as_object(call.properties.get("publishingProfile")).get("replicationMode") or "Full")
        failure = misfit(definition.properties if definition is not None else {}, source, mode)
        version.internal["source"] = main_source_id(sent)
        version.internal["platform"] = version_body.platform_of(source)
        version.internal["misfit"] = failure.body() if failure is not None else None
        if failure is None:
            version.internal["disks"] = version_body.storage_profile_when_read(sent, source)
        return version_body.storage_profile_at_first(sent, source)
