"""Which kind of Azure resource a step of a preview is about, as far as images depend on it. Pure.

The id in Azure says it whatever package, module or API version declared the resource: `pulumi package add` makes
packages of one API version (`azure-native_compute_v20240701:compute:Image`), bridged providers have names of their own
(`azure:compute/image:Image`), and `azure-native:resources:Resource` is anything. Only where no id is known does the
type token decide, and then in doubt for an image.
"""

from __future__ import annotations

import re
from enum import Enum


class Kind(str, Enum):
    """What is guarded; the value is its name for people."""

    IMAGE = "source image"
    VERSION = "image version"
    DEFINITION = "image definition"
    GALLERY = "gallery"
    CONTAINER = "resource group or other container"
    """A resource group, a subscription or a deployment stack: its deletion takes what is in it along."""
    UNKNOWN = "resource without a known id"
    """Something that could be any of these."""


_BY_TYPE = {
    "microsoft.compute/images": Kind.IMAGE,
    "microsoft.compute/galleries": Kind.GALLERY,
    "microsoft.compute/galleries/images": Kind.DEFINITION,
    "microsoft.compute/galleries/images/versions": Kind.VERSION,
    "microsoft.resources/deploymentstacks": Kind.CONTAINER,
    "microsoft.solutions/applications": Kind.CONTAINER,
}
"""By the type in the id, folded. A managed application is deleted with the group that it manages."""

_BY_TOKEN = {
    "image": Kind.IMAGE,
    "galleryimageversion": Kind.VERSION,
    "sharedimageversion": Kind.VERSION,
    "galleryimage": Kind.DEFINITION,
    "sharedimage": Kind.DEFINITION,
    "gallery": Kind.GALLERY,
    "sharedimagegallery": Kind.GALLERY,
    "resourcegroup": Kind.CONTAINER,
    "deploymentstackatresourcegroup": Kind.CONTAINER,
    "deploymentstackatsubscription": Kind.CONTAINER,
    "deploymentstackatmanagementgroup": Kind.CONTAINER,
    "resource": Kind.UNKNOWN,
    "": Kind.UNKNOWN,
}
"""By the last part of a type token, folded: azure-native's names and those of the bridged providers."""

_NESTED_DELETION = frozenset(
    {
        "templatedeployment",
        "resourcegrouptemplatedeployment",
        "subscriptiontemplatedeployment",
        "managementgrouptemplatedeployment",
    }
)
"""Deployments of bridged providers, which delete what the template made (hashicorp/azurerm, features block,
`template_deployment.delete_nested_items_during_deletion`, true by default)."""

_AZURE_COMPUTE = re.compile(r"azure-native(_compute_v[0-9a-z]+)?:compute(/v[0-9a-z]+)?:")
_GROUP_OR_SUBSCRIPTION = re.compile(r"subscriptions/[^/]+(/resourcegroups/[^/]+)?")


def kind_of(token: str, cloud_id: str) -> Kind | None:
    """The kind of a resource by its type token and its id ("" where it is not known); None for what is not guarded."""
    package, _, rest = token.partition(":")
    name = rest.rpartition(":")[2].lower()
    folded = "/".join(part for part in cloud_id.strip().lower().split("/") if part)
    if not folded.startswith(("subscriptions/", "providers/")):
        # A docker image, say, has an id that is none of Azure's.
        return _BY_TOKEN.get(name) if not folded or package.lower().startswith("az") else None
    if _GROUP_OR_SUBSCRIPTION.fullmatch(folded) or name in _NESTED_DELETION:
        return Kind.CONTAINER
    return _BY_TYPE.get(_type_in(folded)) or (_BY_TOKEN.get(name) if _AZURE_COMPUTE.match(token) else None)


def plain_token(token: str) -> str:
    """The type token without an API version: `azure-native:compute:Image` for each of its spellings."""
    return _AZURE_COMPUTE.sub("azure-native:compute:", token)


def _type_in(folded: str) -> str:
    """`namespace/type/type` of what a folded id names: that behind its last `providers`, as for an extension."""
    segments = folded.split("/")
    found = ""
    for keyword, name in zip(segments[::2], segments[1::2], strict=False):
        if keyword == "providers":
            found = name
        elif found:
            found = f"{found}/{keyword}"
    return found
