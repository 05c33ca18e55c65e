"""How the network provider speaks: api-versions, operations and the form of every resource.

Polls answer `{"status": …}` and nothing else; a DELETE's `Location` is `operationResults`, which ends in 204
(docs/reference/resource-manager.md#operations). `Retry-After` differs by type and year; the newest seen is taken.
"""

from __future__ import annotations

import uuid

from local_azure.arm.json_types import Json
from local_azure.arm.locations import check_location
from local_azure.arm.operations import OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType

API_VERSIONS = (
    *("2015-06-15", "2016-09-01", "2017-10-01", "2018-01-01", "2018-04-01", "2018-06-01", "2018-08-01", "2018-10-01"),
    *("2018-11-01", "2018-12-01", "2019-02-01", "2019-04-01"),
    *("2019-06-01", "2019-09-01", "2019-11-01", "2019-12-01", "2020-05-01", "2020-06-01", "2020-07-01", "2020-08-01"),
    *("2020-11-01", "2021-02-01", "2021-03-01", "2021-05-01", "2021-08-01", "2022-01-01", "2022-05-01", "2022-07-01"),
    *("2022-09-01", "2022-11-01", "2023-02-01", "2023-04-01", "2023-05-01", "2023-06-01", "2023-09-01", "2023-11-01"),
    *("2024-01-01", "2024-03-01", "2024-05-01", "2024-07-01", "2024-10-01", "2025-01-01", "2025-03-01", "2025-05-01"),
    "2025-07-01",
)


def style(put_retry_after: float | None = None, delete_retry_after: float | None = None) -> OperationStyle:
    """The provider's operations, with a type's own waiting times."""
    return OperationStyle(
        provider="Microsoft.Network",
        url_family="operations",
        monitor_family="operationResults",
        monitor_done_status=204,
        put_retry_after=put_retry_after,
        delete_retry_after=delete_retry_after,
        bare_status=True,
        notification=True,
    )


class NetworkType(ResourceType):
    """What every network resource has: an `etag` that each write changes, a `resourceGuid`, `Updating` when new."""

    api_versions = API_VERSIONS
    pretty = True
    answers_empty = True

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A location, the same as before."""
        check_location(call, existing, self.name)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """A write gives a new etag; the guid stays."""
        resource = super().build(call, existing, resource_id)
        resource.internal["etag"] = new_etag()
        resource.internal.setdefault("guid", str(uuid.uuid4()))
        return resource

    def accepted_state(self, existing: Resource | None) -> str:
        """A new network is `Updating`, not `Creating`.

        Source: lab/tests/recorded/facts/aso_2020-11-01_vnet_subnet_nic_create.jsonl.
        """
        return "Updating"

    def render(self, call: Call, resource: Resource) -> Json:
        """`provisioningState` and `resourceGuid` come first in `properties`."""
        shown = super().render(call, resource)
        shown["etag"] = resource.internal["etag"]
        first: Json = {"provisioningState": resource.provisioning_state}
        if self.tracked:
            first["resourceGuid"] = resource.internal["guid"]
        shown["properties"] = {**first, **self.render_properties(call, resource)}
        return shown

    def headers(self, call: Call, resource: Resource) -> dict[str, str]:
        """GETs answer `ETag`, PUTs do not (all recordings)."""
        return {"ETag": str(resource.internal["etag"])} if call.method == "GET" else {}


def new_etag() -> str:
    """A weak etag, as the provider writes them."""
    return f'W/"{uuid.uuid4()}"'
