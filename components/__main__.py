"""The component as a package for every Pulumi language: what `pulumi package add ./components` starts."""

from importlib.metadata import version

from pulumi.provider.experimental import component_provider_host

from components.managed_image_to_gallery import ManagedImageToGallery

if __name__ == "__main__":
    component_provider_host(
        [ManagedImageToGallery], name="managed-image-to-gallery", version=version("managed-image-to-gallery")
    )
