// A program in TypeScript that knows only the package: `pulumi package add <this repository>/components` first.
import { HyperVGeneration, ManagedImageToGallery, Stage, StorageAccountType } from "@pulumi/managed-image-to-gallery";
import * as pulumi from "@pulumi/pulumi";

// The stage is what a reviewed change moves on: `pulumi config set stage validated`.
const stage = new pulumi.Config().get<Stage>("stage") ?? Stage.PUBLISHED;

const migration = new ManagedImageToGallery("myImage", {
    stage,
    source: { resourceGroup: "myResourceGroup", name: "myImage" },
    gallery: { resourceGroup: "myResourceGroup", name: "myGallery" },
    definition: {
        name: "myImageDefinition",
        publisher: "myPublisher",
        offer: "myOffer",
        sku: "mySKU",
        hyperVGeneration: HyperVGeneration.V1,
        recommended: { vCpus: { min: 2, max: 16 } },
    },
    version: "1.0.0",
    targetRegions: [
        { name: "South Central US", replicaCount: 2, storageAccountType: StorageAccountType.STANDARD_ZRS },
        { name: "West US 2" },
    ],
    endOfLifeDate: "2029-12-31",
    tags: { environment: "dev" },
});

export const versionId = migration.versionId;
export const imageReference = migration.imageReference;
export const evidence = migration.evidence;
