"""The forms in which tools name a managed image by its name and group: a table, one row per form.

Ids need no form of their own: they are found wherever they stand (`ids`). Sources: the documentation of azurerm,
azapi, Pulumi's azure-native and azure, Packer's azure-arm, Ansible's azure.azcollection, `az` and the Az modules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from managed_image_to_gallery.cli.repositories.regions import Region


@dataclass(frozen=True)
class Form:
    """How a tool names an image by name and group.

    words: one of them is in every text with the form, in lower case. trigger: what makes the form known. names, groups:
    the keys of the two, in lower case. makes: an image is made, not read. needs_group: without the group's key it is
    something else. files: which files it is looked for in. replaced: which text of `replacements` says what to write
    instead.
    """

    tool: str
    words: tuple[str, ...]
    trigger: re.Pattern[str]
    region: Region
    names: frozenset[str]
    groups: frozenset[str]
    replaced: str
    makes: bool = False
    needs_group: bool = False
    files: re.Pattern[str] = field(default=re.compile(""))


def _form(
    tool: str,
    words: str,
    trigger: str,
    region: Region,
    names: str,
    groups: str,
    replaced: str,
    files: str = "",
    **flags: bool,
) -> Form:
    flag = re.IGNORECASE | re.MULTILINE
    keys = (frozenset(names.split()), frozenset(groups.split()))
    found = (tuple(words.split("|")), re.compile(trigger, flag), region)
    return Form(tool, *found, *keys, replaced, files=re.compile(files, flag), **flags)


_TYPE = r"Microsoft\.Compute/images(?:@[\w-]+)?"
_LOOP = r"(?:\[\s*for\b[^\n]*?:\s*)?(?:if\s*\([^\n]*\)\s*)?"
"""What stands before a resource's block in Bicep where it is one of several, or is made on a condition."""
_TYPE_WORD = "microsoft.compute/images"
_GET_IMAGE = "getimage|get_image|lookupimage"
_AZ_IMAGE = "az image|\"az\", \"image\"|'az', 'image'"
_AZ = r"\baz[\"',\s]+"
_GROUP = "-g --resource-group"
_ANSIBLE = r"\.ya?ml$"
_CMDLET = r"Az(?:ureRm)?Image"
_AZ_MODULE = "-azimage|-azurermimage"


def _splatted(verb: str) -> str:
    """A table of arguments that is handed to a cmdlet for images further on."""
    return rf"\$(?P<table>\w+)\s*=\s*@\{{(?=[\s\S]{{0,4000}}?\b{verb}-{_CMDLET}\b[^\n]*@(?P=table)\b)"


