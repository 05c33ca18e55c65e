// Moves a managed image into a gallery with @azure/arm-compute and says, as JSON, what it saw. The environment is that
// of `local-azure env`; the image is `image` in the group `group`, both there already.

import { ClientSecretCredential } from "@azure/identity";
import { ComputeManagementClient } from "@azure/arm-compute";

// how to point the client at local Azure
const { env } = process;
const endpoint = `https://${env.ARM_METADATA_HOSTNAME}`;
const credential = new ClientSecretCredential(env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET, {
  authorityHost: endpoint,
  disableInstanceDiscovery: true,
});
const client = new ComputeManagementClient(credential, env.AZURE_SUBSCRIPTION_ID, {
  endpoint,
  credentialScopes: [`${endpoint}/.default`],
});
// end

const definition = ["group", "gallery", "definition"];
const version = [...definition, "1.0.0"];
const image = await client.images.get("group", "image");

await client.galleries.createOrUpdate("group", "gallery", { location: image.location });
await client.galleryImages.createOrUpdate(...definition, {
  location: image.location,
  osType: "Linux",
  osState: "Generalized",
  hyperVGeneration: image.hyperVGeneration,
  identifier: { publisher: "p", offer: "o", sku: "s" },
});
const made = await client.galleryImageVersions.createOrUpdate(...version, {
  location: image.location,
  storageProfile: { source: { id: image.id } },
  publishingProfile: { targetRegions: [{ name: image.location }, { name: "westus2" }] },
});
const shown = await client.galleryImageVersions.get(...version, { expand: "ReplicationStatus" });
const listed = [];
for await (const each of client.galleryImageVersions.listByGalleryImage(...definition)) listed.push(each.name);
await client.images.delete("group", "image");
await client.galleryImageVersions.delete(...version);

console.log(
  JSON.stringify({
    provisioningState: made.provisioningState,
    regions: Object.fromEntries(shown.replicationStatus.summary.map((each) => [each.region, each.state])),
    listed,
    missing: await codeOf(client.images.get("group", "image")),
    unknown: await codeOf(client.availabilitySets.get("group", "none")),
  }),
);

async function codeOf(request) {
  try {
    await request;
    return null;
  } catch (error) {
    return `${error.statusCode} ${error.code}`;
  }
}
