"""What Azure asks of an image definition, what it fills in, and what it lets change.

Source: docs/reference/azure-galleries.md#definition-fields.
"""

from __future__ import annotations

from local_azure.arm.clock import timestamp
from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call
from local_azure.arm.storage import DISK_TYPES
from local_azure.galleries import dates, errors
from local_azure.galleries.api_versions import BLOCK_DELETION, GENERATION_2
from local_azure.galleries.names import check_identifier_part

_PATH = "galleryImage.properties"
_VALUES = {
    "osType": ("Windows", "Linux"),
    "osState": ("Generalized", "Specialized"),
    "hyperVGeneration": ("V1", "V2"),
    "architecture": ("x64", "Arm64"),
}
ENUMERATIONS = {
    **{f"properties.{member}": values for member, values in _VALUES.items()},
    "properties.disallowed.diskTypes[]": DISK_TYPES,
}
"""Taken in any case, as those of versions: `linux` and `generalized` are what Ansible sends."""
_FIXED = ("osType", "osState", "hyperVGeneration", "architecture", "identifier", "purchasePlan", "eula")
"""`disallowed` may change (seen with the Java SDK)."""
_ORDER = (
    *("hyperVGeneration", "architecture", "features", "osType", "osState", "identifier", "recommended", "disallowed"),
    *("purchasePlan", "eula", "privacyStatementUri", "releaseNoteUri", "endOfLifeDate", "description"),
)
_TRUSTED_LAUNCH: Json = {"name": "SecurityType", "value": "TrustedLaunchSupported"}


def check_required(properties: Json) -> None:
    """Operating system, its state and the identifier have to be there, every value one that Azure knows."""
    for member, allowed in _VALUES.items():
        value = properties.get(member)
        if value is None and member in ("osType", "osState"):
            raise errors.required(f"{_PATH}.{member}")
        if value is not None and value not in allowed:
            raise errors.invalid_value(f"{_PATH}.{member}", value)
    identifier = as_object(properties.get("identifier"))
    for part in ("publisher", "offer", "sku"):
        check_identifier_part(part, identifier.get(part))


def check_features(properties: Json) -> None:
    """Security types other than Standard need generation 2 (documented; the text is general knowledge)."""
    for feature in as_list(properties.get("features")):
        secured = _is_security_type(feature) and str(feature.get("value")).lower() != "standard"
        if secured and properties.get("hyperVGeneration") != "V2":
            raise errors.invalid_value(f"{_PATH}.features", feature.get("value"))


def check_end_of_life(call: Call, existing: Resource | None) -> None:
    """A new end of life has to be a date in the future."""
    sent = call.properties.get("endOfLifeDate")
    kept = existing.properties.get("endOfLifeDate") if existing is not None else None
    if sent is not None and not dates.is_same(sent, kept):
        dates.normalized_end_of_life(sent, call.world.now, f"{_PATH}.endOfLifeDate")


def shown_end_of_life(value: object) -> str:
    """The date as it is answered."""
    moment = dates.parse(value)
    return timestamp(moment.timestamp()) if moment else str(value)


def check_unchanged(stored: Json, sent: Json, api_version: str) -> None:
    """Refuse a change of what is fixed; what is not sent is not changed.

    Source: docs/reference/azure-errors.md#change-of-what-is-fixed.
    """
    for member in _FIXED:
        value = sent.get(member)
        if value not in (None, {}) and value != stored.get(member):
            raise errors.change_not_allowed(f"{_PATH}.{member}")
    if "features" in sent and sent["features"] != stored.get("features", []):
        if api_version < BLOCK_DELETION or sent.get("allowUpdateImage") is not True:
            raise errors.change_not_allowed(f"{_PATH}.features")
        check_features({**stored, "features": sent["features"]})


def with_defaults(sent: Json, api_version: str) -> Json:
    """A new definition: generation 1 up to 2024-03-03, from 2025-03-03 generation 2 that supports Trusted Launch."""
    modern = api_version >= GENERATION_2
    filled = {**sent, "architecture": sent.get("architecture") or "x64"}
    filled["hyperVGeneration"] = sent.get("hyperVGeneration") or ("V2" if modern else "V1")
    features = [as_object(each) for each in as_list(sent.get("features"))]
    if modern and filled["hyperVGeneration"] == "V2" and not any(_is_security_type(each) for each in features):
        features.append(dict(_TRUSTED_LAUNCH))
    if features:
        filled["features"] = features
    return _ordered(filled)


def merged(stored: Json, sent: Json) -> Json:
    """An existing definition after a PUT: what was sent over what was there."""
    return _ordered({**stored, **{member: value for member, value in sent.items() if value is not None}})


def identifier_key(properties: Json) -> tuple[str, ...]:
    """The identifier without case."""
    identifier = as_object(properties.get("identifier"))
    return tuple(str(identifier.get(part, "")).lower() for part in ("publisher", "offer", "sku"))


def identifier_taken(other: Resource) -> ArmError:
    """The refusal that names the definition which has the identifier."""
    identifier = as_object(other.properties.get("identifier"))
    return errors.identifier_taken(
        other.name, str(identifier.get("publisher")), str(identifier.get("offer")), str(identifier.get("sku"))
    )


def _is_security_type(feature: Json) -> bool:
    return str(feature.get("name", "")).lower() == "securitytype"


def _ordered(properties: Json) -> Json:
    """In Azure's order; empty objects (`disallowed: {}`) and what Azure does not answer are left out."""
    return {member: properties[member] for member in _ORDER if properties.get(member) not in (None, {}, [])}
