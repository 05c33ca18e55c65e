"""A local Azure with a fleet in it and the product's stacks that migrate it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench import fleets
from harness.local_azure import LocalAzure, running_local_azure
from harness.product import Product
from local_azure.arm.settings import ManagerLimits

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

AT_ONCE = 0.00001
"""A time scale at which nothing takes time: what is left is what we cost."""

SAVED_ONCE = {"PULUMI_SKIP_CHECKPOINTS": "true"}
"""The engine saves the state at the end only, which shows what saving costs. A killed update then loses what it did."""
COMPRESSED = {"PULUMI_DIY_BACKEND_ZSTD": "true"}
"""The engine compresses the state before it writes it."""


class FleetStack(Product):
    """The product's stack with one migration for each image of a range."""

    images: range = range(0)

    def configure(self, **changes: object) -> None:
        """Nothing at first: `enter_stage` writes the config."""

    def write_stage(self, stage: str, images: range | None = None) -> None:
        """Write the stack's config with all migrations in a stage."""
        self.images = images if images is not None else self.images
        self.write_config(fleets.config(self.images, stage))


@contextmanager
def fleet_azure(
    folder: Path,
    images: range,
    time_scale: float = AT_ONCE,
    *,
    throttling: bool = False,
    manager_limits: ManagerLimits = ManagerLimits.PER_SECOND,
    data: Path | None = None,
) -> Generator[LocalAzure]:
    """A local Azure with the images of a fleet; `data` is where it keeps what it holds, by default nowhere.

    throttling: whether it refuses who asks too much; manager_limits: how its Resource Manager counts then.
    """
    with running_local_azure(
        folder,
        time_scale=time_scale,
        seed=fleets.seed(images),
        data=data,
        provider=True,
        limits=float(throttling),
        options=["--manager-limits", manager_limits.value],
    ) as azure:
        yield azure


def stack(folder: Path, azure: LocalAzure, images: range, stage: str = "published") -> FleetStack:
    """A new stack for a fleet, in a folder of its own."""
    folder.mkdir(parents=True)
    made = FleetStack.of(folder, azure)
    made.write_stage(stage, images)
    return made


def stacks(folder: Path, azure: LocalAzure, images: range, largest: int = fleets.LARGEST_STACK) -> list[FleetStack]:
    """As many stacks as the fleet needs with at most `largest` images in one, each in a folder of its own."""
    parts = fleets.parts(images, largest)
    return [stack(folder / f"stack-{number}", azure, part) for number, part in enumerate(parts)]
