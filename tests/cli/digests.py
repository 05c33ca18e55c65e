"""Previews in the shape that `pulumi preview --json` prints (engine v3.259, pkg/display/json.go)."""

from __future__ import annotations

import json
from typing import Any

SUBSCRIPTION = "e37510d7-33b6-4676-886f-ee75bcc01871"
IMAGE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myresourcegroup/providers/Microsoft.Compute/images/myimage"
GALLERY = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/Microsoft.Compute/galleries/myGallery"
)
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myResourceGroup"
OTHER_SUBSCRIPTION = "00000000-0000-4000-8000-000000000002"
TYPES = {
    "Image": IMAGE,
    "GalleryImage": f"{GALLERY}/images/myImageDefinition",
    "GalleryImageVersion": f"{GALLERY}/images/myImageDefinition/versions/1.0.0",
    "Gallery": GALLERY,
}
COMPONENT = "managed-image-to-gallery:index:ManagedImageToGallery"


def step(operation: str, kind: str, *, name: str = "one", module: str = "compute", new_id: str | None = None) -> Any:
    token = f"azure-native:{module}:{kind}"
    found: dict[str, Any] = {
        "op": operation,
        "urn": f"urn:pulumi:dev::managed-image-to-gallery::{COMPONENT}${token}::{name}",
        "detailedDiff": None,
    }
    if operation not in {"create", "import"}:
        found["oldState"] = {"type": token, "id": TYPES[kind]}
    if operation != "delete":
        found["newState"] = {"type": token, "id": new_id or TYPES[kind]}
    return found


def config(*stages: str, source: object = None) -> dict[str, str]:
    migrations = [
        {"stage": stage, "source": source or {"resourceGroup": "myResourceGroup", "name": "myImage"}}
        for stage in stages
    ]
    return {
        "azure-native:subscriptionId": SUBSCRIPTION,
        "managed-image-to-gallery:migrations": json.dumps(migrations),
    }


def deletion(token: str, cloud_id: str, *, operation: str = "delete", **state: Any) -> Any:
    """A step that takes away what is there, of any type."""
    return {
        "op": operation,
        "urn": f"urn:pulumi:dev::managed-image-to-gallery::{token}::one",
        "oldState": {"type": token, "id": cloud_id, **state},
    }


def preview(*steps: Any, stages: tuple[str, ...] = ("published",), diagnostics: Any = None, source: Any = None) -> str:
    body = {"config": config(*stages, source=source), "steps": list(steps), "diagnostics": diagnostics or []}
    return json.dumps(body)
