"""Create, update in place, replace and delete, with what previews say about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.outcomes import UNKNOWN, destroy, preview, up
from tests.engine_provider import programs
from tests.engine_provider.programs import GALLERY_API, exists

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

GROUP = "lifecycle"
PROGRAM = """
group = resources.ResourceGroup("group", resource_group_name="lifecycle", location="westus2")
gallery = compute.Gallery("gallery", gallery_name="lifecycleGallery", resource_group_name=group.name, tags={tags})
definition = compute.GalleryImage(
    "definition",
    gallery_image_name="{definition}",
    gallery_name=gallery.name,
    resource_group_name=group.name,
    os_type="Linux",
    os_state="Generalized",
    hyper_v_generation="V1",
    identifier=dict(publisher="p", offer="o", sku="{definition}"),
)
pulumi.export("definition", definition.id)
pulumi.export("os", definition.os_type)
pulumi.export("state", definition.provisioning_state)
pulumi.export("location", gallery.location)
"""
WITHOUT_DEFINITION = PROGRAM[: PROGRAM.index("definition = ")]


def gallery_id(azure: LocalAzure) -> str:
    return f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/galleries/lifecycleGallery"


def test_what_a_preview_plans_is_created(azure: LocalAzure, tmp_path: Path) -> None:
    project = programs.project(tmp_path, azure, PROGRAM.format(tags={"made": "first"}, definition="one"))
    planned = preview(project)
    assert planned.outputs == {"definition": UNKNOWN, "os": "Linux", "state": UNKNOWN, "location": UNKNOWN}
    assert azure.writes() == [], "a preview only reads"

    azure.forget_requests()
    created = up(project)
    assert created.changes == [("create", "group"), ("create", "gallery"), ("create", "definition")], created.text
    assert created.outputs == {
        "definition": f"{gallery_id(azure)}/images/one",
        "os": "Linux",
        "state": "Succeeded",
        "location": "westus2",
    }
    of_gallery = [(each["method"], each["status"]) for each in azure.requests() if each["path"] == gallery_id(azure)]
    # Looked for, written, read by the poller, read for the outputs: docs/reference/provider-protocol.md#create.
    assert of_gallery == [("GET", 404), ("PUT", 201), ("GET", 200), ("GET", 200)]
    assert preview(project, "--expect-no-changes").status == 0


def test_a_resource_is_updated_replaced_and_deleted(azure: LocalAzure, tmp_path: Path) -> None:
    project = programs.project(tmp_path, azure, PROGRAM.format(tags={"made": "first"}, definition="one"))
    assert up(project).status == 0

    programs.rewrite(project, PROGRAM.format(tags={"made": "second"}, definition="one"))
    planned = preview(project)
    assert planned.changes == [("update", "gallery")]
    assert planned.step("gallery").changed == {"tags.made": "update"}
    assert planned.outputs["location"] == "westus2", "what is known stays known"
    assert up(project).changes == [("update", "gallery")]
    assert azure.get(gallery_id(azure), api_version=GALLERY_API).json()["tags"] == {"made": "second"}

    programs.rewrite(project, PROGRAM.format(tags={"made": "second"}, definition="two"))
    # What the program names is deleted before it is made again: docs/reference/provider-protocol.md#diff.
    assert up(project).changes == [
        ("delete-replaced", "definition"),
        ("replace", "definition"),
        ("create-replacement", "definition"),
    ]
    programs.rewrite(project, WITHOUT_DEFINITION.format(tags={"made": "second"}))
    assert up(project).changes == [("delete", "definition")]
    assert destroy(project).changes == [("delete", "gallery"), ("delete", "group")]
    assert not exists(azure, azure.group_id(GROUP), "2024-11-01")
