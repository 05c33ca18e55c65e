"""Which of a component's arguments may be outputs or secrets, and why the others have to be plain: pure.

Nothing may be deleted by a value that a preview cannot show. So there are three kinds of arguments. What decides
nothing goes to Azure as it is. What says where the version is may be unknown in a preview, which then tells that the
update judges it. Everything else is plain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEFT_OUT = None
"""Stands for what is not known yet where nothing may stand: the rules find nothing there."""

_SOME_TEXT = "known.in.the.update"
"""Stands for a text that is not known yet where one is needed. The rules take it for a name of anything."""
SOME_GUID = "00000000-0000-0000-0000-000000000000"
"""Stands for an object id that is not known yet."""
_SOME_IDENTITY = (
    f"/subscriptions/{SOME_GUID}/resourceGroups/{_SOME_TEXT}"
    f"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{_SOME_TEXT}"
)
_DECIDES_NOTHING: Mapping[str, object] = {
    "tags": LEFT_OUT,
    "tags.*": LEFT_OUT,
    "endOfLifeDate": LEFT_OUT,
    "storageAccountType": LEFT_OUT,
    "excludeFromLatest": LEFT_OUT,
    "targetRegions[].storageAccountType": LEFT_OUT,
    "targetRegions[].excludeFromLatest": LEFT_OUT,
    "targetRegions[].encryption.osDiskImage.diskEncryptionSetId": _SOME_TEXT,
    "targetRegions[].encryption.dataDiskImages[].diskEncryptionSetId": _SOME_TEXT,
    "targetExtendedLocations[].encryption.osDiskImage.diskEncryptionSetId": _SOME_TEXT,
    "targetExtendedLocations[].encryption.dataDiskImages[].diskEncryptionSetId": _SOME_TEXT,
    "gallery.location": LEFT_OUT,
    "gallery.description": LEFT_OUT,
    "gallery.tags": LEFT_OUT,
    "gallery.tags.*": LEFT_OUT,
    "gallery.identity.userAssignedIdentities[]": _SOME_IDENTITY,
    "gallery.roleAssignments[].principalId": SOME_GUID,
    "definition.description": LEFT_OUT,
    "definition.endOfLifeDate": LEFT_OUT,
    "definition.privacyStatementUri": LEFT_OUT,
    "definition.releaseNoteUri": LEFT_OUT,
    "definition.tags": LEFT_OUT,
    "definition.tags.*": LEFT_OUT,
    "definition.roleAssignments[].principalId": SOME_GUID,
    "bootTest.sshPublicKey": LEFT_OUT,
    "bootTest.regions[].subnetId": LEFT_OUT,
}
_IN_IDS: Mapping[str, object] = {
    "gallery.name": _SOME_TEXT,
    "gallery.resourceGroup": _SOME_TEXT,
    "definition.name": _SOME_TEXT,
    "bootTest.resourceGroup": _SOME_TEXT,
}
"""They cannot be secrets: every message and every record tells ids."""

_JUDGED_LATER: Mapping[str, object] = {
    **_IN_IDS,
    "targetRegions[].replicaCount": 1,
    "bootTest.probe.script": _SOME_TEXT,
    "bootTest.probe.cloudInit": _SOME_TEXT,
    "bootTest.probe.expectedOutput": _SOME_TEXT,
}
MAY_BE_LATE: Mapping[str, object] = {**_JUDGED_LATER, **_DECIDES_NOTHING}
"""The arguments that may be outputs, and what stands for each of them as long as it is not known."""

_WHY: Mapping[str, str] = {
    "stage": "it decides which resources there are, and whether the source image is deleted",
    "source": "the image is read before anything is registered, and imported by exactly this id",
    "version": "it is the number of what may become the only copy of the image",
    "targetRegions": "the gate proves each region before the source image is deleted",
    "targetExtendedLocations": "the gate proves each edge zone before the source image is deleted",
    "gallery": "whether it is created decides which resources there are",
    "definition": "it is compared with the image before anything is registered",
    "existingVersions": "the gate proves each of these versions before the source image is deleted",
    "importVersion": "it decides whether the version is made or taken over",
    "requires": "the gate proves each of these versions before the source image is deleted",
    "acceptedReferences": "it decides what may go on needing the source image when it is deleted",
    "abandonedVersions": "it decides what may be deleted",
    "subscriptionId": "it decides which subscription is read before anything is registered",
}
_WHY_ELSE = "it decides what is judged before anything is registered"
_PARTS = re.compile(r"(?P<head>(?:.*\.)?tags\.)?(?P<rest>.*)", re.DOTALL)


def folded(path: str) -> str:
    """The one text for a path in Python's spelling and in Azure's; the name of a tag stays as it is."""
    head, rest = _tag_apart(path)
    return f"{_fold(head)}{rest}" if head else _fold(rest)


def may_be_late(path: str, *, secret: bool) -> bool:
    """Whether the argument at a path may be an output, or a secret."""
    kind = _kind(path)
    return kind in _FOLDED and not (secret and kind in _FOLDED_IN_IDS)


def is_judged_later(path: str) -> bool:
    """Whether something is judged by the argument at a path that may be late."""
    return _kind(path) in _FOLDED_JUDGED


def stand_in(path: str) -> object:
    """What the rules see of an argument that is not known yet; LEFT_OUT where they see nothing."""
    return _FOLDED[_kind(path)]


def refusal(path: str) -> tuple[str, str]:
    """Why the argument at a path cannot be an output or a secret, and what to pass instead."""
    kind = _kind(path)
    if kind in _FOLDED_IN_IDS:
        return (
            "cannot be a secret: it stands in ids, which every message and every record tells",
            "Pass the value itself, or an output that is no secret (`Output.unsecret`).",
        )
    why = next((why for key, why in _WHY.items() if re.match(rf"{_fold(key)}(\W|$)", kind)), _WHY_ELSE)
    inside = [key for key in MAY_BE_LATE if re.match(rf"{re.escape(kind)}(\[\])?\.", _fold(key))]
    below = f" Inside it, outputs may stand in {', '.join(inside)}." if inside else ""
    return (
        f"must be a plain value, no output and no secret: {why}",
        f"Write the value itself, or read it from a file, the environment or plain config.{below}",
    )


def _tag_apart(path: str) -> tuple[str, str]:
    match = _PARTS.fullmatch(path)
    return (match["head"] or "", match["rest"]) if match else ("", path)


def _fold(text: str) -> str:
    return text.replace("_", "").lower()


def _kind(path: str) -> str:
    """A folded path with any index, and any tag."""
    head, rest = _tag_apart(path)
    return re.sub(r"\[\d+\]", "[]", _fold(f"{head}*" if head else rest))


_FOLDED = {_fold(key): stand_in for key, stand_in in MAY_BE_LATE.items()}
_FOLDED_IN_IDS = frozenset(map(_fold, _IN_IDS))
_FOLDED_JUDGED = frozenset(map(_fold, _JUDGED_LATER))
