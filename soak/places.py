"""The ids of the migrations that a history is about."""

from __future__ import annotations

from dataclasses import dataclass

LOCK = "/providers/Microsoft.Authorization/locks/soak"
COMPUTE = "providers/Microsoft.Compute"
NAMES = ("my", "second", "third")
"""What the names of a migration's image and definition begin with; the first is the documented example."""


@dataclass(frozen=True)
class Places:
    """Ids in Azure, from the id of the resource group; `name` is one of `NAMES`."""

    group: str
    name: str = NAMES[0]

    @property
    def image(self) -> str:
        """The source image."""
        return f"{self.group}/{COMPUTE}/images/{self.name}Image"

    @property
    def definition(self) -> str:
        """The image definition."""
        return f"{self.group}/{COMPUTE}/galleries/myGallery/images/{self.name}ImageDefinition"

    @property
    def version(self) -> str:
        """The image version."""
        return f"{self.definition}/versions/1.0.0"

    @property
    def migration(self) -> str:
        """The logical name of the migration, with which those of its resources begin."""
        return f"{self.name}ImageDefinition-1.0.0"
