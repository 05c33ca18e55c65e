"""The pack as the engine runs it, in the environment that its lock describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from harness.engine_project import EngineProject, clean_environment
from harness.product import seed
from tests.policy.environment import PACK, make_policy_environment

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

PROGRAM = """
import pulumi
from pulumi_azure_native import compute

GROUP = "/subscriptions/{subscription}/resourceGroups/myResourceGroup"
IMAGE = f"{{GROUP}}/providers/Microsoft.Compute/images/myImage"
DEFINITION = {{"resource_group_name": "myResourceGroup", "gallery_name": "myGallery", "gallery_image_name": "d"}}
PUBLISHED = f"{{GROUP}}/providers/Microsoft.Compute/galleries/myGallery/images/d/versions/1.0.0"

migration = pulumi.ComponentResource("managed-image-to-gallery:index:ManagedImageToGallery", "migration")
compute.Image(
    "image",
    image_name="myImage",
    resource_group_name="myResourceGroup",
    location="South Central US",
    opts=pulumi.ResourceOptions(import_=IMAGE, parent=migration),
)
migration.register_outputs({{"source_id": IMAGE.lower()}})


def version(name, regions, options, **settings):
    compute.GalleryImageVersion(
        name,
        **DEFINITION,
        gallery_image_version_name=name,
        location="South Central US",
        storage_profile={{"source": {{"id": IMAGE}}}},
        publishing_profile={{"target_regions": regions, **settings.pop("profile", {{}})}},
        opts=pulumi.ResourceOptions(**options),
        **settings,
    )


def machine(image):
    compute.VirtualMachine(
        "machine",
        resource_group_name="myResourceGroup",
        location="South Central US",
        storage_profile={{"image_reference": {{"id": image}}}},
    )
"""

BROKEN = """
machine(IMAGE)
version("1.0.1", [{"name": "West US 2"}], {"delete_before_replace": True})
version(
    "1.0.2",
    [{"name": "South Central US", "regional_replica_count": 1}],
    {"protect": True},
    tags={"environment": "prod"},
    profile={"end_of_life_date": "2027-12-31"},
)
"""

KEPT = """
machine(PUBLISHED)
version(
    "1.0.1",
    [{"name": "South Central US", "regional_replica_count": 2, "storage_account_type": "Standard_ZRS"}],
    {"protect": True},
    tags={"environment": "prod"},
    profile={"end_of_life_date": "2027-12-31"},
)
"""

POLICIES = {
    "no-managed-image-references": "machine",
    "source-region-among-targets": "1.0.1",
    "production-replicas": "1.0.2",
    "production-zone-redundancy": "1.0.2",
    "end-of-life": "1.0.1",
    "version-kept": "1.0.1",
    "required-tags": "1.0.1",
}


def judged(folder: Path, azure: LocalAzure, resources: str) -> tuple[int, str]:
    """Exit status and output of a preview of `resources` with the pack."""
    make_policy_environment()
    azure.seed(seed())
    program = PROGRAM.format(subscription=azure.subscription) + resources
    project = EngineProject(folder, program, env=clean_environment() | azure.env)
    done = project.preview("--policy-pack", str(PACK), check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_engine_names_every_policy_that_is_broken_and_where(tmp_path: Path, azure: LocalAzure) -> None:
    status, printed = judged(tmp_path, azure, BROKEN)
    assert status
    told = re.findall(r"\[mandatory\]  ([a-z-]+)  \(azure-native:compute:\w+: (.+)\)", printed)
    assert {policy: name for policy, name in told if POLICIES.get(policy) == name} == POLICIES, printed
    assert {policy for policy, _ in told} == set(POLICIES), printed


def test_the_engine_says_nothing_when_every_policy_is_kept(tmp_path: Path, azure: LocalAzure) -> None:
    status, printed = judged(tmp_path, azure, KEPT)
    assert status == 0, printed
    assert not [policy for policy in POLICIES if policy in printed], printed
