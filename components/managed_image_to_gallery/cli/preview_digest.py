"""The parts of `pulumi preview --json` that the plan check looks at.

The shape is the engine's `PreviewDigest` (pkg/display/json.go): `config`, `steps` and `diagnostics`, each left out when
it is empty. In it an import-replacement is one step `replace`, and a first import whose inputs differ is `import`
followed by `update` or `replace` of the same URN, the latter with a warning and exit status 0
(docs/reference/pulumi-engine.md#import-of-what-differs). A preview that failed prints one too, with what it had found
until then.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.resource_ids import is_guid, parse_resource_id
from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, ENVIRONMENT_VARIABLES, AzureSettings
from managed_image_to_gallery.cli.kinds import Kind, kind_of, plain_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json = dict[str, object]

DELETES = frozenset({"delete", "delete-replaced"})
REPLACES = frozenset({"replace", "create-replacement", "import-replacement", "delete-replaced", "read-replacement"})
IMPORTS = frozenset({"import", "import-replacement"})
KEEPS = frozenset(
    {"same", "create", "import", "refresh", "read", "discard", "discard-replaced", "remove-pending-replace"}
)
"""Operations after which a resource of Azure's is as it was (pkg/resource/deploy/step.go): `discard` forgets what was
only read, `remove-pending-replace` what is deleted already."""

HARMLESS = frozenset({"debug", "info", "info#err", "warning"})
"""Severities of diagnostics of a preview that did not fail (sdk/go/common/diag)."""

_EVENTS = frozenset({"sequence", "timestamp"})
"""What each line of the engine's stream of events has (`--event-log`, `up --json`)."""


class NotAPreview(ValueError):
    """The text is not what `pulumi preview --json` prints."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"this is not the output of `pulumi preview --json`: {reason}. "
            "Run `pulumi preview --json > preview.json` and give that file."
        )


@dataclass(frozen=True)
class Step:
    """One step the engine intends: operation, resource type without API version, URN, and the cloud ids.

    custom: false for a component, which is nothing in Azure. parent: URN of the component that holds the resource;
    empty where the engine does not say. inputs: those of a resource that would be created.
    """

    operation: str
    urn: str
    resource_type: str
    old_id: str
    new_id: str
    custom: bool = True
    parent: str = ""
    inputs: Mapping[str, object] = field(default_factory=dict[str, object], compare=False, repr=False)

    @property
    def name(self) -> str:
        """The resource's logical name."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def cloud_id(self) -> str:
        """The Azure id as it is spelled, for people: of what is there, else of what is imported."""
        return self.old_id or self.new_id

    @property
    def key(self) -> str:
        """The same text for every spelling of the id, for comparisons; empty where none is known."""
        return folded_id(self.cloud_id)

    @property
    def new_key(self) -> str:
        """The folded id of what there will be: what an import takes, also where something else is there before."""
        return folded_id(self.new_id)

    @property
    def kind(self) -> Kind | None:
        """Which guarded kind of resource it is about; None for all others."""
        return kind_of(self.resource_type, self.cloud_id) if self.custom else None


@dataclass(frozen=True)
class Digest:
    """A preview: its steps, the warnings and errors, and the stack's config (values are JSON text).

    subscription_id: that of the stack, in which a source that is named without an id is; None where it is not known.
    """

    steps: tuple[Step, ...]
    diagnostics: tuple[tuple[str, str], ...]
    config: Mapping[str, str]
    subscription_id: str | None = None

    @property
    def errors(self) -> list[str]:
        """Why the preview failed, one text each; none when it did not."""
        return [
            message or "the engine gives no reason"
            for severity, message in self.diagnostics
            if severity not in HARMLESS
        ]

    def with_replaced(self, replaced: Iterable[Step]) -> Digest:
        """The digest with deletes of guarded resources that it does not show: pending since an earlier update.

        What is replaced in this one is a step of it already.
        """
        shown = {step.urn for step in self.steps if step.operation in REPLACES}
        hidden = [step for step in replaced if step.kind is not None and step.urn not in shown]
        return replace(self, steps=(*self.steps, *hidden))

    def spelled(self, ids: Mapping[str, str]) -> Digest:
        """The digest with ids as Azure spells them; `ids` has them by their folded text."""
        return replace(self, steps=tuple(_spelled(step, ids) for step in self.steps))


def folded_id(text: str) -> str:
    """The same text for every spelling of an id, whatever it names; empty for an empty one."""
    try:
        return parse_resource_id(text).key
    except InvalidResourceId:
        bare = text.strip().strip("/").lower()
        return f"/{bare}" if bare else ""


