// A component among others: this program makes the resource group and the gallery, and passes their names as outputs.
import { ManagedImageToGallery, Stage } from "@pulumi/managed-image-to-gallery";
import * as pulumi from "@pulumi/pulumi";

// What @pulumi/azure-native has a class for; so that the example needs nothing but the package, it is named here.
class AzureNative extends pulumi.CustomResource {
    public readonly name!: pulumi.Output<string>;

    constructor(type: string, name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        super(`azure-native:${type}`, name, { ...args, name: undefined }, opts);
    }
}

const config = new pulumi.Config();
// Azure deletes what is in a group with it, and asks no hook: whatever becomes of this, the group stays.
const group = new AzureNative(
    "resources:ResourceGroup",
    "images",
    { resourceGroupName: "gallery", location: "southcentralus" },
    { protect: true, retainOnDelete: true },
);
const gallery = new AzureNative("compute:Gallery", "gallery", {
    galleryName: "images",
    resourceGroupName: group.name,
    location: "southcentralus",
});

const migration = new ManagedImageToGallery("web", {
    // What decides is plain: the stage, the source image, the version, the regions.
    stage: config.get<Stage>("stage") ?? Stage.PUBLISHED,
    source: { resourceGroup: "images", name: "web" },
    gallery: { resourceGroup: group.name, name: gallery.name },
    definition: {
        name: "web",
        publisher: "myPublisher",
        offer: "web",
        sku: "linux",
        description: pulumi.interpolate`Images in ${group.name}`,
    },
    version: "1.0.0",
    targetRegions: [{ name: "South Central US", replicaCount: 2 }, { name: "West US 2" }],
    // What decides nothing may be an output or a secret.
    tags: { group: group.id, owner: config.requireSecret("owner") },
});

export const versionId = migration.versionId;
export const evidence = migration.evidence;
