"""Who shares a run: everything in one deployment, however many monitors lead to it."""

from __future__ import annotations

import contextvars
from typing import TYPE_CHECKING

import pytest
from pulumi.runtime import settings

from managed_image_to_gallery.component import run as room
from managed_image_to_gallery.component.run import current_run

if TYPE_CHECKING:
    from managed_image_to_gallery.component.run import Run


class Unregistered:
    """A run without hooks, which only an engine takes."""

    def __init__(self, _settings: object) -> None:
        self.monitor = settings.get_monitor()


@pytest.fixture(autouse=True)
def without_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "Run", Unregistered)


def run_at(address: str) -> Run:
    """The run of a component that is constructed with a monitor of its own, as the package's process does it."""

    def construct() -> Run:
        settings.reset_options(monitor_address=address)
        return current_run()

    return contextvars.copy_context().run(construct)


def test_components_of_one_program_share_a_run() -> None:
    assert run_at("127.0.0.1:50001") is run_at("127.0.0.1:50001")


def test_another_deployment_has_a_run_of_its_own() -> None:
    assert run_at("127.0.0.1:50002") is not run_at("127.0.0.1:50003")


def test_a_program_has_one_run() -> None:
    def program() -> tuple[Run, Run]:
        settings.reset_options(monitor_address="127.0.0.1:50004")
        return current_run(), current_run()

    one, other = contextvars.copy_context().run(program)
    assert one is other
