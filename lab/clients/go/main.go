// Command go-client moves a managed image into a gallery with armcompute and says, as JSON, what it saw. The environment
// is that of `local-azure env`; the image is `image` in the group `group`, both there already.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/compute/armcompute/v8"
)

// Seen is what the program prints.
type Seen struct {
	ProvisioningState string            `json:"provisioningState"`
	Regions           map[string]string `json:"regions"`
	Listed            []string          `json:"listed"`
	Missing           string            `json:"missing"`
	Unknown           string            `json:"unknown"`
}

func main() {
	clients, err := localAzure()
	if err != nil {
		log.Fatal(err)
	}
	seen, err := migrate(context.Background(), clients)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(seen); err != nil {
		log.Fatal(err)
	}
}

// how to point the client at local Azure
func localAzure() (*armcompute.ClientFactory, error) {
	endpoint := "https://" + os.Getenv("ARM_METADATA_HOSTNAME")
	options := azcore.ClientOptions{Cloud: cloud.Configuration{
		ActiveDirectoryAuthorityHost: endpoint,
		Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: endpoint, Audience: endpoint},
		},
	}}
	credential, err := azidentity.NewClientSecretCredential(
		os.Getenv("AZURE_TENANT_ID"), os.Getenv("AZURE_CLIENT_ID"), os.Getenv("AZURE_CLIENT_SECRET"),
		&azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true},
	)
	if err != nil {
		return nil, err
	}
	return armcompute.NewClientFactory(
		os.Getenv("AZURE_SUBSCRIPTION_ID"), credential, &arm.ClientOptions{ClientOptions: options},
	)
}

// end

func migrate(ctx context.Context, clients *armcompute.ClientFactory) (*Seen, error) {
	image, err := clients.NewImagesClient().Get(ctx, "group", "image", nil)
	if err != nil {
		return nil, err
	}
	if err := makeDefinition(ctx, clients, image.Image); err != nil {
		return nil, err
	}
	seen := &Seen{Regions: map[string]string{}}
	if err := makeVersion(ctx, clients, image.Image, seen); err != nil {
		return nil, err
	}
	if err := look(ctx, clients, seen); err != nil {
		return nil, err
	}
	if err := remove(ctx, clients); err != nil {
		return nil, err
	}
	_, err = clients.NewImagesClient().Get(ctx, "group", "image", nil)
	seen.Missing = codeOf(err)
	_, err = clients.NewAvailabilitySetsClient().Get(ctx, "group", "none", nil)
	seen.Unknown = codeOf(err)
	return seen, nil
}

func makeDefinition(ctx context.Context, clients *armcompute.ClientFactory, image armcompute.Image) error {
	gallery := armcompute.Gallery{Location: image.Location}
	creation, err := clients.NewGalleriesClient().BeginCreateOrUpdate(ctx, "group", "gallery", gallery, nil)
	if err := done(ctx, creation, err); err != nil {
		return err
	}
	definition := armcompute.GalleryImage{Location: image.Location, Properties: &armcompute.GalleryImageProperties{
		OSType:           to.Ptr(armcompute.OperatingSystemTypesLinux),
		OSState:          to.Ptr(armcompute.OperatingSystemStateTypesGeneralized),
		HyperVGeneration: to.Ptr(armcompute.HyperVGeneration(*image.Properties.HyperVGeneration)),
		Identifier: &armcompute.GalleryImageIdentifier{
			Publisher: to.Ptr("p"), Offer: to.Ptr("o"), SKU: to.Ptr("s"),
		},
	}}
	made, err := clients.NewGalleryImagesClient().BeginCreateOrUpdate(
		ctx, "group", "gallery", "definition", definition, nil,
	)
	return done(ctx, made, err)
}

func makeVersion(
	ctx context.Context, clients *armcompute.ClientFactory, image armcompute.Image, seen *Seen,
) error {
	version := armcompute.GalleryImageVersion{
		Location: image.Location,
		Properties: &armcompute.GalleryImageVersionProperties{
			StorageProfile: &armcompute.GalleryImageVersionStorageProfile{
				Source: &armcompute.GalleryArtifactVersionFullSource{ID: image.ID},
			},
			PublishingProfile: &armcompute.GalleryImageVersionPublishingProfile{
				TargetRegions: []*armcompute.TargetRegion{{Name: image.Location}, {Name: to.Ptr("westus2")}},
			},
			SafetyProfile: &armcompute.GalleryImageVersionSafetyProfile{
				BlockDeletionBeforeEndOfLife: to.Ptr(false),
			},
		},
	}
	poller, err := clients.NewGalleryImageVersionsClient().BeginCreateOrUpdate(
		ctx, "group", "gallery", "definition", "1.0.0", version, nil,
	)
	if err != nil {
		return err
	}
	made, err := poller.PollUntilDone(ctx, nil)
	if err != nil {
		return err
	}
	seen.ProvisioningState = string(*made.Properties.ProvisioningState)
	return nil
}

func look(ctx context.Context, clients *armcompute.ClientFactory, seen *Seen) error {
	versions := clients.NewGalleryImageVersionsClient()
	expand := armcompute.ReplicationStatusTypesReplicationStatus
	shown, err := versions.Get(ctx, "group", "gallery", "definition", "1.0.0",
		&armcompute.GalleryImageVersionsClientGetOptions{Expand: &expand})
	if err != nil {
		return err
	}
	for _, each := range shown.Properties.ReplicationStatus.Summary {
		seen.Regions[*each.Region] = string(*each.State)
	}
	pages := versions.NewListByGalleryImagePager("group", "gallery", "definition", nil)
	for pages.More() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, each := range page.Value {
			seen.Listed = append(seen.Listed, *each.Name)
		}
	}
	return nil
}

func remove(ctx context.Context, clients *armcompute.ClientFactory) error {
	image, err := clients.NewImagesClient().BeginDelete(ctx, "group", "image", nil)
	if err := done(ctx, image, err); err != nil {
		return err
	}
	version, err := clients.NewGalleryImageVersionsClient().BeginDelete(
		ctx, "group", "gallery", "definition", "1.0.0", nil,
	)
	return done(ctx, version, err)
}

// done waits for an operation, with the intervals that the server asks for.
func done[T any](ctx context.Context, poller *runtime.Poller[T], err error) error {
	if err == nil {
		_, err = poller.PollUntilDone(ctx, nil)
	}
	return err
}

func codeOf(err error) string {
	var refused *azcore.ResponseError
	if !errors.As(err, &refused) {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("%d %s", refused.StatusCode, refused.ErrorCode)
}
