"""The rules for names, as pure functions: `violations_of_…(value)` answers the broken rules, [] for a good name.

Source: docs/reference/azure-galleries.md#names (Microsoft's name rules, the troubleshooting page and the
service's own expression). Where those contradict each other, the strictest is used, so that no name passes here and
is refused by Azure later.
"""

from __future__ import annotations

import re

from managed_image_to_gallery.azure import limits
from managed_image_to_gallery.azure.errors import InvalidVersionNumber


def violations_of_gallery_name(value: str) -> list[str]:
    """A gallery: letters, digits, `_` and `.`; no dash; starts and ends with a letter or digit."""
    return [
        *_length(value, limits.MAX_NAME_LENGTH),
        *_characters(value, r"[A-Za-z0-9_.]", "letters, digits, underscores and periods (no dash)"),
        *_starts_and_ends(value, r"[A-Za-z0-9]", "a letter or digit"),
    ]


def violations_of_definition_name(value: str) -> list[str]:
    """An image definition: letters, digits, `_`, `-` and `.`; starts and ends with a letter or digit."""
    return [
        *_length(value, limits.MAX_NAME_LENGTH),
        *_characters(value, r"[A-Za-z0-9_.-]", "letters, digits, underscores, dashes and periods"),
        *_starts_and_ends(value, r"[A-Za-z0-9]", "a letter or digit"),
    ]


def violations_of_image_name(value: str) -> list[str]:
    """A managed image: letters, digits, `_`, `-` and `.`; starts alphanumeric, ends alphanumeric or with `_`."""
    return [
        *_length(value, limits.MAX_NAME_LENGTH),
        *_characters(value, r"[A-Za-z0-9_.-]", "letters, digits, underscores, dashes and periods"),
        *_starts(value, r"[A-Za-z0-9]", "a letter or digit"),
        *_ends(value, r"[A-Za-z0-9_]", "a letter, digit or underscore"),
    ]


def violations_of_resource_group_name(value: str) -> list[str]:
    """A resource group: letters and digits of any script, `_`, `-`, `.`, parentheses; does not end with a period."""
    return [
        *_length(value, limits.MAX_RESOURCE_GROUP_NAME_LENGTH),
        *_characters(value, r"[\w.()-]", "letters, digits, underscores, dashes, periods and parentheses"),
        *(["must not end with a period"] if value.endswith(".") else []),
        *_ambiguous_letters(value),
    ]


def _ambiguous_letters(value: str) -> list[str]:
    """Letters that turn into those of another name in lower case, such as the Kelvin sign into k.

    Azure compares names by their upper case (.NET, ordinal), and a folded name must never be that of another group.
    """
    found = sorted({letter for letter in value if letter.lower().upper() != letter.upper()})
    signs = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in found)
    return [f"must not hold {signs}, which looks like another letter and is told apart by Azure"] if found else []


def violations_of_publisher(value: str) -> list[str]:
    """The publisher of an image definition."""
    return _violations_of_identifier(value, limits.MAX_PUBLISHER_LENGTH)


def violations_of_offer(value: str) -> list[str]:
    """The offer of an image definition."""
    return _violations_of_identifier(value, limits.MAX_OFFER_LENGTH)


def violations_of_sku(value: str) -> list[str]:
    """The SKU of an image definition."""
    return _violations_of_identifier(value, limits.MAX_SKU_LENGTH)


def violations_of_version_number(value: str) -> list[str]:
    """An image version: Major.Minor.Patch, each a 32-bit integer.

    Leading zeros are refused although no document bans them: two spellings of one number would be two versions.
    """
    parts = value.split(".")
    if len(parts) != 3 or not all(re.fullmatch(r"[0-9]+", part) for part in parts):
        return ["must be Major.Minor.Patch, three whole numbers, for instance 1.0.0"]
    violations: list[str] = []
    for label, part in zip(("Major", "Minor", "Patch"), parts, strict=True):
        if len(part) > 1 and part.startswith("0"):
            violations.append(f"{label} {part} must not have leading zeros")
        elif int(part[:11]) > limits.MAX_VERSION_PART:
            violations.append(f"{label} {part} must not be above {limits.MAX_VERSION_PART}")
    return violations


def version_number(text: str) -> tuple[int, int, int]:
    """The number as a tuple that sorts as Azure orders versions. Raises InvalidVersionNumber."""
    violations = violations_of_version_number(text)
    if violations:
        raise InvalidVersionNumber(text, violations)
    major, minor, patch = (int(part) for part in text.split("."))
    return major, minor, patch


def number_in_azure(text: str) -> tuple[int, int, int] | None:
    """A number that Azure has already, by value: others may have written leading zeros. None for what is none."""
    parts = text.split(".")
    if len(parts) != 3 or not all(re.fullmatch(r"[0-9]+", part) for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def _violations_of_identifier(value: str, longest: int) -> list[str]:
    return [
        *_length(value, longest),
        *_characters(value, r"[A-Za-z0-9_.-]", "letters, digits, underscores, dashes and periods"),
        *(["must not end with a period"] if value.endswith(".") else []),
    ]


def _length(value: str, longest: int) -> list[str]:
    if not value:
        return ["must not be empty"]
    return [f"must not be longer than {longest} characters (it has {len(value)})"] if len(value) > longest else []


def _characters(value: str, allowed: str, described: str) -> list[str]:
    offending = sorted({character for character in value if not re.fullmatch(allowed, character)})
    if not offending:
        return []
    return [f"may hold only {described}, not {' '.join(repr(character) for character in offending)}"]


def _starts_and_ends(value: str, allowed: str, described: str) -> list[str]:
    return [*_starts(value, allowed, described), *_ends(value, allowed, described)]


def _starts(value: str, allowed: str, described: str) -> list[str]:
    return [f"must start with {described}"] if value and not re.fullmatch(allowed, value[0]) else []


def _ends(value: str, allowed: str, described: str) -> list[str]:
    return [f"must end with {described}"] if value and not re.fullmatch(allowed, value[-1]) else []
