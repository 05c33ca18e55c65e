"""The ids of the one migration that every history is about."""

from __future__ import annotations

from dataclasses import dataclass

LOCK = "/providers/Microsoft.Authorization/locks/soak"
COMPUTE = "providers/Microsoft.Compute"


@dataclass(frozen=True)
class Places:
    """Ids in Azure, from the id of the resource group."""

    group: str

    @property
    def image(self) -> str:
        """The source image."""
        return f"{self.group}/{COMPUTE}/images/myImage"

    @property
    def definition(self) -> str:
        """The image definition."""
        return f"{self.group}/{COMPUTE}/galleries/myGallery/images/myImageDefinition"

    @property
    def version(self) -> str:
        """The image version."""
        return f"{self.definition}/versions/1.0.0"
