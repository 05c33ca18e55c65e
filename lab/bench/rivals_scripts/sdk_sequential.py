"""The documented steps with azure-mgmt-compute, one image after the other: `python -m … IMAGE…`."""

from __future__ import annotations

import sys

from azure.identity import EnvironmentCredential
from azure.mgmt.compute import ComputeManagementClient

from bench.rivals_scripts.bodies import (
    GALLERY,
    GROUP,
    VERSION,
    definition,
    endpoint,
    require_completed,
    sign_in,
    subscription,
    version,
)


def migrate(client: ComputeManagementClient, image: str) -> None:
    """One image, from its definition to its deletion."""
    place = (GROUP, GALLERY, f"{image}-definition")
    client.gallery_images.begin_create_or_update(*place, definition(image)).result()
    client.gallery_image_versions.begin_create_or_update(*place, VERSION, version(image)).result()
    require_completed(image, client.gallery_image_versions.get(*place, VERSION, expand="ReplicationStatus"))
    client.images.begin_delete(GROUP, image).result()


def main() -> None:
    """All images of the command line."""
    with (
        EnvironmentCredential(**sign_in()) as credential,
        ComputeManagementClient(credential, subscription(), **endpoint()) as client,
    ):
        for image in sys.argv[1:]:
            migrate(client, image)


if __name__ == "__main__":
    main()
