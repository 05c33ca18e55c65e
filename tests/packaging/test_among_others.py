"""`examples/among_others`: the program that passes a gallery's name makes it, from the first preview to the end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import emptied, engine_azure
from harness.engine_project import EngineProject, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure

EXAMPLE = Path(__file__).parents[2] / "examples" / "among_others"
PROGRAM = (EXAMPLE / "__main__.py").read_text(encoding="utf-8")
OWNER = "somebody-whose-name-is-nobody's-business"

SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001"
IMAGE = f"{SUBSCRIPTION}/resourceGroups/images/providers/Microsoft.Compute/images/web"
GALLERY = f"{SUBSCRIPTION}/resourceGroups/gallery/providers/Microsoft.Compute/galleries/images"
VERSION = f"{GALLERY}/images/web/versions/1.0.0"


def exists(azure: LocalAzure, path: str) -> bool:
    return azure.get(path, api_version="2024-03-03" if "/galleries/" in path else "2024-07-01").status_code == 200


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with engine_azure(tmp_path_factory.mktemp("azure")) as running:
        yield running


@pytest.fixture
def project(azure: LocalAzure, tmp_path: Path) -> EngineProject:
    emptied(azure).seed((EXAMPLE / "images.yaml").read_text(encoding="utf-8"))
    project = EngineProject(tmp_path, PROGRAM, env=clean_environment() | azure.env)
    project.config("owner", OWNER, secret=True)
    return project


def test_it_goes_from_a_preview_without_a_gallery_to_the_deletion_of_the_image(
    project: EngineProject, azure: LocalAzure
) -> None:
    project.config("stage", "published")
    first = project.preview().stdout
    assert "web: gallery.resource_group, gallery.name will be known in the update only" in first
    assert (exists(azure, IMAGE), exists(azure, GALLERY)) == (True, False)
    project.up()
    assert exists(azure, VERSION)
    again = project.preview("--expect-no-changes").stdout
    assert "will be known" not in again
    assert OWNER not in json.dumps(project.export())
    project.config("stage", "validated")
    project.up()
    assert "replication-complete" in json.dumps(project.outputs())
    project.config("stage", "retired")
    project.up()
    assert not exists(azure, IMAGE)
    assert exists(azure, VERSION)


@pytest.mark.exhaustive
def test_a_preview_that_does_not_know_the_gallery_lets_no_image_go(project: EngineProject, azure: LocalAzure) -> None:
    """The gallery would be replaced in the same update, so that what proves the image goes with it."""
    for stage in ("published", "validated"):
        project.config("stage", stage)
        project.up()
    project.config("stage", "retired")
    project.write_program(PROGRAM.replace('gallery_name="images"', 'gallery_name="others"'))
    refused = project.preview(check=False)
    assert refused.returncode != 0
    assert "gallery.name will be known in the update only" in refused.stdout
    assert "is not deleted" in refused.stdout
    assert project.up(check=False).returncode != 0
    assert exists(azure, IMAGE)


@pytest.mark.exhaustive
def test_a_plain_name_is_told_what_to_pass_instead(project: EngineProject) -> None:
    project.config("stage", "published")
    project.write_program(
        PROGRAM.replace('"name": gallery.name', '"name": "images"').replace("group.name, ", '"gallery", ')
    )
    refused = project.preview(check=False)
    assert refused.returncode != 0
    assert "pass its `name` as an output" in refused.stdout


@pytest.mark.parametrize("kept", [True, False], ids=["as the example has it", "without its options"])
def test_a_group_that_the_program_loses_takes_the_only_copy_along_unless_it_is_retained(
    project: EngineProject, azure: LocalAzure, kept: bool
) -> None:
    """With a plain name nothing tells the engine that the version is in the group: it asks for no hook."""
    azure.seed("resourceGroups: {gallery: {location: South Central US}}")
    adopted = f'import_="{SUBSCRIPTION}/resourceGroups/gallery"'
    options = f"protect=True, retain_on_delete=True, {adopted}" if kept else adopted
    program = PROGRAM.replace("protect=True, retain_on_delete=True", options)
    program = "".join(line for line in program.splitlines(keepends=True) if not line.startswith("gallery = "))
    named = '{"resource_group": "gallery", "name": "images", "create": True, "location": "southcentralus"}'
    program = program.replace('{"resource_group": group.name, "name": gallery.name}', named)
    program = program.replace("group.name", '"gallery"').replace("group.id", '"gallery"')
    project.write_program(program)
    for stage in ("published", "validated", "retired"):
        project.config("stage", stage)
        project.up()

    group = "".join(line for line in program.splitlines(keepends=True) if line.startswith("group = "))
    project.write_program(program.replace(group, ""))
    lost = project.up(check=False)

    assert exists(azure, VERSION) == kept, lost.stdout
