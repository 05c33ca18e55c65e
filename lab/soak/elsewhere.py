"""Versions of others: another team's gallery has a version from the image at risk, in one state or another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from soak.faults import VERSION

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

API = "2023-07-03"
GROUP = "otherGroup"
GALLERY = f"""
resourceGroups: {{{GROUP}: {{location: southcentralus}}}}
galleries:
  - resourceGroup: {GROUP}
    name: otherGallery
    definitions: [{{name: otherDefinition, publisher: p, offer: o, sku: other, hyperVGeneration: V2}}]
"""
State = Literal["Shallow", "unfinished", "Failed", "finished"]
_TROUBLE: dict[str, dict[str, Any]] = {
    "unfinished": {"holdOperation": True},
    "Failed": {"failOperation": {"code": "InternalServerError", "message": "soak: the operation failed"}},
}


def version_id(azure: LocalAzure) -> str:
    """The one version that others have."""
    gallery = f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/galleries/otherGallery"
    return f"{gallery}/images/otherDefinition/versions/0.1.0"


def publish_elsewhere(azure: LocalAzure, image: str, state: State) -> None:
    """Others make a version from the image; an unfinished one goes on when the fault rules are cleared."""
    azure.seed(GALLERY)
    path = version_id(azure)
    if state in _TROUBLE:
        azure.add_fault({"name": f"elsewhere {state}", "match": {"type": VERSION, "id": path}, **_TROUBLE[state]})
    profile = {"targetRegions": [{"name": "South Central US"}]}
    if state == "Shallow":
        profile["replicationMode"] = "Shallow"  # type: ignore[assignment]
    properties = {"publishingProfile": profile, "storageProfile": {"source": {"id": image}}}
    body = {"location": "southcentralus", "properties": properties}
    azure.put(path, body, api_version=API).raise_for_status()
    if state != "unfinished":
        azure.settle()


def withdraw(azure: LocalAzure) -> None:
    """Others give their version up, finished or not."""
    azure.remove(version_id(azure))