FORMS = (
    _form(
        "Terraform",
        "azurerm_image",
        r"\bdata\s+\"azurerm_image\"\s+\"[^\"\n]+\"\s*\{",
        Region.AFTER,
        "name name_regex",
        "resource_group_name",
        "terraform-data",
    ),
    _form(
        "Terraform",
        "azurerm_image",
        r"\bresource\s+\"azurerm_image\"\s+\"[^\"\n]+\"\s*\{",
        Region.AFTER,
        "name",
        "resource_group_name",
        "",
        makes=True,
    ),
    _form(
        "Terraform",
        "azurerm_image",
        r"\"azurerm_image\"\s*:\s*[\[{]",
        Region.MEMBERS,
        "name name_regex",
        "resource_group_name",
        "terraform-data",
    ),
    _form(
        "Terraform (CDK)",
        "dataazurermimage",
        r"\b(?:New)?DataAzurermImage\s*\(",
        Region.AFTER,
        "name nameregex name_regex",
        "resourcegroupname resource_group_name",
        "id",
    ),
    _form(
        "Terraform (CDK)",
        "dataazurermimage",
        r"\bDataAzurermImage\.Builder\b",
        Region.CHAIN,
        "name nameregex",
        "resourcegroupname",
        "id",
    ),
    _form(
        "Terraform",
        _TYPE_WORD,
        rf"\btype\s*=\s*\"{_TYPE}\"",
        Region.AROUND,
        "name",
        "parent_id",
        "id",
        files=r"\.tf$",
    ),
    _form(
        "Bicep",
        _TYPE_WORD,
        rf"\bresource\s+\w+\s+'{_TYPE}'\s+existing\s*=\s*{_LOOP}\{{",
        Region.AFTER,
        "name",
        "scope",
        "bicep",
    ),
    _form(
        "Bicep",
        _TYPE_WORD,
        rf"\bresource\s+\w+\s+'{_TYPE}'\s*=\s*{_LOOP}\{{",
        Region.AFTER,
        "name",
        "scope",
        "",
        makes=True,
    ),
    _form(
        "ARM template",
        _TYPE_WORD,
        rf"\"type\"\s*:\s*\"{_TYPE}\"",
        Region.AROUND,
        "name",
        "resourcegroup",
        "",
        files=r"\.jsonc?$",
        makes=True,
    ),
    _form(
        "Pulumi (azure-native)",
        _GET_IMAGE,
        r"\b(?:getImage|getImageOutput|get_image|get_image_output|LookupImage|LookupImageOutput"
        r"|GetImage\.Invoke|GetImage\.InvokeAsync|getImagePlain)\s*\(",
        Region.AFTER,
        "imagename image_name",
        "resourcegroupname resource_group_name",
        "pulumi",
    ),
    _form(
        "Pulumi (azure)",
        _GET_IMAGE,
        r"\b(?:getImage|getImageOutput|get_image|get_image_output|LookupImage|LookupImageOutput"
        r"|GetImage\.Invoke|GetImage\.InvokeAsync|getImagePlain)\s*\(",
        Region.AFTER,
        "name nameregex name_regex",
        "resourcegroupname resource_group_name",
        "pulumi-classic",
        needs_group=True,
    ),
    _form(
        "Pulumi (YAML)",
        "azure-native:compute",
        r"\bazure-native:compute(?:/\w+)?:getImage\b",
        Region.AROUND,
        "imagename",
        "resourcegroupname",
        "id",
        files=_ANSIBLE,
    ),
    _form(
        "Pulumi (YAML)",
        "azure:compute/getimage",
        r"\bazure:compute/getImage:getImage\b",
        Region.AROUND,
        "name",
        "resourcegroupname",
        "id",
        files=_ANSIBLE,
        needs_group=True,
    ),
    _form(
        "Pulumi (azure-native)",
        "compute.",
        r"\bcompute\.(?:v\d+\w*\.)?(?:New)?Image\s*\(",
        Region.AFTER,
        "imagename image_name",
        "resourcegroupname resource_group_name",
        "",
        makes=True,
        needs_group=True,
    ),
    _form(
        "Ansible",
        "azure_rm_image",
        r"\bazure_rm_image_(?:info|facts)\s*:",
        Region.BELOW,
        "name",
        "resource_group",
        "id",
        _ANSIBLE,
    ),
    _form(
        "Ansible",
        "azure_rm_image",
        r"\bazure_rm_image\s*:",
        Region.BELOW,
        "name",
        "resource_group",
        "",
        _ANSIBLE,
        makes=True,
    ),
    _form(
        "Ansible",
        "azure_rm_virtualmachine",
        r"^[ ]*(?:- )?image[ ]*:(?=\s)",
        Region.BELOW,
        "name",
        "resource_group",
        "ansible",
        _ANSIBLE,
    ),
    _form(
        "Ansible",
        "azure_rm_virtualmachine",
        r"^[ ]*(?:- )?image[ ]*:[ ]+(?=[\w\"'])",
        Region.AROUND,
        "image",
        "",
        "ansible",
        _ANSIBLE,
    ),
    _form(
        "az",
        _AZ_IMAGE,
        rf"{_AZ}image[\"',\s]+(?:show|update|wait|delete)\b",
        Region.COMMAND,
        "-n --name",
        _GROUP,
        "az-show",
    ),
    _form("az", _AZ_IMAGE, rf"{_AZ}image[\"',\s]+list\b", Region.COMMAND, "?name", _GROUP, "az-show"),
    _form("az", _AZ_IMAGE, rf"{_AZ}image[\"',\s]+create\b", Region.COMMAND, "-n --name", _GROUP, "", makes=True),
    _form("az", "--image", rf"{_AZ}(?:vm|vmss)[\"',\s]+create\b", Region.COMMAND, "--image", _GROUP, "az-option"),
    _form("az", "--image", rf"{_AZ}vmss[\"',\s]+update\b", Region.COMMAND, "--image", _GROUP, "az-option"),
    _form(
        "az",
        "--managed-image",
        rf"{_AZ}sig[\"',\s]+image-version[\"',\s]+\w+",
        Region.COMMAND,
        "--managed-image",
        "",
        "",
    ),
    _form(
        "az",
        _TYPE_WORD,
        rf"{_AZ}resource[\"',\s]+\w+(?=[^\n]*{_TYPE})",
        Region.COMMAND,
        "-n --name",
        _GROUP,
        "az-show",
    ),
    _form(
        "PowerShell",
        _AZ_MODULE,
        rf"\b(?:Get|Remove|Update)-{_CMDLET}\b",
        Region.COMMAND,
        "-imagename -name",
        "-resourcegroupname",
        "powershell",
    ),
    _form(
        "PowerShell",
        _AZ_MODULE,
        rf"\bNew-{_CMDLET}\b",
        Region.COMMAND,
        "-imagename",
        "-resourcegroupname",
        "",
        makes=True,
    ),
    _form(
        "PowerShell",
        _AZ_MODULE,
        _splatted("(?:Get|Remove|Update)"),
        Region.AFTER,
        "imagename name",
        "resourcegroupname",
        "powershell",
    ),
    _form(
        "PowerShell",
        _AZ_MODULE,
        _splatted("New"),
        Region.AFTER,
        "imagename name",
        "resourcegroupname",
        "",
        makes=True,
    ),
    _form("PowerShell", "new-azvm", r"\bNew-AzVM\b", Region.COMMAND, "-image -imagename", "-resourcegroupname", "id"),
    _form(
        "PowerShell",
        _TYPE_WORD,
        rf"\bGet-AzResource\b(?=[^\n]*{_TYPE})",
        Region.COMMAND,
        "-name -resourcename",
        "-resourcegroupname",
        "powershell",
    ),
    _form(
        "Packer",
        "managed_image_name",
        r"(?<![\w.])custom_managed_image_name\b",
        Region.AROUND,
        "custom_managed_image_name",
        "custom_managed_image_resource_group_name",
        "packer-read",
    ),
    _form(
        "Packer",
        "managed_image_name",
        r"(?<![\w.])managed_image_name\b",
        Region.AROUND,
        "managed_image_name",
        "managed_image_resource_group_name",
        "packer-write",
        makes=True,
    ),
    _form(
        "Vagrant",
        "vm_managed_image_id",
        r"\bvm_managed_image_id\b",
        Region.FILE,
        "vm_managed_image_id",
        "resource_group_name",
        "id",
    ),
)
"""Every form that needs more than an id."""

_WORDS = frozenset(word.encode() for form in FORMS for word in form.words)
_WITH_IMAGE = frozenset(word for word in _WORDS if b"image" in word)
_FARTHEST = max(map(len, _WORDS))


def words_in(folded: bytes) -> set[str]:
    """The words of forms in a text in lower case: most texts have none, and are done with.

    Those with `image` are looked for beside where it stands, which is a small part of the text.
    """
    beside = b"image".join(map(_edges, folded.split(b"image")))
    found = [word for word in _WITH_IMAGE if word in beside]
    return {word.decode() for word in (*found, *(word for word in _WORDS - _WITH_IMAGE if word in folded))}


def _edges(part: bytes) -> bytes:
    """Beginning and end of what stands between two of a word; the break between them is in no word."""
    return part if len(part) <= 2 * _FARTHEST else part[:_FARTHEST] + b"\n" + part[-_FARTHEST:]
