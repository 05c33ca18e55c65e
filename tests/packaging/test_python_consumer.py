"""A Python program that knows only the package: two migrations from publishing to the deletion of their images."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.engine_azure import engine_azure
from harness.package import consumer
from harness.product import left_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.engine_project import EngineProject
    from harness.local_azure import LocalAzure

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - {resourceGroup: myResourceGroup, name: web, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: worker, osType: Windows, hyperVGeneration: V1}
galleries: [{resourceGroup: myResourceGroup, name: myGallery}]
"""
PROGRAM = """
import pulumi

class Package(pulumi.ComponentResource):
    versionId: pulumi.Output[str]
    evidence: pulumi.Output[dict]

    def __init__(self, name, args):
        outputs = {"versionId": None, "evidence": None}
        super().__init__("managed-image-to-gallery:index:ManagedImageToGallery", name, {**args, **outputs}, remote=True)

config = pulumi.Config()
for name in ("web", "worker"):
    migration = Package(name, {
        "stage": config.require("stage"),
        "source": {"resourceGroup": "myResourceGroup", "name": name},
        "gallery": {"resourceGroup": "myResourceGroup", "name": "myGallery"},
        "definition": {"name": name, "publisher": "p", "offer": "o", "sku": name},
        "version": "1.0.0",
        "targetRegions": [{"name": "South Central US", "replicaCount": 2}, {"name": "West US 2"}],
    })
    pulumi.export(name, {"version": migration.versionId, "evidence": migration.evidence})
"""


NAMES = '("web", "worker")'


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with engine_azure(tmp_path_factory.mktemp("azure")) as server:
        server.seed(SEED)
        yield server


@pytest.fixture(scope="module")
def project(azure: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> EngineProject:
    return consumer(tmp_path_factory.mktemp("project"), PROGRAM, azure.env)


def enter(project: EngineProject, stage: str) -> None:
    project.config("stage", stage)
    project.up()


def checks(project: EngineProject, name: str) -> str:
    """What the checks of the gate found, as the program is told."""
    return json.dumps(cast("dict[str, Any]", project.outputs())[name]["evidence"]["checks"])


def test_two_migrations_of_one_program_reach_their_end(project: EngineProject, azure: LocalAzure) -> None:
    """Each of them is constructed by a call of its own; the hooks of the run are registered once."""
    enter(project, "published")
    assert left_in(azure).count("Microsoft.Compute/galleries/images/versions") == 2
    enter(project, "validated")
    assert "replication-complete" in checks(project, "web")
    assert "replication-complete" in checks(project, "worker")
    assert "Microsoft.Compute/images" in left_in(azure)
    enter(project, "retired")
    assert "Microsoft.Compute/images" not in left_in(azure)
    assert left_in(azure).count("Microsoft.Compute/galleries/images/versions") == 2


@pytest.mark.exhaustive
def test_a_stage_that_skips_validation_is_refused(tmp_path: Path, azure: LocalAzure) -> None:
    """The hook that refuses it runs in the package's process, after the component was constructed."""
    azure.reset()
    azure.seed(SEED)
    project = consumer(tmp_path, PROGRAM, azure.env)
    enter(project, "published")
    project.config("stage", "retired")
    told = project.preview(check=False)
    assert told.returncode != 0
    assert "stage validated was skipped" in told.stdout + told.stderr
    assert left_in(azure).count("Microsoft.Compute/images") == 2


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("left", "refusal"),
    [(("web",), "because it is protected"), ((), 'hook "another-copy-before-deleting-a-version" was not registered')],
    ids=["others stay", "it was the last"],
)
def test_a_component_that_is_taken_out_leaves_its_image(
    left: tuple[str, ...], refusal: str, tmp_path: Path, azure: LocalAzure
) -> None:
    """Without any component the package does not run: the engine misses its hook before it looks at the protection."""
    azure.reset()
    azure.seed(SEED)
    project = consumer(tmp_path, PROGRAM, azure.env)
    enter(project, "published")
    project.write_program(PROGRAM.replace(NAMES, repr(left)))
    refused = project.up(check=False)
    assert refused.returncode != 0
    assert refusal in refused.stdout
    assert left_in(azure).count("Microsoft.Compute/images") == 2
    assert left_in(azure).count("Microsoft.Compute/galleries/images/versions") == 2


@pytest.mark.exhaustive
def test_a_second_component_makes_the_next_version_of_a_definition(tmp_path: Path, azure: LocalAzure) -> None:
    """It says that the definition exists, once it does."""
    azure.reset()
    azure.seed(SEED.replace("Windows, hyperVGeneration: V1", "Linux, hyperVGeneration: V2"))
    project = consumer(tmp_path, PROGRAM.replace(NAMES, "('web',)"), azure.env)
    enter(project, "published")
    made = '{"name": name, "publisher": "p", "offer": "o", "sku": name}'
    project.write_program(
        PROGRAM.replace(made, f'{made} if name == "web" else {{"name": "web", "existing": True}}').replace(
            '"version": "1.0.0"', '"version": "1.0.0" if name == "web" else "1.0.1"'
        )
    )
    project.up()
    assert left_in(azure).count("Microsoft.Compute/galleries/images") == 1
    assert left_in(azure).count("Microsoft.Compute/galleries/images/versions") == 2
