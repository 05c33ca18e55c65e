"""The forms of names in a gallery (docs/reference/azure-galleries.md#names)."""

from __future__ import annotations

import re

from local_azure.galleries import errors

GALLERY_RULE = r"^[^\_\W][\w-.\_]{0,79}(?<![-.])$"
"""As Azure's own text quotes it; it would let a dash through, which the documents and Azure refuse."""
DEFINITION_RULE = r"^[^_\W][\w-._]{0,79}(?<![-.])$"
LARGEST_PART = 2_147_483_647
IDENTIFIER_LENGTHS = {"publisher": 128, "offer": 64, "sku": 64}

_GALLERY = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.]{0,78}[A-Za-z0-9])?")
_DEFINITION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9])?")
_VERSION = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)")
_IDENTIFIER = re.compile(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]")


def check_gallery_name(name: str) -> None:
    """1 to 80 letters, digits, `_` and `.`, from a letter or digit to a letter or digit; no dash."""
    if not _GALLERY.fullmatch(name):
        raise errors.invalid_entity_name("galleryName", GALLERY_RULE)


def check_definition_name(name: str) -> None:
    """1 to 80 letters, digits, `_`, `.` and `-`, from a letter or digit to a letter or digit."""
    if not _DEFINITION.fullmatch(name):
        raise errors.invalid_entity_name("galleryImageName", DEFINITION_RULE)


def check_version_name(name: str) -> None:
    """Three integers of 32 bits; leading zeros were seen (azurerm 10433)."""
    found = _VERSION.fullmatch(name)
    if not found or any(int(part) > LARGEST_PART for part in found.groups()):
        raise errors.invalid_version_name()


def version_number(name: str) -> tuple[int, ...]:
    """What versions are ordered by."""
    return tuple(int(part) for part in name.split("."))


def check_identifier_part(part: str, value: object) -> None:
    """A publisher (128), offer (64) or SKU (64): letters, digits, `-`, `.`, `_`, not ending with a period."""
    target = f"galleryImage.properties.identifier.{part}"
    if not isinstance(value, str) or not value:
        raise errors.required(target)
    if len(value) > IDENTIFIER_LENGTHS[part] or not _IDENTIFIER.fullmatch(value):
        raise errors.invalid_value(target, value)
