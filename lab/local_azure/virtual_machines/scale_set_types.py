"""`Microsoft.Compute/virtualMachineScaleSets` and their instances, which keep an image reference of their own.

Instances of a uniform set are resources below it. After the model is changed they are as they were
(`latestModelApplied: false`) until a `manualupgrade`, or at once where `upgradePolicy.mode` is `Automatic`.
A flexible set has no instances here (in Azure they are virtual machines).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.lifecycle import start_operation
from local_azure.arm.locations import check_location
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Action, Call, ResourceType, Result, ThrottlePolicy, World
from local_azure.authorization import linked
from local_azure.virtual_machines import errors
from local_azure.virtual_machines.api_versions import API_VERSIONS, TIME_CREATED, as_of
from local_azure.virtual_machines.enumerations import SCALE_SET
from local_azure.virtual_machines.image_reference import read_action
from local_azure.virtual_machines.machine_types import with_upper_case_group
from local_azure.virtual_machines.scale_set_instances import ALL, INSTANCES, apply_model, has_latest_model, scale
from local_azure.virtual_machines.scale_set_model import checked_source, image_reference, kept_properties

SCALE_SETS = "Microsoft.Compute/virtualMachineScaleSets"
SECONDS = 52.0
"""As seen in lab/tests/recorded/facts/java_2021-11-01_vmss_from_managed_image.jsonl."""
UPGRADE = "manualupgrade"
MOST_INSTANCES = 1000
"""Documented limit of a scale set."""


class ScaleSet(ResourceType):
    """Scale sets."""

    name = SCALE_SETS
    api_versions = API_VERSIONS
    style = OperationStyle(
        url_family="operations", put_retry_after=10, delete_retry_after=10, poll_retry_after=30, notification=True
    )
    throttle = ThrottlePolicy(put=("CreateVMScaleSet", 60, 300), list=("HighCostGetVMScaleSet", 180, 900))
    envelope_keys = ("sku", "plan", "identity", "zones", "extendedLocation")
    enumerations = SCALE_SET

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """As for a machine: the image can be used here by this caller, and what it demands is given."""
        check_location(call, existing, self.name)
        _check_capacity(call.body)
        reference = image_reference(call.properties)
        action = read_action(reference)
        if action is not None:
            linked.require(call, action, [str(reference["id"])])
        if _needs_image(call, existing, reference):
            region = self.location_of(call, existing) or ""
            checked_source(call.world, str(call.id), call.body, call.properties, region)
        if existing is None and call.properties.get("orchestrationMode") != "Flexible" and not reference:
            raise errors.required("virtualMachineProfile.storageProfile.imageReference")

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """The model with Azure's defaults; an unchanged image keeps the model's disks."""
        scale_set = super().build(call, existing, resource_id)
        if existing is not None:
            scale_set.envelope = {**existing.envelope, **scale_set.envelope}
        known = dict(existing.properties) if existing is not None else {}
        sent = {**known, **call.properties}
        if image_reference(call.properties).get("id") != image_reference(known).get("id"):
            size = str(as_object(scale_set.envelope.get("sku")).get("name", ""))
            source = checked_source(call.world, resource_id, call.body, sent, scale_set.location or "")
            sent = kept_properties(sent, source, size)
        elif existing is None:
            sent = kept_properties(sent, None, "")
        scale_set.properties = {
            **sent,
            "uniqueId": known.get("uniqueId", str(uuid.uuid4())),
            "timeCreated": known.get("timeCreated", timestamp(call.world.now)),
        }
        return scale_set

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """As seen for a new one; a change is taken to last as long."""
        return SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """As many instances as the capacity says; all of them on the model where the policy is automatic."""
        if operation.verb == UPGRADE:
            apply_model(world, resource, {str(each) for each in as_list(operation.arguments.get("instances"))})
            return
        scale(world, resource)
        if as_object(resource.properties.get("upgradePolicy")).get("mode") == "Automatic":
            apply_model(world, resource, {ALL})

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """`timeCreated` only where the api-version has it."""
        hidden = () if call.api_version >= TIME_CREATED else ("timeCreated",)
        return {key: resource.properties[key] for key in resource.properties if key not in hidden}

    def render_listed(self, call: Call, resource: Resource) -> Json:
        """In a subscription's list the group is in upper case (inferred from the list of machines)."""
        shown = self.render(call, resource)
        return shown if call.id.group else {**shown, "id": with_upper_case_group(resource.id)}

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Inferred."""
        return SECONDS

    def actions(self) -> Mapping[str, Action]:
        """`manualupgrade`: put instances on the model."""
        return {UPGRADE: self._upgrade}

    def _upgrade(self, call: Call, scale_set: Resource) -> Result:
        operation = start_operation(self, call, scale_set, UPGRADE, SECONDS)
        operation.arguments["instances"] = as_list(call.body.get("instanceIds"))
        call.world.operations.save(operation)
        return Result(202, None, operation)


def _needs_image(call: Call, existing: Resource | None, reference: Json) -> bool:
    """New sets, other images and more instances need the image; a set whose image is gone cannot scale out."""
    if existing is None or reference.get("id") != image_reference(existing.properties).get("id"):
        return True
    return _capacity(call.body) > _capacity(existing.envelope)


def _check_capacity(body: Json) -> None:
    sent: object = as_object(body.get("sku")).get("capacity")
    if sent is None:
        return
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent <= MOST_INSTANCES:
        raise errors.invalid_capacity(sent, MOST_INSTANCES)


def _capacity(body: Json) -> int:
    return int(as_object(body.get("sku")).get("capacity") or 0)


class ScaleSetInstance(ResourceType):
    """The instances of a uniform scale set; they are made by it and can be read, listed and deleted."""

    name = INSTANCES
    graph_table = "computeresources"
    api_versions = API_VERSIONS
    style = OperationStyle(url_family="operations", notification=True)
    list_scopes = ("parent",)
    envelope_keys = ("sku",)
    pretty = True

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Instances come from their set."""
        if existing is None:
            raise errors.not_allowed("instanceId")

    def render(self, call: Call, resource: Resource) -> Json:
        """`{set}_{instance}`, with an `instanceId`."""
        shown = super().render(call, resource)
        parent = resource.arm_id.parent
        shown["name"] = f"{parent.name if parent else ''}_{resource.name}"
        shown["instanceId"] = resource.name
        return shown

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """The instance as an api-version shows it, and whether it is on the model of its set."""
        latest = has_latest_model(resource, call.world.store.get(resource.arm_id.parent))
        return {"latestModelApplied": latest, **as_of(resource.properties, call.api_version)}

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Inferred."""
        return SECONDS
