"""From an estate to the rows of the inventory: pure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, in_order
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.azure.times import moment_or_none
from managed_image_to_gallery.cli.inventory.copies import BEST_FIRST, best
from managed_image_to_gallery.cli.inventory.estate import Estate, findings_against

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageReference, ImageVersion, ManagedImage
    from managed_image_to_gallery.cli.output.table import Value
    from managed_image_to_gallery.gate.standing import Copy

IMAGE_COLUMNS = {
    "name": "Image",
    "resourceGroup": "Group",
    "location": "Region",
    "osType": "OS",
    "hyperVGeneration": "Gen",
    "sizeGB": "GB",
    "dataDisks": "Disks",
    "ageDays": "Age (days)",
    "inGallery": "In a gallery",
    "versions": "Versions",
    "users": "Used by",
    "rules": "Why not eligible",
}
"""What people see of an image; the rules are those that it breaks, `--json` has them in full."""

IMAGE_IMPORTANCE = ("name", "resourceGroup", "inGallery", "users", "rules", "versions", "location", "sizeGB", "osType")
"""What stays on a narrow screen, the name first."""

VERSION_COLUMNS = {
    "version": "Version",
    "location": "Region",
    "state": "State",
    "regions": "Target regions",
    "publishedDate": "Published",
    "source": "Made from",
}
"""What people see of an image version."""

VERSION_IMPORTANCE = ("version", "state", "regions", "source")
"""What stays on a narrow screen, the name first."""


def image_summary(rows: Sequence[Mapping[str, Value]]) -> str:
    """The rows of images in numbers, in one line."""
    counts = {key: sum(bool(row[key]) for row in rows) for key in ("eligible", "users")}
    images = counted(len(rows), "image")
    return f"{images}: {counts['eligible']} eligible, {counts['users']} in use, {_in_galleries(rows)}."


def _in_galleries(rows: Sequence[Mapping[str, Value]]) -> str:
    """How many have a version already, and how many what kind of one at best."""
    standings = Counter(row["inGallery"] for row in rows if row["inGallery"])
    kinds = ", ".join(f"{standings[one.value]} {one.value}" for one in BEST_FIRST if standings[one.value])
    return f"{standings.total()} with a version{f' ({kinds})' if kinds else ''}"


def image_rows(estate: Estate, images: Sequence[ManagedImage], now: datetime | None = None) -> list[dict[str, Value]]:
    """A row per image, in their order; the age is counted to `now`, and left empty without it."""
    versions = versions_by_source(estate.versions)
    return [
        {
            **_image(image, versions, estate.references.users_of(image.id)),
            **_copies(estate.copies.get(image.id.key, ())),
            "createdTime": estate.created.get(image.id.key),
            "ageDays": age_days(estate.created.get(image.id.key), now),
        }
        for image in images
    ]


def age_days(created: str | None, now: datetime | None) -> int | None:
    """Whole days since a time that Azure wrote; None where it wrote none that can be read."""
    match = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", created or "")
    if match is None or now is None:
        return None
    return (now - datetime.fromisoformat(match[0]).replace(tzinfo=UTC)).days


def _image(
    image: ManagedImage, versions: Mapping[str, Sequence[str]], users: Sequence[ImageReference]
) -> dict[str, Value]:
    findings = findings_against(image)
    return {
        "name": image.id.name,
        "resourceGroup": image.id.resource_group,
        "subscription": image.id.subscription_id,
        "location": image.location,
        "osType": image.os_type,
        "osState": image.os_state,
        "hyperVGeneration": image.hyper_v_generation,
        "sizeGB": size_gb(image),
        "dataDisks": len(image.data_disks),
        "tags": [f"{name}={value}" for name, value in sorted(image.tags.items())],
        "eligible": not findings,
        "rules": [finding.rule for finding in findings],
        "reasons": [finding.text() for finding in findings],
        "versions": list(versions.get(image.id.key, ())),
        "users": [user.short_text for user in users],
        "userIds": [user.consumer_id for user in users],
        "id": str(image.id),
    }


def _copies(copies: Sequence[Copy]) -> dict[str, Value]:
    """What the best of them is, and each with what it lacks."""
    standing = best(copies)
    return {
        "inGallery": standing.value if standing else None,
        "copies": [f"{one.name}: {one.standing.value}{f' ({one.why})' if one.why else ''}" for one in copies],
    }


def size_gb(image: ManagedImage) -> int:
    """OS and data disks together, in GB, as far as Azure says."""
    return (image.os_disk_size_gb or 0) + sum(disk.size_gb or 0 for disk in image.data_disks)


def version_rows(versions: Sequence[ImageVersion]) -> list[dict[str, Value]]:
    """A row per version, spelled `gallery/definition/version`."""
    return [
        {
            "version": spelled(version),
            "location": version.location,
            "state": version.provisioning_state,
            "regions": [f"{region.name}={region.replica_count}" for region in version.target_regions],
            "publishedDate": version.published_date,
            "endOfLifeDate": version.end_of_life_date,
            "source": (version.source_id or "").rsplit("/", 1)[-1],
            "sourceId": version.source_id,
            "id": str(version.id),
        }
        for version in sorted(versions, key=lambda version: in_order(version.id.key))
    ]


def versions_by_source(versions: Sequence[ImageVersion]) -> dict[str, list[str]]:
    """The versions made from each source, by its folded id; a source that is no resource id is left out."""
    found: dict[str, list[str]] = {}
    for version in versions:
        if version.source_id and version.source_id.startswith("/subscriptions/"):
            found.setdefault(parse_resource_id(version.source_id).key, []).append(spelled(version))
    return found


def spelled(version: ImageVersion) -> str:
    """`gallery/definition/version`, with the slashes of its id."""
    return "/".join(version.id.names)


def version_for_people(row: Mapping[str, Value]) -> dict[str, Value]:
    """A row of a version with its date to the minute, in UTC."""
    published = moment_or_none(str(row["publishedDate"] or ""))
    shown = published.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if published else row["publishedDate"]
    return {**row, "publishedDate": shown}


def version_summary(rows: Sequence[Mapping[str, Value]]) -> str:
    """The rows of versions in numbers, in one line."""
    definitions = {str(row["version"]).rpartition("/")[0].lower() for row in rows}
    parts = (counted(len(rows), "image version"), counted(len(definitions), "image definition"))
    failed = sum(row["state"] == "Failed" for row in rows)
    return f"{' of '.join(parts)}{f', {failed} failed' if failed else ''}."
