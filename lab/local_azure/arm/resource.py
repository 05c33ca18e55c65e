"""The state of one resource."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.resource_ids import ArmId, parse_id


@dataclass
class Resource:
    """What this Azure keeps of a resource.

    `properties` is the wire form of `properties`, without `provisioningState`; `envelope` holds what stands beside it
    on the wire (`sku`, `zones`, `plan`, `identity`, …); `internal` is never answered (replication schedules,
    generated secrets, …). `tags` is None when none were ever sent.
    """

    id: str
    type: str
    location: str | None
    properties: Json
    provisioning_state: str = "Succeeded"
    tags: dict[str, str] | None = None
    envelope: Json = field(default_factory=dict[str, object])
    internal: Json = field(default_factory=dict[str, object])
    created_at: float = 0.0
    changed_at: float = 0.0

    @property
    def arm_id(self) -> ArmId:
        """The id, parsed."""
        parsed = parse_id(self.id)
        if parsed is None:
            raise ValueError(f"not a resource id: {self.id}")
        return parsed

    @property
    def system_data(self) -> Json:
        """`systemData` of the types that tell who made and changed them, and when."""
        return {
            "createdBy": "local-azure",
            "createdByType": "Application",
            "createdAt": utc_timestamp(self.created_at),
            "lastModifiedBy": "local-azure",
            "lastModifiedByType": "Application",
            "lastModifiedAt": utc_timestamp(self.changed_at),
        }

    @property
    def key(self) -> str:
        """The id without case."""
        return self.id.lower()

    @property
    def name(self) -> str:
        """The resource's own name."""
        return self.id.rsplit("/", 1)[-1]

    def to_json(self) -> Json:
        """The form in which the store keeps it."""
        return asdict(self)
