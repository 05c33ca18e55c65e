"""The component as a package for every Pulumi language: what `pulumi package add ./components` starts."""

import sys

from pulumi.provider import main

from managed_image_to_gallery.component.package_schema import Package

if __name__ == "__main__":
    main(Package(), sys.argv[1:])