def read_digest(text: str, environment: Mapping[str, str] | None = None) -> Digest:
    """Read what `pulumi preview --json` printed. Raises NotAPreview.

    environment: where the provider found the subscription, if the stack's config does not name it.
    """
    digest = _document(text)
    diagnostics = tuple(_diagnostic(one) for one in _objects(digest, "diagnostics"))
    if digest.get("maybeCorrupt"):
        diagnostics = (*diagnostics, ("error", "the engine says that resources of the state may be corrupt"))
    if digest.get("steps") is None and all(severity in HARMLESS for severity, _ in diagnostics):
        raise NotAPreview("it has no list of steps")
    config = _config(digest)
    return Digest(
        steps=tuple(_step(one) for one in _objects(digest, "steps")),
        diagnostics=diagnostics,
        config=config,
        subscription_id=_subscription(config, environment or {}),
    )


def _document(text: str) -> Json:
    """The one JSON object that the text is. Raises NotAPreview, which says what it is instead."""
    stripped = text.strip().removeprefix("\ufeff")
    if not stripped:
        raise NotAPreview("it is empty, as after a preview that could not begin")
    try:
        found, end = cast("tuple[object, int]", json.JSONDecoder().raw_decode(stripped))
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotAPreview(f"it is no whole JSON document ({error})") from None
    if not isinstance(found, dict):
        raise NotAPreview("it is no JSON object")
    document = cast("Json", found)
    if document.keys() >= _EVENTS:
        raise NotAPreview("it is the stream of events of an update or a preview, one JSON document a line")
    if stripped[end:].strip():
        raise NotAPreview("it holds more than one JSON document, or something else behind the first")
    return document


def _objects(document: Json, name: str) -> list[Json]:
    """A list of objects, which the engine leaves out when it is empty. Raises NotAPreview."""
    found = document.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in cast("list[object]", found)):
        raise NotAPreview(f"its {name} are no list of objects")
    return cast("list[Json]", found)


def _config(document: Json) -> Mapping[str, str]:
    return {key: str(value) for key, value in _object(document, "config", "its config").items()}


def _subscription(config: Mapping[str, str], environment: Mapping[str, str]) -> str | None:
    """The subscription as the provider finds it; None for none, and for one that is hidden as a secret."""
    key = f"{CONFIG_NAMESPACE}:subscriptionId"
    known = {name: environment[name] for name in ENVIRONMENT_VARIABLES["subscriptionId"] if name in environment}
    found = AzureSettings.read({key: config[key]} if key in config else {}, known).subscription_id
    return found if found and is_guid(found) else None


def _diagnostic(entry: Json) -> tuple[str, str]:
    return str(entry.get("severity", "")).strip().lower(), str(entry.get("message", "")).strip()


def _step(step: Json) -> Step:
    urn = str(step.get("urn", ""))
    qualified = urn.split("::")[2] if urn.count("::") >= 3 else ""
    old, new = (_object(step, name, f"the {name} of {urn}") for name in ("oldState", "newState"))
    token = qualified.rsplit("$", 1)[-1] or str((old or new).get("type", ""))
    operation = str(step.get("op", ""))
    return Step(
        operation=operation,
        urn=urn,
        resource_type=plain_token(token),
        old_id=_id(old),
        new_id=_id(new),
        custom=(old or new).get("custom") is not False,
        parent=str(new.get("parent") or old.get("parent") or ""),
        inputs=_object(new, "inputs", f"the inputs of {urn}") if operation == "create" else {},
    )


def _object(parent: Json, name: str, what: str) -> Json:
    found = parent.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise NotAPreview(f"{what} is no object")
    return cast("Json", found)


def _id(state: Json) -> str:
    """The id with the name as Azure spells it: the program folds the ids of images, their outputs keep Azure's."""
    found = str(state.get("id") or state.get("importID") or "")
    outputs = state.get("outputs")
    name = cast("Json", outputs).get("name") if isinstance(outputs, dict) else None
    parent, slash, last = found.rpartition("/")
    return f"{parent}{slash}{name}" if isinstance(name, str) and name.lower() == last.lower() else found


def _spelled(step: Step, ids: Mapping[str, str]) -> Step:
    return replace(
        step,
        old_id=ids.get(folded_id(step.old_id), step.old_id),
        new_id=ids.get(folded_id(step.new_id), step.new_id),
    )
