"""What to write instead of a managed image, as each tool writes it. Pure.

The exact version is named; for the newest one (`latest`) there is a second text where a tool has it and it is the same
version today. Names: Microsoft.Compute/galleries/images/versions (ARM, Bicep, azure-native), azurerm
`azurerm_shared_image_version`, Packer's azure-arm `shared_image_gallery`, `az sig`, Az.Compute.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.resource_ids import ResourceId

_VERSIONS = "Microsoft.Compute/galleries/images/versions"


@dataclass(frozen=True)
class Place:
    """Where it is written: the file's ending, which tells a language, and the line."""

    suffix: str
    line: str


def replacement(kind: str, version: ResourceId, place: Place) -> tuple[str, str]:
    """What to write instead, and the same for the newest version; "" where there is nothing to write."""
    return _BY_KIND.get(kind, _nothing)(version, place)


def _nothing(_version: ResourceId, _place: Place) -> tuple[str, str]:
    return "", ""


def _id(version: ResourceId, _place: Place) -> tuple[str, str]:
    return str(version), str(version.parent)


def _terraform_data(version: ResourceId, place: Place) -> tuple[str, str]:
    gallery, definition, number = version.names
    if place.suffix == ".json":
        return _id(version, place)

    def block(name: str) -> str:
        return (
            'data "azurerm_shared_image_version" "image" {\n'
            f'  name                = "{name}"\n  image_name          = "{definition}"\n'
            f'  gallery_name        = "{gallery}"\n  resource_group_name = "{version.resource_group}"\n}}'
        )

    return block(number), block("latest")


def _bicep(version: ResourceId, _place: Place) -> tuple[str, str]:
    name = "/".join(version.names)
    text = (
        f"resource image '{_VERSIONS}@2024-03-03' existing = {{\n  name: '{name}'\n"
        f"  scope: resourceGroup('{version.subscription_id}', '{version.resource_group}')\n}}"
    )
    definition = text.replace(f"{_VERSIONS}@", "Microsoft.Compute/galleries/images@")
    return text, definition.replace(f"'{name}'", f"'{'/'.join(version.names[:-1])}'")


def _resource_id(version: ResourceId, _place: Place) -> tuple[str, str]:
    def call(kind: str, names: tuple[str, ...]) -> str:
        words = (version.subscription_id, version.resource_group, kind, *names)
        said = ", ".join(f"'{word}'" for word in words)
        return f"resourceId({said})"

    return call(_VERSIONS, version.names), call("Microsoft.Compute/galleries/images", version.names[:-1])


def _pulumi(version: ResourceId, place: Place) -> tuple[str, str]:
    gallery, definition, number = version.names
    words = {
        "galleryImageName": definition,
        "galleryImageVersionName": number,
        "galleryName": gallery,
        "resourceGroupName": version.resource_group,
    }
    return _in_language("GalleryImageVersion", words, place), ""


def _pulumi_classic(version: ResourceId, place: Place) -> tuple[str, str]:
    gallery, definition, number = version.names

    def call(name: str) -> str:
        words = {"name": name, "imageName": definition, "galleryName": gallery}
        return _in_language("SharedImageVersion", {**words, "resourceGroupName": version.resource_group}, place)

    return call(number), call("latest")


def _in_language(kind: str, words: dict[str, str], place: Place) -> str:
    """A call that looks for it, in the language of the file."""
    if place.suffix == ".py":
        said = ", ".join(f'{_snake(key)}="{value}"' for key, value in words.items())
        return f"compute.get{_snake(kind, '_')}({said})"
    if place.suffix == ".go":
        said = ", ".join(f'{_upper(key)}: "{value}"' for key, value in words.items())
        return f"compute.Lookup{kind}(ctx, &compute.Lookup{kind}Args{{{said}}})"
    if place.suffix == ".java":
        said = "".join(f'.{key}("{value}")' for key, value in words.items())
        return f"ComputeFunctions.get{kind}(Get{kind}Args.builder(){said}.build())"
    if place.suffix == ".cs":
        said = ", ".join(f'{_upper(key)} = "{value}"' for key, value in words.items())
        return f"Get{kind}.InvokeAsync(new() {{ {said} }})"
    said = ", ".join(f'{key}: "{value}"' for key, value in words.items())
    return f"compute.get{kind}({{ {said} }})"


def _snake(word: str, before: str = "") -> str:
    spelled = "".join(f"_{each.lower()}" if each.isupper() else each for each in word).lstrip("_")
    return before + spelled


def _upper(word: str) -> str:
    return word[0].upper() + word[1:]


def _ansible(version: ResourceId, _place: Place) -> tuple[str, str]:
    return f"image: {{id: '{version}'}}", f"image: {{id: '{version.parent}'}}"


def _az_show(version: ResourceId, _place: Place) -> tuple[str, str]:
    gallery, definition, number = version.names
    of = ["--subscription", version.subscription_id, "-g", version.resource_group, "-r", gallery, "-i", definition]
    return shlex.join(["az", "sig", "image-version", "show", *of, "-e", number]), shlex.join(
        ["az", "sig", "image-definition", "show", *of]
    )


def _az_option(version: ResourceId, _place: Place) -> tuple[str, str]:
    return shlex.join(["--image", str(version)]), shlex.join(["--image", str(version.parent)])


def _powershell(version: ResourceId, _place: Place) -> tuple[str, str]:
    gallery, definition, number = (f"'{each}'" for each in version.names)
    group = version.resource_group.replace("'", "''")
    of = f"-ResourceGroupName '{group}' -GalleryName {gallery}"
    return (
        f"Get-AzGalleryImageVersion {of} -GalleryImageDefinitionName {definition} -Name {number}",
        f"Get-AzGalleryImageDefinition {of} -Name {definition}",
    )


def _packer_read(version: ResourceId, place: Place) -> tuple[str, str]:
    block = "shared_image_gallery"
    exact, newest = _packer_words(version, version.name), _packer_words(version, "latest")
    return _packer(block, exact, place), _packer(block, newest, place)


def _packer_write(version: ResourceId, place: Place) -> tuple[str, str]:
    return _packer("shared_image_gallery_destination", _packer_words(version, "<next number>"), place), ""


def _packer_words(version: ResourceId, number: str) -> dict[str, str]:
    gallery, definition, _ = version.names
    return {
        "subscription": version.subscription_id,
        "resource_group": version.resource_group,
        "gallery_name": gallery,
        "image_name": definition,
        "image_version": number,
    }


def _packer(block: str, words: dict[str, str], place: Place) -> str:
    if place.suffix == ".json":
        said = ",\n".join(f'  "{key}": "{value}"' for key, value in words.items())
        return f'"{block}": {{\n{said}\n}}'
    width = max(map(len, words))
    said = "\n".join(f'  {key:<{width}} = "{value}"' for key, value in words.items())
    return f"{block} {{\n{said}\n}}"


_BY_KIND: dict[str, Callable[[ResourceId, Place], tuple[str, str]]] = {
    "id": _id,
    "terraform-data": _terraform_data,
    "bicep": _bicep,
    "resource-id": _resource_id,
    "pulumi": _pulumi,
    "pulumi-classic": _pulumi_classic,
    "ansible": _ansible,
    "az-show": _az_show,
    "az-option": _az_option,
    "powershell": _powershell,
    "packer-read": _packer_read,
    "packer-write": _packer_write,
}
