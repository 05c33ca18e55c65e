"""The documented steps with azure-mgmt-compute's asyncio side, all images at once: `python -m … IMAGE…`."""

from __future__ import annotations

import asyncio
import sys

from azure.identity.aio import EnvironmentCredential
from azure.mgmt.compute.aio import ComputeManagementClient

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


async def migrate(client: ComputeManagementClient, image: str) -> None:
    """One image, from its definition to its deletion."""
    place = (GROUP, GALLERY, f"{image}-definition")
    await (await client.gallery_images.begin_create_or_update(*place, definition(image))).result()
    await (await client.gallery_image_versions.begin_create_or_update(*place, VERSION, version(image))).result()
    require_completed(image, await client.gallery_image_versions.get(*place, VERSION, expand="ReplicationStatus"))
    await (await client.images.begin_delete(GROUP, image)).result()


async def main() -> None:
    """All images of the command line."""
    async with (
        EnvironmentCredential(**sign_in()) as credential,
        ComputeManagementClient(credential, subscription(), **endpoint()) as client,
    ):
        await asyncio.gather(*(migrate(client, image) for image in sys.argv[1:]))


if __name__ == "__main__":
    asyncio.run(main())
