"""Move Azure managed images into an Azure Compute Gallery, and delete them only when the new version is proven.

What is named here is the public surface; everything else may change with any release.

    from managed_image_to_gallery import ManagedImageToGallery, ManagedImageToGalleryArgs

The rooms, from the ground up; each may use those before it:

`azure`
    what is true of Azure: rules (pure) and live reads; knows nothing of Pulumi
`gate`
    may a source image be deleted: checks, verdicts, evidence (pure, but for the questions that `azure` answers)
`config`
    the stack's config and the component's arguments: their shape, their rules, the migrations that they mean
`component`
    the reusable component, its hooks and records, and a whole stack of them
`cli`
    the operator's command line, `gallery-migrate`
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from managed_image_to_gallery.component.managed_image_to_gallery import ManagedImageToGallery
    from managed_image_to_gallery.component.run import current_run
    from managed_image_to_gallery.component.stack import declare_stack, exports, plan_of_this_stack, settled
    from managed_image_to_gallery.config.args import ManagedImageToGalleryArgs
    from managed_image_to_gallery.config.choices import Stage

__all__ = [
    "ManagedImageToGallery",
    "ManagedImageToGalleryArgs",
    "Stage",
    "current_run",
    "declare_stack",
    "exports",
    "plan_of_this_stack",
    "settled",
]

_ROOMS = {
    "ManagedImageToGallery": "component.managed_image_to_gallery",
    "ManagedImageToGalleryArgs": "config.args",
    "Stage": "config.choices",
    "current_run": "component.run",
    "declare_stack": "component.stack",
    "exports": "component.stack",
    "plan_of_this_stack": "component.stack",
    "settled": "component.stack",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: `gallery-migrate --help` must not wait for Pulumi's SDK."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
