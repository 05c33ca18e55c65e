"""What `resume` says of a stack that no command has left: that nothing was half-done, or what is left, never both."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.cli.engine.preview import Preview
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.preview_digest import Digest, Step
from managed_image_to_gallery.cli.progress.watching import Watched
from managed_image_to_gallery.cli.resuming import recovery
from managed_image_to_gallery.cli.resuming.recovery import Recovery
from managed_image_to_gallery.cli.transitions.session import Session
from managed_image_to_gallery.component.state.resource_types import COMPONENT, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHANGE = Step(
    "update",
    f"urn:pulumi:dev::p::{COMPONENT}${VERSION}::a-1.0.0-version",
    VERSION,
    "",
    "",
    parent=f"urn:pulumi:dev::p::{COMPONENT}::a-1.0.0",
)


@pytest.fixture
def resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What is said of a stack whose update has these steps."""

    async def nothing(*_: object) -> tuple[dict[str, object], dict[str, str]]:
        return {}, {}

    def no_astray(*_: object, **__: object) -> bool:
        return False

    def agrees(*_: object) -> ExitStatus:
        return ExitStatus.DONE

    def watch(*_: object) -> Watched:
        return Watched(succeeded=True, interrupted=False)

    monkeypatch.setattr(recovery, "_versions", nothing)
    monkeypatch.setattr(recovery, "forget_astray", no_astray)
    monkeypatch.setattr(recovery, "check_agreement", agrees)

    def resume(*steps: Step) -> str:
        said: list[str] = []
        stack = SimpleNamespace(
            name="dev",
            folder=tmp_path,
            file=tmp_path / "Pulumi.dev.yaml",
            plan=lambda: SimpleNamespace(migrations=()),
            preview=lambda: Preview(Digest(steps, (), {})),
            settings=lambda: None,
            state=dict,
            stored_state=dict,
            subscription_id=lambda: "s",
        )
        watcher = SimpleNamespace(watch=watch)
        session = Session(cast("Any", stack), cast("Any", watcher), said.append, said.append)
        assert Recovery(session, [], yes=True, can_ask=False).run() is ExitStatus.DONE
        return "\n".join(said)

    return resume


def test_a_stack_without_a_change_was_left_whole(resumed: Callable[..., str]) -> None:
    assert resumed() == "Nothing was left half-done."


def test_what_is_left_is_never_told_with_that(resumed: Callable[..., str]) -> None:
    assert resumed(CHANGE) == "This is left to do: 1 version to update.\n  a-1.0.0  update version"
