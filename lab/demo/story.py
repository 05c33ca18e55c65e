"""The steps of the demo, in order; each says what it proves and ends the demo when it is not so."""

from __future__ import annotations

from dataclasses import dataclass

from demo.azure import DemoAzure, image_is_gone
from demo.screen import Screen
from demo.workspace import Workspace

IMAGE = "azure-native:compute:Image"
VERSION = "azure-native:compute:GalleryImageVersion"
GROUP, NAME, GALLERY, DEFINITION, NUMBER = "myResourceGroup", "myImage", "myGallery", "myImageDefinition", "1.0.0"
REGIONS = {"southcentralus", "westcentralus"}
HELD_REGION = "westcentralus"


@dataclass(frozen=True)
class Story:
    """The documented example: one managed image, one version, two regions."""

    azure: DemoAzure
    project: Workspace
    screen: Screen

    def tell(self) -> None:
        """All steps; raises `StepFailed` at the first promise that does not hold."""
        self.preview()
        self.publish()
        self.second_preview()
        self.jump_to_retired()
        self.validate_too_early()
        self.validate()
        self.preview_of_retiring()
        self.retire()
        self.ask_azure()

    def preview(self) -> None:
        """What `published` will do."""
        self.screen.step(
            "Preview of `published`", "the source image is adopted as it is; definition and version come new"
        )
        outcome = self.project.pulumi("preview")
        self.screen.require(outcome.status == 0, "the preview succeeds", outcome.status)
        self.screen.require(
            outcome.operations(IMAGE) == ["import"], "one import of the image", outcome.operations(IMAGE)
        )

    def publish(self) -> None:
        """The first update."""
        self.screen.step(
            "Update to `published`", "exactly one import, no update of the source; the version is replicated"
        )
        outcome = self.project.pulumi("up", "--yes", "--skip-preview")
        self.screen.require(outcome.status == 0, "the update succeeds", outcome.status)
        images = outcome.operations(IMAGE)
        self.screen.require(images == ["import"], "exactly one import, no update of the source", images)
        versions = outcome.operations(VERSION)
        self.screen.require(versions == ["create"], "the version is created once", versions)

    def second_preview(self) -> None:
        """Nothing is left to do."""
        self.screen.step("A second preview", "what is declared is what is there: no changes")
        outcome = self.project.pulumi("preview", "--expect-no-changes")
        self.screen.require(outcome.status == 0 and not outcome.changes(), "the preview is empty", outcome.changes())

    def jump_to_retired(self) -> None:
        """`validated` cannot be skipped."""
        self.screen.step("A jump straight to `retired`", "skipping `validated` is refused, and the image stays")
        self.project.stage("retired")
        self._refused(self.project.pulumi("up", "--yes").status, "the jump is refused")

    def validate_too_early(self) -> None:
        """The gate, while one region is not there."""
        self.screen.step(
            "Validation while a region is not Completed",
            f"the gate reads Azure live and names the region; a fault rule holds {HELD_REGION} at 40 %",
        )
        self.project.stage("validated")
        with self.azure.admin() as admin:
            rule = {
                "match": {"type": "Microsoft.Compute/galleries/images/versions", "name": NUMBER},
                "region": {"name": HELD_REGION, "state": "Replicating", "progress": 40},
            }
            added = admin.post("/faults", json=rule).raise_for_status().json()
            outcome = self.project.pulumi("up", "--yes")
            admin.delete(f"/faults/{added['ids'][0]}").raise_for_status()
        self._refused(outcome.status, "the validation is refused")
        self.screen.require(HELD_REGION in outcome.text(), f"the refusal names {HELD_REGION}", outcome.text())

    def validate(self) -> None:
        """The gate, when everything is there."""
        self.screen.step("Update to `validated`", "the gate passes; its evidence is kept in the stack's state")
        outcome = self.project.pulumi("up", "--yes", "--skip-preview")
        self.screen.require(outcome.status == 0, "the update succeeds", outcome.status)
        stashed = outcome.operations("pulumi:index:Stash")
        self.screen.require("create" in stashed, "the evidence is stored in the state", stashed)

    def preview_of_retiring(self) -> None:
        """What `retired` will do."""
        self.screen.step("Preview of `retired`", "one delete, of the source image, and nothing else")
        self.project.stage("retired")
        outcome = self.project.pulumi("preview")
        self.screen.require(outcome.status == 0, "the gate holds at preview", outcome.status)
        self.screen.require(
            outcome.operations(IMAGE) == ["delete"], "one delete of the image", outcome.operations(IMAGE)
        )
        kept = outcome.operations(VERSION)
        self.screen.require(kept == [], "the version stays as it is", kept)

    def retire(self) -> None:
        """The irreversible step."""
        self.screen.step("Update to `retired`", "the gate is asked once more, immediately before the delete")
        outcome = self.project.pulumi("up", "--yes", "--skip-preview")
        self.screen.require(outcome.status == 0, "the update succeeds", outcome.status)

    def ask_azure(self) -> None:
        """What Azure itself says."""
        self.screen.step("Azure is asked", "with azure-mgmt-compute, not with our own code")
        client = self.azure.compute()
        self.screen.require(image_is_gone(client, GROUP, NAME), "the managed image is gone", "it is still there")
        version = client.gallery_image_versions.get(GROUP, GALLERY, DEFINITION, NUMBER, expand="ReplicationStatus")
        summary = {
            each["region"]: each["state"] for each in version.as_dict()["properties"]["replicationStatus"]["summary"]
        }
        everywhere = dict.fromkeys(REGIONS, "Completed")
        self.screen.require(summary == everywhere, "the version is Completed in both regions", summary)

    def _refused(self, status: int, promise: str) -> None:
        self.screen.require(status != 0, promise, f"exit status {status}")
        client = self.azure.compute()
        self.screen.require(not image_is_gone(client, GROUP, NAME), "the image is still there", "it is gone")
