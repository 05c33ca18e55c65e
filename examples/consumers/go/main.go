// A program in Go that knows only the package: `pulumi package add <this repository>/components` first.
package main

import (
	gallery "example.com/pulumi-managed-image-to-gallery/sdk/go/managedimagetogallery"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// The stage is what a reviewed change moves on: `pulumi config set stage validated`.
		stage := gallery.StagePUBLISHED
		if asked := config.Get(ctx, "stage"); asked != "" {
			stage = gallery.Stage(asked)
		}
		generation, zoneRedundant := gallery.HyperVGenerationV1, gallery.StorageAccountType_STANDARD_ZRS

		migration, err := gallery.NewManagedImageToGallery(ctx, "myImage", &gallery.ManagedImageToGalleryArgs{
			Stage: stage,
			Source: gallery.SourceArgs{
				ResourceGroup: pulumi.StringRef("myResourceGroup"),
				Name:          pulumi.StringRef("myImage"),
			},
			Gallery: gallery.GalleryArgs{
				ResourceGroup: pulumi.String("myResourceGroup"),
				Name:          pulumi.String("myGallery"),
			},
			Definition: &gallery.DefinitionArgs{
				Name:             pulumi.String("myImageDefinition"),
				Publisher:        pulumi.StringRef("myPublisher"),
				Offer:            pulumi.StringRef("myOffer"),
				Sku:              pulumi.StringRef("mySKU"),
				HyperVGeneration: &generation,
				Recommended: &gallery.RecommendedArgs{
					VCpus: &gallery.RangeArgs{Min: pulumi.IntRef(2), Max: pulumi.IntRef(16)},
				},
			},
			Version: pulumi.StringRef("1.0.0"),
			TargetRegions: []gallery.TargetRegionArgs{
				{Name: "South Central US", ReplicaCount: pulumi.Int(2), StorageAccountType: zoneRedundant},
				{Name: "West US 2"},
			},
			EndOfLifeDate: pulumi.String("2029-12-31"),
			Tags:          pulumi.StringMap{"environment": pulumi.String("dev")},
		})
		if err != nil {
			return err
		}
		ctx.Export("versionId", migration.VersionId)
		ctx.Export("imageReference", migration.ImageReference)
		ctx.Export("evidence", migration.Evidence)
		return nil
	})
}
