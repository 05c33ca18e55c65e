"""Which version an entry is about: one that the stack makes or takes over, or some that others made and keep.

Of the latter nothing is managed, so what only a managed version has is a fault beside them: it would be without effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.models import VersionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.config.models import MigrationEntry

READ_TOO = frozenset({"target_regions", "target_extended_locations", "boot_test"})
"""The settings that count for a version that is only read: where it must be, and where machines of it must boot."""


def version_choice_faults(entry: MigrationEntry, path: str) -> Iterator[Fault]:
    """What does not fit together in how an entry names its version."""
    if entry.existing_versions is None:
        yield from _is_named(entry, path)
    else:
        yield from _only_read(entry, path)


def _is_named(entry: MigrationEntry, path: str) -> Iterator[Fault]:
    remedy = "Add it; or name in existingVersions what others have made from the image already."
    for key, value in (("definition", entry.definition), ("version", entry.version)):
        if value is None:
            yield Fault(f"{path}.{key}", None, "is required", remedy)


def _only_read(entry: MigrationEntry, path: str) -> Iterator[Fault]:
    if not entry.existing_versions:
        remedy = "Name one by its resource id, or leave existingVersions out and give definition and version."
        yield Fault(f"{path}.existingVersions", [], "must name a version", remedy)
    for key, value in (
        ("definition", entry.definition),
        ("version", entry.version),
        ("importVersion", entry.import_version),
    ):
        if value:
            yield Fault(
                f"{path}.{key}",
                None,
                "does not go with existingVersions, which stands in its place",
                "Keep existingVersions for versions that are only read; definition and version, with importVersion: "
                "true, for one that the stack takes over.",
            )
    for name, field in VersionSettings.model_fields.items():
        if name not in READ_TOO and getattr(entry, name) is not None:
            yield Fault(
                f"{path}.{field.alias}",
                None,
                "is of a version that the stack manages; existingVersions are only read",
                "Leave it out: whoever manages the version decides it.",
            )
