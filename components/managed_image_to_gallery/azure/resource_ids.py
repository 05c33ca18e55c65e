"""Azure resource ids: one canonical spelling, compared without regard to case.

Azure ignores case in ids but does not keep it: a list answers the resource group in upper case, a GET as it was
created; `resourcegroups` and `resourceGroups` both occur (docs/reference/azure-galleries.md#managed-images). The Pulumi
engine compares them literally: two spellings of one id look like two resources to it. Hence
`str(parse_resource_id(text))` everywhere an id is handed to the engine, and `same_id` or `ResourceId.key` everywhere
two ids are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from managed_image_to_gallery.azure.errors import InvalidResourceId

GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""A regular expression, to be read without regard to case."""

_GUID = re.compile(GUID, re.IGNORECASE)
_FORBIDDEN_IN_SEGMENT = re.compile(r"[\s?#%<>*&:\\]")
_ANYWHERE = re.compile(
    rf"(?:/subscriptions/{GUID}(?:/resourceGroups/[^/\s?#%<>*&:\\]+)?)?"
    r"(?:/providers/[^/\s?#%<>*&:\\]+(?:/[^/\s?#%<>*&:\\]+/[^/\s?#%<>*&:\\]+)+)+",
    re.IGNORECASE,
)
_AZURE_CASING = {
    word.lower(): word
    for word in (
        "Microsoft.Compute",
        "images",
        "galleries",
        "versions",
        "virtualMachines",
        "virtualMachineScaleSets",
        "runCommands",
        "disks",
        "snapshots",
    )
}
COMPUTE = "Microsoft.Compute"


def _azure_casing(word: str) -> str:
    return _AZURE_CASING.get(word.lower(), word)


@dataclass(frozen=True)
class ResourceId:
    """One Azure resource inside a resource group.

    `types` and `names` run in parallel from the outermost to the innermost resource, for instance
    `("galleries", "images")` and `("myGallery", "myImageDefinition")`. Subscription, provider and types are brought
    to their canonical spelling on creation; names stay as given. `==` is exact: use `same_id` or `key` to compare
    ids that came from different places.
    """

    subscription_id: str
    resource_group: str
    provider: str
    types: tuple[str, ...]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "subscription_id", self.subscription_id.lower())
        object.__setattr__(self, "provider", _azure_casing(self.provider))
        object.__setattr__(self, "types", tuple(_azure_casing(word) for word in self.types))

    def __str__(self) -> str:
        path = "/".join(f"{kind}/{name}" for kind, name in zip(self.types, self.names, strict=True))
        return f"{self.resource_group_id}/providers/{self.provider}/{path}"

    @property
    def name(self) -> str:
        """The innermost name."""
        return self.names[-1]

    @property
    def full_type(self) -> str:
        """Provider and types, for instance `Microsoft.Compute/galleries/images`."""
        return "/".join((self.provider, *self.types))

    @property
    def parent(self) -> ResourceId:
        """The resource around this one: the definition of a version, the gallery of a definition."""
        if len(self.types) == 1:
            raise InvalidResourceId(str(self), "it has no parent resource")
        return ResourceId(self.subscription_id, self.resource_group, self.provider, self.types[:-1], self.names[:-1])

    @property
    def resource_group_id(self) -> str:
        """The id of the resource group that holds the resource."""
        return f"/subscriptions/{self.subscription_id}/resourceGroups/{self.resource_group}"

    @property
    def key(self) -> str:
        """The same text for every spelling of this id: for sets, dictionaries and comparisons, never for Azure."""
        return _folded(str(self))


def parse_resource_id(text: str) -> ResourceId:
    """Read an id in any spelling.

    Raises InvalidResourceId when the text is not the id of a resource inside a resource group.
    """
    segments = text.strip().strip("/").split("/")
    _check_segments(text, segments)
    _check_keywords(text, segments)
    return ResourceId(
        subscription_id=segments[1],
        resource_group=segments[3],
        provider=segments[5],
        types=tuple(segments[6::2]),
        names=tuple(segments[7::2]),
    )


def resource_id_or_none(text: str | None) -> ResourceId | None:
    """The id that a text is, in any spelling; None for one that is no id of a resource inside a resource group."""
    try:
        return parse_resource_id(text or "")
    except InvalidResourceId:
        return None


def _check_segments(text: str, segments: list[str]) -> None:
    for segment in segments:
        if not segment:
            raise InvalidResourceId(text, "a part between two slashes is empty")
        if _FORBIDDEN_IN_SEGMENT.search(segment):
            raise InvalidResourceId(text, f"{segment!r} holds a character that no name may have")


def is_guid(text: str) -> bool:
    """Whether a text is a GUID, as the id of every subscription is."""
    return _GUID.fullmatch(text) is not None


def is_id_of_anything(text: str) -> bool:
    """Whether a text is an id of Azure's, of whatever scope.

    What it names may be in a subscription without a group, in a management group, or an extension of a resource.
    """
    return _ANYWHERE.fullmatch(f"/{text.strip().strip('/')}") is not None


def _check_keywords(text: str, segments: list[str]) -> None:
    if len(segments) < 8 or len(segments) % 2:
        raise InvalidResourceId(text, "it does not name a resource inside a resource group")
    for position, keyword in ((0, "subscriptions"), (2, "resourceGroups"), (4, "providers")):
        if segments[position].lower() != keyword.lower():
            raise InvalidResourceId(text, f"{keyword!r} is expected where it says {segments[position]!r}")
    if not is_guid(segments[1]):
        raise InvalidResourceId(text, f"the subscription {segments[1]!r} is not a GUID")
    if any(segment.lower() == "providers" for segment in segments[6::2]):
        raise InvalidResourceId(text, "it names an extension of a resource, not the resource")


def image_id(subscription_id: str, resource_group: str, name: str) -> ResourceId:
    """The id of a managed image."""
    return ResourceId(subscription_id, resource_group, COMPUTE, ("images",), (name,))


def gallery_id(subscription_id: str, resource_group: str, name: str) -> ResourceId:
    """The id of an Azure Compute Gallery."""
    return ResourceId(subscription_id, resource_group, COMPUTE, ("galleries",), (name,))


def definition_id(gallery: ResourceId, name: str) -> ResourceId:
    """The id of an image definition in a gallery."""
    return _child(gallery, "images", name)


def version_id(definition: ResourceId, number: str) -> ResourceId:
    """The id of an image version of a definition."""
    return _child(definition, "versions", number)


def _child(parent: ResourceId, kind: str, name: str) -> ResourceId:
    return ResourceId(
        parent.subscription_id, parent.resource_group, parent.provider, (*parent.types, kind), (*parent.names, name)
    )


def same_id(first: str | ResourceId, second: str | ResourceId) -> bool:
    """Whether two ids, in whatever spelling, name the same resource."""
    return _folded(str(first)) == _folded(str(second))


def _folded(text: str) -> str:
    return "/" + text.strip().strip("/").lower()
