"""Whether an id may simply be replaced where it stands, and what to know before. Pure.

Wherever a machine is made from the id, Azure takes that of a version too. Some keys take managed images alone, some
lists must keep the old id as long as machines of it run, and what is looked up or deleted is no machine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.repositories.source_text import SourceText

_ONLY_MANAGED = re.compile(
    r"(?:\b(?:vm_)?managed_image_id|\bmanagedImageId|--managed-image|\bManagedImageId1|-SourceImageId)"
    r"[\"']?\s*[=: ,]*\\*[\"']?\s*\Z"
)
_LISTS = re.compile(r"(?:listOfImageIdToInclude\w*|\bimageIds|approvedImage\w*|allowedImage\w*)", re.IGNORECASE)
_COMMANDS = re.compile(
    r"\baz\s+(?:image|resource|lock|role|tag|rest|monitor)\b|(?:Get|Remove|New)-Az(?:Image|Resource\w*)\b"
    r"|\bpulumi\s+import\b|\bterraform\s+(?:import|state)\b",
    re.IGNORECASE,
)
_TERRAFORM_IMPORT = re.compile(r"\bimport\s*\{[^{}]*\Z")
_LOOKED_UP = re.compile(
    r"\b(?:Image\s*\.\s*[gG]et|GetImage)\s*\([^()]*(?:\([^()]*)?\Z|\bimport_?[\"']?\s*[:=]\s*[\"'`]\Z"
)
"""Pulumi's `Image.get("name", id)` and `compute.GetImage(ctx, "name", id)`, and its option `import`."""
_DISTRIBUTE = re.compile(r"\bdistribut\w*[\"']?\s*[:=]?\s*[\[{(]?\s*\Z", re.IGNORECASE)
_IMAGE_BUILDER = re.compile(r"[\"']?\btype[\"']?\s*[:=]\s*[\"']ManagedImage[\"']", re.IGNORECASE)
_MADE_BY_CHROOT = re.compile(r"\bimage_resource_id[\"']?\s*[:=]\s*[\"']?\Z")
"""Where azure-chroot of Packer puts the image that it builds."""
_OPENS = re.compile(r"[\s\"'`=:,\[({;>]\Z")

_NEAR = 400
"""Characters before an id in which the command or the key is that it belongs to."""

TAKES_ONLY_MANAGED = "It takes managed images alone: make it again from the version."
LIST_OF_IDS = "Add the version to the list; take the old id out when no machine of it is left."
NO_MACHINE = "The image itself is meant here, not a machine that is made from it."
BUILT = "It is a source of Image Builder: change its type to SharedImageVersion and the key to imageVersionId."
STATE = "It is what a tool remembers: change the source and let the tool write it."
ANSIBLE = "Give it as `id` of a mapping."


def makes_it(source: SourceText, offset: int) -> bool:
    """Whether the id is what Image Builder or Packer builds to: each build makes the image again."""
    if _MADE_BY_CHROOT.search(source.text, max(0, offset - 60), offset):
        return True
    openings = [opening for opening, _ in source.blocks_around(offset)[:3]]
    return any(_DISTRIBUTE.search(source.text, max(0, opening - 60), opening) for opening in openings)


def against_replacing(source: SourceText, start: int, end: int, tool: str, *, whole: bool = True) -> str:
    """Why the id from one offset to the other is not simply replaced; "" where it is.

    whole: it begins with its subscription. A piece of an id always stands behind something.
    """
    line = source.text[max(source.line_start(start), start - _NEAR) : start]
    before = source.text[max(0, start - 60) : start]
    block = next(iter(source.blocks_around(start)), (0, 0))
    if tool == "Terraform state" or source.name.endswith(".lock"):
        return STATE
    if _ONLY_MANAGED.search(before):
        return TAKES_ONLY_MANAGED
    if _is_listed(source, start, line):
        return LIST_OF_IDS
    if _IMAGE_BUILDER.search(source.text, *_bounded(block)):
        return BUILT
    if tool == "Ansible" and re.search(r"\bimage\s*:\s*[\"']?\Z", before):
        return ANSIBLE
    if _is_of_image_itself(source, start, line) or (whole and _is_a_piece(source, start, end)):
        return NO_MACHINE
    return ""


def _bounded(block: tuple[int, int]) -> tuple[int, int]:
    return block[0], min(block[1], block[0] + 4_000)


def _is_listed(source: SourceText, start: int, line: str) -> bool:
    """Whether the id is in a list of ids: of a policy's parameter, say."""
    if _LISTS.search(line):
        return True
    around = source.blocks_around(start)[:2]
    return any(_LISTS.search(source.text, max(0, opening - 80), opening) for opening, _ in around)


def _is_of_image_itself(source: SourceText, start: int, line: str) -> bool:
    """Whether a command, a look-up or an import looks at the image."""
    before = source.text[max(0, start - 300) : start]
    return any(found.search(before) for found in (_TERRAFORM_IMPORT, _LOOKED_UP)) or bool(_COMMANDS.search(line))


def _is_a_piece(source: SourceText, start: int, end: int) -> bool:
    """Whether the id is a piece of something longer: of an address, say."""
    return source.text[end : end + 1] in ("?", "@") or (start > 0 and not _OPENS.search(source.text[start - 1 : start]))
