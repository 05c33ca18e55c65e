"""`Microsoft.Batch/batchAccounts` (lab/tests/recorded/facts/spec_2019-08-01_batch_pool_custom_image.jsonl)."""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import IDENTITY_TYPES, Enumerations
from local_azure.arm.json_types import Json
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType

API_VERSIONS = (
    *("2019-08-01", "2020-03-01", "2020-05-01", "2020-09-01", "2021-01-01", "2021-06-01", "2022-01-01", "2022-06-01"),
    *("2022-10-01", "2023-05-01", "2023-11-01", "2024-02-01", "2024-07-01", "2025-06-01", "2026-08-01"),
)
QUOTA = 20


class BatchAccount(ResourceType):
    """Batch accounts; making one is done at once."""

    name = "Microsoft.Batch/batchAccounts"
    api_versions = API_VERSIONS
    envelope_keys = ("identity",)
    enumerations: ClassVar[Enumerations] = {
        "identity.type": IDENTITY_TYPES,
        "properties.poolAllocationMode": ("BatchService", "UserSubscription"),
        "properties.publicNetworkAccess": ("Enabled", "Disabled"),
    }
    create_status = 200
    pretty = False

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A location in a group that is there."""
        require_group(call)
        check_location(call, existing, self.name)

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """What was sent, and what the service adds."""
        return {
            "accountEndpoint": f"{resource.name}.{resource.location}.batch.azure.com",
            "poolAllocationMode": "BatchService",
            "publicNetworkAccess": "Enabled",
            "dedicatedCoreQuota": QUOTA,
            "lowPriorityCoreQuota": QUOTA,
            "poolQuota": QUOTA,
            "activeJobAndJobScheduleQuota": QUOTA,
            **resource.properties,
        }
