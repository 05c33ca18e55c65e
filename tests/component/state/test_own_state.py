"""What a state says of its migrations: read once, before anything is registered, from the engine's own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, resource_pb2

from managed_image_to_gallery.component.state.own_state import OwnState, own_state_of
from managed_image_to_gallery.component.state.reading import OwnStateUnreadable, read_own_state
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from tests.component.recording import record

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = "urn:pulumi:dev::project::"
IMAGE_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/images/web"
VERSION_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/web/versions/1.0.0"
OWN: dict[str, object] = {"source_id": IMAGE_ID, "version_id": VERSION_ID, "definition_id": "the definition"}
RECORD = {"source": IMAGE_ID, "digest": "d", "members": {"later": True}}


def part(kind: str, name: str, outputs: Mapping[str, object] | None = None, above: str = "") -> dict[str, Any]:
    """A resource of a component, as the engine tells of it."""
    return {f"{HEAD}{above}{COMPONENT}${kind}::{name}": {"type": kind, "outputs": dict(outputs or {})}}


def component(name: str, outputs: Mapping[str, object] | None = None, above: str = "") -> dict[str, Any]:
    return {f"{HEAD}{above}{COMPONENT}::{name}": {"type": COMPONENT, "outputs": dict(outputs or {})}}


STATE: dict[str, Any] = {
    f"{HEAD}pulumi:pulumi:Stack::project-dev": {"type": "pulumi:pulumi:Stack", "outputs": {}},
    f"{HEAD}azure-native:compute:Image::golden-source": {"type": "azure-native:compute:Image", "outputs": {}},
    **component("web-1.0.0", OWN),
    **part("azure-native:compute:GalleryImage", "web-1.0.0-definition"),
    **part("pulumi:index:Stash", "web-1.0.0-adopted", {"input": {}, "output": RECORD}),
    **part("azure-native:compute:Image", "web-1.0.0-source"),
    **part("azure-native:compute:GalleryImageVersion", "web-1.0.0-version"),
    **part("pulumi:index:Stash", "web-1.0.0-evidence", {"output": {"takenAt": "now"}}),
}


def test_a_migration_is_put_together_from_its_resources() -> None:
    (found,) = own_state_of(STATE).migrations
    assert (found.name, found.source_id, found.version_id) == ("web-1.0.0", IMAGE_ID, VERSION_ID)
    assert found.adopted == RECORD
    assert found.parts == {"definition", "adopted", "source", "version", "evidence"}


def test_what_failed_half_way_is_known_by_its_record() -> None:
    state = {**component("web"), **part("pulumi:index:Stash", "web-adopted", {"output": RECORD})}
    (found,) = own_state_of(state).migrations
    assert (found.source_id, found.version_id, found.parts) == (IMAGE_ID, None, {"adopted"})


def test_what_was_read_only_in_an_empty_place_is_no_record() -> None:
    (found,) = own_state_of(part("pulumi:index:Stash", "web-adopted", {"output": "read from the state"})).migrations
    assert found.adopted is None
    assert found.source_id is None


def test_components_of_one_name_below_others_are_told_apart() -> None:
    state = {**component("web", OWN, above="my:index:One$"), **component("web", {}, above="my:index:Other$")}
    assert [one.source_id for one in own_state_of(state).named("web")] == [IMAGE_ID, None]
    assert own_state_of(state).named("db") == ()


def read_in_a_run(state: Mapping[str, object]) -> OwnState:
    read: list[OwnState] = []
    recorded = record(lambda: read.append(read_own_state()), preview=True, config={}, state=state)
    assert recorded.error is None, recorded.error
    assert not recorded.requests
    return read[0]


def test_a_program_reads_the_state_of_its_stack() -> None:
    assert read_in_a_run(STATE) == own_state_of(STATE)


def test_secrets_are_unwrapped() -> None:
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": OWN}
    state = {urn: {**body, "outputs": secret} for urn, body in component("web").items()}
    assert read_in_a_run(state).migrations[0].source_id == IMAGE_ID


class Broken(grpc.RpcError):
    def details(self) -> str:
        return 'unknown stack "dev".'


def test_a_state_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Monitor:
        def Invoke(self, request: object) -> object:  # noqa: N802 # name of the gRPC method
            raise Broken

    monkeypatch.setattr("managed_image_to_gallery.component.state.reading.get_monitor", Monitor)
    recorded = record(read_own_state, preview=True, config={})
    assert isinstance(recorded.error, OwnStateUnreadable)
    assert "could not be read, so that" in str(recorded.error)
    assert 'nothing was changed: unknown stack "dev". Run' in str(recorded.error)


def test_a_state_that_is_being_written_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backend of files shows for a moment nothing of a file that the engine writes."""
    torn = resource_pb2.ResourceInvokeResponse(failures=[_failure("failed to load checkpoint: EOF")])
    whole = resource_pb2.ResourceInvokeResponse(**cast("Any", {"return": ParseDict({"outputs": {}}, Struct())}))
    answers: list[object] = [torn, Broken(), whole]

    class Monitor:
        def Invoke(self, request: object) -> object:  # noqa: N802 # name of the gRPC method
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

    monkeypatch.setattr("managed_image_to_gallery.component.state.reading.get_monitor", Monitor)
    monkeypatch.setattr("managed_image_to_gallery.component.state.reading.PAUSES_SECONDS", (0, 0, 0))
    recorded = record(read_own_state, preview=True, config={})
    assert recorded.error is None
    assert answers == []


def _failure(reason: str) -> Any:
    return provider_pb2.CheckFailure(reason=reason)


def test_an_answer_without_resources_is_no_empty_state(monkeypatch: pytest.MonkeyPatch) -> None:
    class Monitor:
        def Invoke(self, request: object) -> object:  # noqa: N802 # name of the gRPC method
            return resource_pb2.ResourceInvokeResponse()

    monkeypatch.setattr("managed_image_to_gallery.component.state.reading.get_monitor", Monitor)
    recorded = record(read_own_state, preview=True, config={})
    assert isinstance(recorded.error, OwnStateUnreadable)


def test_a_state_without_even_the_stack_is_empty() -> None:
    assert own_state_of({}).is_empty
    assert not own_state_of({"urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev": {"type": "pulumi:pulumi:Stack"}}).is_empty
