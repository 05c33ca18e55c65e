"""The ids of the migrations that a history is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LOCK = "/providers/Microsoft.Authorization/locks/soak"
COMPUTE = "providers/Microsoft.Compute"
GROUP = "myResourceGroup"
NAMES = ("my", "second", "third")
"""What the names of a migration's image and definition begin with; the first is the documented example."""

Layout = Literal["plain", "anchors", "one image name", "existing versions"]
"""How a config is written: plainly, with YAML anchors and merge keys, plainly for images of one name, or with versions
that others keep."""
IMAGE_GROUPS: dict[str, str] = dict(zip(NAMES, (GROUP, "secondGroup", "thirdGroup"), strict=True))
"""Where images of one name are."""


@dataclass(frozen=True)
class Places:
    """Ids in Azure, from the id of the resource group; `name` is one of `NAMES`, `logical` a renamed migration's."""

    group: str
    name: str = NAMES[0]
    layout: Layout = "plain"
    logical: str = ""

    @property
    def image(self) -> str:
        """The source image."""
        group, name = image_of(self.name, self.layout)
        return f"{self.group.rsplit('/', 1)[0]}/{group}/{COMPUTE}/images/{name}"

    @property
    def image_group(self) -> str:
        """The resource group of the source image."""
        return self.image.split("/providers/", 1)[0]

    @property
    def gallery(self) -> str:
        """The gallery."""
        return f"{self.group}/{COMPUTE}/galleries/myGallery"

    @property
    def definition(self) -> str:
        """The image definition."""
        return f"{self.gallery}/images/{self.name}ImageDefinition"

    @property
    def version(self) -> str:
        """The image version."""
        return f"{self.definition}/versions/1.0.0"

    @property
    def is_existing(self) -> bool:
        """Whether others keep the version, so that the stack has only the image."""
        return self.layout == "existing versions"

    @property
    def migration(self) -> str:
        """The logical name of the migration, with which those of its resources begin."""
        return self.logical or f"{self.name}ImageDefinition-1.0.0"


def image_of(name: str, layout: Layout) -> tuple[str, str]:
    """Resource group and name of a migration's image."""
    return (IMAGE_GROUPS[name], "goldenImage") if layout == "one image name" else (GROUP, f"{name}Image")
