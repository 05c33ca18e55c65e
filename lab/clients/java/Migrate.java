// Moves a managed image into a gallery with azure-resourcemanager-compute and says, as JSON, what it saw. The environment
// is that of `local-azure env`; the image is `image` in the group `group`, both there already. Java runs this file as it is.

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.management.profile.AzureProfile;
import com.azure.core.util.Context;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.compute.fluent.models.GalleryImageInner;
import com.azure.resourcemanager.compute.fluent.models.GalleryImageVersionInner;
import com.azure.resourcemanager.compute.fluent.models.GalleryInner;
import com.azure.resourcemanager.compute.fluent.models.ImageInner;
import com.azure.resourcemanager.compute.implementation.ComputeManagementClientBuilder;
import com.azure.resourcemanager.compute.models.GalleryArtifactVersionFullSource;
import com.azure.resourcemanager.compute.models.GalleryImageIdentifier;
import com.azure.resourcemanager.compute.models.GalleryImageVersionPublishingProfile;
import com.azure.resourcemanager.compute.models.GalleryImageVersionSafetyProfile;
import com.azure.resourcemanager.compute.models.GalleryImageVersionStorageProfile;
import com.azure.resourcemanager.compute.models.OperatingSystemStateTypes;
import com.azure.resourcemanager.compute.models.OperatingSystemTypes;
import com.azure.resourcemanager.compute.models.ReplicationStatusTypes;
import com.azure.resourcemanager.compute.models.TargetRegion;
import com.azure.resourcemanager.resources.fluentcore.utils.HttpPipelineProvider;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLException;

class Migrate {
    public static void main(String[] arguments) throws IOException {
        ComputeManagementClient client = localAzure();
        ImageInner image = client.getImages().getByResourceGroup("group", "image");
        makeDefinition(client, image);
        String state = makeVersion(client, image);
        GalleryImageVersionInner shown = client.getGalleryImageVersions()
            .getWithResponse("group", "gallery", "definition", "1.0.0", ReplicationStatusTypes.REPLICATION_STATUS,
                Context.NONE)
            .getValue();
        Map<String, String> regions = new TreeMap<>();
        shown.replicationStatus().summary().forEach(each -> regions.put(each.region(), each.state().toString()));
        List<String> listed = client.getGalleryImageVersions().listByGalleryImage("group", "gallery", "definition")
            .stream().map(GalleryImageVersionInner::name).toList();
        client.getImages().delete("group", "image");
        client.getGalleryImageVersions().delete("group", "gallery", "definition", "1.0.0");

        try (JsonWriter out = JsonProviders.createWriter(System.out)) {
            out.writeStartObject();
            out.writeStringField("provisioningState", state);
            out.writeMapField("regions", regions, JsonWriter::writeString);
            out.writeArrayField("listed", listed, JsonWriter::writeString);
            out.writeStringField("missing", codeOf(() -> client.getImages().getByResourceGroup("group", "image")));
            out.writeStringField("unknown", codeOf(() -> client.getAvailabilitySets().getByResourceGroup("group", "none")));
            out.writeEndObject();
        }
    }

    // how to point the client at local Azure
    static ComputeManagementClient localAzure() throws SSLException {
        Map<String, String> env = System.getenv();
        String endpoint = "https://" + env.get("ARM_METADATA_HOSTNAME") + "/";
        AzureEnvironment cloud = new AzureEnvironment(Map.of(
            "activeDirectoryEndpointUrl", endpoint,
            "managementEndpointUrl", endpoint,
            "resourceManagerEndpointUrl", endpoint));
        // Java reads no certificate authorities from the environment.
        var tls = SslContextBuilder.forClient().trustManager(new File(env.get("SSL_CERT_FILE"))).build();
        HttpClient http = new NettyAsyncHttpClientBuilder(
            reactor.netty.http.client.HttpClient.create().secure(with -> with.sslContext(tls))).build();
        TokenCredential credential = new ClientSecretCredentialBuilder()
            .tenantId(env.get("AZURE_TENANT_ID"))
            .clientId(env.get("AZURE_CLIENT_ID"))
            .clientSecret(env.get("AZURE_CLIENT_SECRET"))
            .authorityHost(endpoint)
            .disableInstanceDiscovery()
            .httpClient(http)
            .build();
        AzureProfile profile = new AzureProfile(env.get("AZURE_TENANT_ID"), env.get("AZURE_SUBSCRIPTION_ID"), cloud);
        return new ComputeManagementClientBuilder()
            .pipeline(HttpPipelineProvider.buildHttpPipeline(
                credential, profile, null, null, null, null, List.of(), http))
            .endpoint(endpoint)
            .subscriptionId(env.get("AZURE_SUBSCRIPTION_ID"))
            // It understands whole seconds only, and waits 30 of them where none are sent.
            .defaultPollInterval(Duration.ofMillis(100))
            .buildClient();
    }
    // end

    static void makeDefinition(ComputeManagementClient client, ImageInner image) {
        client.getGalleries().createOrUpdate("group", "gallery", new GalleryInner().withLocation(image.location()));
        GalleryImageInner definition = new GalleryImageInner()
            .withOsType(OperatingSystemTypes.LINUX)
            .withOsState(OperatingSystemStateTypes.GENERALIZED)
            .withHyperVGeneration(
                com.azure.resourcemanager.compute.models.HyperVGeneration.fromString(image.hyperVGeneration().toString()))
            .withIdentifier(new GalleryImageIdentifier().withPublisher("p").withOffer("o").withSku("s"));
        definition.withLocation(image.location());
        client.getGalleryImages().createOrUpdate("group", "gallery", "definition", definition);
    }

    static String makeVersion(ComputeManagementClient client, ImageInner image) {
        GalleryImageVersionInner version = new GalleryImageVersionInner()
            .withStorageProfile(new GalleryImageVersionStorageProfile()
                .withSource(new GalleryArtifactVersionFullSource().withId(image.id())))
            .withPublishingProfile(new GalleryImageVersionPublishingProfile().withTargetRegions(
                List.of(new TargetRegion().withName(image.location()), new TargetRegion().withName("westus2"))))
            .withSafetyProfile(new GalleryImageVersionSafetyProfile().withBlockDeletionBeforeEndOfLife(false));
        version.withLocation(image.location());
        return client.getGalleryImageVersions()
            .createOrUpdate("group", "gallery", "definition", "1.0.0", version)
            .provisioningState().toString();
    }

    static String codeOf(Runnable request) {
        try {
            request.run();
            return null;
        } catch (ManagementException refused) {
            return refused.getResponse().getStatusCode() + " " + refused.getValue().getCode();
        }
    }
}
