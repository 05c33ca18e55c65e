"""A small world: an image of 40 GB in West US 2, a gallery, a definition that fits."""

from __future__ import annotations

from typing import Any

import pytest

from local_azure.arm import lifecycle
from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Result
from local_azure.disks.types import TYPES as DISKS
from local_azure.galleries.types import TYPES as GALLERIES
from local_azure.images.types import TYPES as IMAGES
from tests.local_azure.families import GROUP, Azure

COMPUTE = f"{GROUP}/providers/Microsoft.Compute"
IMAGE = f"{COMPUTE}/images/image"
GALLERY = f"{COMPUTE}/galleries/gallery"
DEFINITION = f"{GALLERY}/images/definition"
VERSION = f"{DEFINITION}/versions/1.0.0"
LOCATION = "westus2"
API = "2024-03-03"


class GalleryAzure(Azure):
    """With what galleries are asked for more than others."""

    def __init__(self) -> None:
        super().__init__([*IMAGES, *DISKS, *GALLERIES])
        self.api_version = API

    def delete_with(self, resource_id: str, **query: str) -> Result:
        kind, call = self._asked("DELETE", resource_id, query=query)
        return lifecycle.delete(kind, call)

    def properties(self, resource_id: str, **query: str) -> Json:
        return self.get(resource_id, **query)["properties"]

    def resource(self, resource_id: str) -> Resource:
        found = self.world.store.get(resource_id)
        assert found is not None, resource_id
        return found

    def put_image(self, resource_id: str = IMAGE, *, size: int = 40, **properties: Any) -> Result:
        os_disk = {"osType": "Windows", "osState": "Generalized", "blobUri": "https://blobs/os", "diskSizeGB": size}
        body = {"location": LOCATION, "properties": {"storageProfile": {"osDisk": os_disk}, **properties}}
        result = self.put(resource_id, body)
        self.done()
        return result

    def put_definition(self, resource_id: str = DEFINITION, *, sku: str = "sku", **properties: Any) -> Result:
        identifier = {"publisher": "publisher", "offer": "offer", "sku": sku}
        given = {"osType": "Windows", "osState": "Generalized", "identifier": identifier, **properties}
        result = self.put(resource_id, {"location": LOCATION, "properties": given})
        self.done()
        return result

    def put_version(
        self, resource_id: str = VERSION, *, source: str | None = IMAGE, safety: Json | None = None, **publishing: Any
    ) -> Result:
        """`source=None` sends no storage profile; nothing but the location is sent where nothing is given."""
        properties: Json = {}
        if source is not None:
            properties["storageProfile"] = {"source": {"id": source}}
        if publishing:
            properties["publishingProfile"] = publishing
        if safety is not None:
            properties["safetyProfile"] = safety
        return self.put(resource_id, {"location": LOCATION, "properties": properties})

    def publish(self, resource_id: str = VERSION, **given: Any) -> Json:
        """A version, replicated."""
        self.put_version(resource_id, **given)
        self.done()
        return self.properties(resource_id)


@pytest.fixture
def azure() -> GalleryAzure:
    made = GalleryAzure()
    made.put_image()
    made.put(GALLERY, {"location": LOCATION})
    made.put_definition()
    return made


def regions(*names: str) -> list[Json]:
    return [{"name": name} for name in names]


def refusal(error: pytest.ExceptionInfo[ArmError]) -> tuple[int, str]:
    return error.value.status, error.value.code
