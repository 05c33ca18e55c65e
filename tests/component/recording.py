"""Runs a program under Pulumi's mocks with a monitor that keeps the whole request, options included.

Plain mocks see inputs only; this project's safety is in options (docs/reference/pulumi-engine.md#what-mocks-see).
"""

from __future__ import annotations

import asyncio
import contextvars
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from google.protobuf import empty_pb2
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import mocks, settings, stack
from pulumi.runtime.config import set_all_config
from pulumi.runtime.proto import resource_pb2

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from managed_image_to_gallery.azure.json_types import JsonObject

PROJECT = "managed-image-to-gallery"


@dataclass
class Recording:
    """What a run registered: requests by resource name in order, hooks, outputs by URN; and how it ended."""

    requests: dict[str, Any] = field(default_factory=dict[str, Any])
    hooks: dict[str, Any] = field(default_factory=dict[str, Any])
    outputs: dict[str, JsonObject] = field(default_factory=dict[str, "JsonObject"])
    reads_of_state: int = 0
    error: BaseException | None = None

    def inputs(self, name: str) -> JsonObject:
        """The inputs of a resource, as the engine gets them."""
        return cast("JsonObject", MessageToDict(self.requests[name].object))

    def of_type(self, token: str) -> list[str]:
        """Names of the resources of a type."""
        return [name for name, request in self.requests.items() if request.type == token]


class _NoMocks(mocks.Mocks):
    """The monitor below answers by itself; nothing may get through to mocks."""

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, object], None]:
        raise AssertionError(f"unexpected call of {args.token}")

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, object]]:
        raise AssertionError(f"unexpected resource {args.name}")


class _RecordingMonitor(mocks.MockMonitor):
    """Answers with the inputs, as an engine does; at preview new resources have no id."""

    def __init__(
        self, recording: Recording, stashed: Mapping[str, object], state: Mapping[str, object], *, preview: bool
    ) -> None:
        super().__init__(_NoMocks())
        self.recording = recording
        self.stashed = stashed
        self.state = state
        self.preview = preview

    def Invoke(self, request: Any) -> Any:  # noqa: N802 # name of the gRPC method
        assert request.tok == "pulumi:pulumi:readStackResourceOutputs", f"unexpected call of {request.tok}"
        stack = MessageToDict(request.args)["stackName"]
        assert stack == f"organization/{PROJECT}/test"
        self.recording.reads_of_state += 1
        answer = ParseDict({"name": stack, "outputs": self.state}, Struct())
        return resource_pb2.ResourceInvokeResponse(**cast("Any", {"return": answer}))

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 # name of the gRPC method
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == "pulumi:pulumi:Stack":
            return resource_pb2.RegisterResourceResponse(urn=urn)
        assert request.name not in self.recording.requests, f"{request.name} is registered twice"
        self.recording.requests[request.name] = request
        state = MessageToDict(request.object)
        if request.type == "pulumi:index:Stash":
            state["output"] = self.stashed.get(request.name, state["input"])
        created = self.preview and not request.importId and request.name not in self.stashed
        resource_id = "" if created or not request.custom else request.importId or f"{request.name}-id"
        return resource_pb2.RegisterResourceResponse(urn=urn, id=resource_id, object=ParseDict(state, Struct()))

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 # name of the gRPC method
        self.recording.outputs[request.urn] = cast("JsonObject", MessageToDict(request.outputs))
        return empty_pb2.Empty()

    def RegisterResourceHook(self, request: Any) -> Any:  # noqa: N802 # name of the gRPC method
        assert request.name not in self.recording.hooks, f"hook {request.name} is registered twice"
        self.recording.hooks[request.name] = request
        return empty_pb2.Empty()


def record(
    program: Callable[[], object],
    *,
    preview: bool,
    config: Mapping[str, object],
    stashed: Mapping[str, object] | None = None,
    state: Mapping[str, object] | None = None,
    made: Mapping[str, object] | None = None,
) -> Recording:
    """Run a program to its end; `stashed` are the outputs of stashes that are in the state already.

    `state`: type and outputs of resources by URN, which a program that asks for its own stack is told; by default those
    stashes, each below a component, with what the config says is made. A stack that is new has `{}`. `made`: another
    config that says it, where the program has its components itself.
    """
    recording = Recording()
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    context = contextvars.copy_context()
    told = {**_state_of(stashed), **_made(made or config)} if state is None else state
    monitor = _RecordingMonitor(recording, stashed or {}, told, preview=preview)
    context.run(_run, program, monitor, texts)
    return recording


def _state_of(stashed: Mapping[str, object] | None) -> dict[str, object]:
    if stashed is None:
        return {}
    stack = {f"urn:pulumi:test::{PROJECT}::pulumi:pulumi:Stack::{PROJECT}-test": {"type": "pulumi:pulumi:Stack"}}
    head = f"urn:pulumi:test::{PROJECT}::managed-image-to-gallery:index:ManagedImageToGallery"
    kind = "pulumi:index:Stash"
    told = {f"{head}${kind}::{name}": {"type": kind, "outputs": {"output": value}} for name, value in stashed.items()}
    return {**stack, **told}


def _made(config: Mapping[str, object]) -> dict[str, object]:
    """The definition, the version and the gallery of each migration of a stack's config."""
    head = f"urn:pulumi:test::{PROJECT}::managed-image-to-gallery:index:ManagedImageToGallery"
    gallery = "azure-native:compute:Gallery"
    name = cast("dict[str, str]", config.get(f"{PROJECT}:gallery") or {}).get("name", "")
    told: dict[str, object] = {}
    for entry in cast("list[dict[str, Any]]", config.get(f"{PROJECT}:migrations") or []):
        if "version" in entry and "definition" in entry:
            told[f"urn:pulumi:test::{PROJECT}::{gallery}::{name}"] = _resource(gallery, name=name)
            own = entry.get("name") or f"{entry['definition']['name']}-{entry['version']}"
            for kind, part, made in (
                ("azure-native:compute:GalleryImage", "definition", entry["definition"]["name"]),
                ("azure-native:compute:GalleryImageVersion", "version", entry["version"]),
            ):
                told[f"{head}${kind}::{own}-{part}"] = _resource(kind, name=made)
    return told


def _resource(kind: str, **outputs: object) -> dict[str, object]:
    return {"type": kind, "outputs": outputs}


def _run(program: Callable[[], object], monitor: _RecordingMonitor, config: dict[str, str]) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    settings.ROOT.set(None)
    left_by_others = cast("Any", settings.SETTINGS)
    left_by_others.rpc_manager.clear()
    left_by_others.outputs.clear()
    try:
        loop.run_until_complete(_main(program, monitor, config))
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        asyncio.set_event_loop(None)


async def _main(program: Callable[[], object], monitor: _RecordingMonitor, config: dict[str, str]) -> None:
    set_all_config(config)
    mocks.set_mocks(_NoMocks(), PROJECT, "test", monitor.preview, monitor=monitor, organization="organization")

    async def awaited() -> None:
        result = program()
        if asyncio.iscoroutine(result):
            await result

    try:
        await stack.run_pulumi_func(awaited)
    except BaseException as error:  # noqa: BLE001 # kept for the test to look at
        monitor.recording.error = error
