"""The parts of `pulumi preview --json` that the plan check looks at.

The shape is the engine's `PreviewDigest` (pkg/display/json.go): `config`, `steps` and `diagnostics`. In it an
import-replacement is one step `replace`, and a first import whose inputs differ is `import` followed by `update` or
`replace` of the same URN, the latter with a warning and exit status 0 (pulumi-craft section 1.3).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, object]

DELETES = frozenset({"delete", "delete-replaced", "discard-replaced"})
REPLACES = frozenset({"replace", "create-replacement", "import-replacement", "delete-replaced", "read-replacement"})
IMPORTS = frozenset({"import", "import-replacement"})

_VERSION_IN_TYPE = re.compile(r"compute/v[0-9a-z]+:")


class NotAPreview(ValueError):
    """The text is not what `pulumi preview --json` prints."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"this is not the output of `pulumi preview --json`: {reason}. "
            "Run `pulumi preview --json > preview.json` and give that file."
        )


@dataclass(frozen=True)
class Step:
    """One step the engine intends: operation, resource type without API version, URN, and the cloud ids."""

    operation: str
    urn: str
    resource_type: str
    old_id: str
    new_id: str

    @property
    def name(self) -> str:
        """The resource's logical name."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def cloud_id(self) -> str:
        """The Azure id, folded: of what is there, else of what is imported."""
        return (self.old_id or self.new_id).lower()


@dataclass(frozen=True)
class Digest:
    """A preview: its steps, the warnings and errors, and the stack's config (values are JSON text)."""

    steps: tuple[Step, ...]
    diagnostics: tuple[tuple[str, str], ...]
    config: Mapping[str, str]


def read_digest(text: str) -> Digest:
    """Read what `pulumi preview --json` printed. Raises NotAPreview."""
    try:
        body = cast("object", json.loads(text))
    except json.JSONDecodeError as error:
        raise NotAPreview(str(error)) from None
    if not isinstance(body, dict) or not isinstance(cast("Json", body).get("steps"), list):
        raise NotAPreview("it has no list of steps")
    digest = cast("Json", body)
    return Digest(
        steps=tuple(_step(step) for step in cast("list[Json]", digest["steps"])),
        diagnostics=tuple(
            (str(entry.get("severity", "")), str(entry.get("message", "")).strip())
            for entry in cast("list[Json]", digest.get("diagnostics") or [])
        ),
        config=cast("Mapping[str, str]", digest.get("config") or {}),
    )


def _step(step: Json) -> Step:
    urn = str(step.get("urn", ""))
    qualified = urn.split("::")[2] if urn.count("::") >= 3 else ""
    return Step(
        operation=str(step.get("op", "")),
        urn=urn,
        resource_type=_VERSION_IN_TYPE.sub("compute:", qualified.rsplit("$", 1)[-1]),
        old_id=_id(step.get("oldState")),
        new_id=_id(step.get("newState")),
    )


def _id(state: object) -> str:
    if not isinstance(state, dict):
        return ""
    known = cast("Json", state)
    return str(known.get("id") or known.get("importID") or "")
