"""`Microsoft.Resources/resourceGroups` as a type: its form on the wire and its cascading delete.

Seen in lab/tests/recorded/facts/java_2022-11-01_boot_test_run_command.jsonl (PUT) and
lab/tests/recorded/facts/ps_2018-12-01_vnet_and_group_delete.jsonl (DELETE: 202, `Location` only, `Retry-After: 15`, 202
while running, 200 and empty when done).
"""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.json_types import Json
from local_azure.arm.operations import OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Call, ResourceType

DELETE_SECONDS = 45.0
"""46 s from DELETE to done for an empty group (lab/tests/recorded/facts/ps_2018-12-01_vnet_and_group_delete.jsonl)."""


class ResourceGroupType(ResourceType):
    """Resource groups."""

    name: ClassVar[str] = GROUP_TYPE
    api_versions: ClassVar[tuple[str, ...]] = (
        "2015-11-01", "2016-02-01", "2016-07-01", "2016-09-01", "2017-05-10", "2018-02-01", "2018-05-01", "2019-03-01",
        "2019-05-01", "2019-05-10", "2019-07-01", "2019-08-01", "2019-10-01", "2020-06-01", "2020-08-01", "2020-10-01",
        "2021-01-01", "2021-04-01", "2022-09-01", "2023-07-01", "2024-03-01", "2024-07-01", "2024-11-01", "2025-03-01",
        "2025-04-01",
    )  # fmt: skip
    style: ClassVar[OperationStyle] = OperationStyle(
        provider="",
        url_family="operationresults",
        monitor_family="operationresults",
        delete_retry_after=15,
        poll_retry_after=15,
        delete_sends_operation=False,
    )
    pretty: ClassVar[bool] = False
    graph_table: ClassVar[str | None] = "resourcecontainers"
    list_scopes: ClassVar[tuple[str, ...]] = ("subscription",)

    def render(self, call: Call, resource: Resource) -> Json:
        """The group as ARM shows it: `id` first, compact."""
        shown: Json = {
            "id": resource.id,
            "name": resource.name,
            "type": self.name,
            "location": resource.location,
        }
        if resource.tags is not None:
            shown["tags"] = resource.tags
        if "managedBy" in resource.envelope:
            shown["managedBy"] = resource.envelope["managedBy"]
        shown["properties"] = {"provisioningState": resource.provisioning_state}
        return shown

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """How long deleting a group takes."""
        return DELETE_SECONDS


TYPES: tuple[ResourceType, ...] = (ResourceGroupType(),)
