"""Making an engine, with commands that look like Go."""

from __future__ import annotations

import io
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from local_azure.engine import installing, official
from local_azure.engine.build import build_arguments, build_engine
from local_azure.engine.cache import CACHE_VARIABLE, built_directory
from local_azure.engine.engine import Engine, Origin
from local_azure.engine.errors import BuildFailedError, InstallerUnreachableError
from local_azure.engine.pins import PINNED_VERSION
from local_azure.engine.progress import ProgressReporter
from tests.local_azure.engine import fakes

if TYPE_CHECKING:
    from pathlib import Path


def reporter(screen: io.StringIO | None = None) -> ProgressReporter:
    return ProgressReporter(Console(file=screen or io.StringIO(), width=200))


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A fake Go on PATH, an empty cache, a home of its own, and no way to Pulumi's installer."""

    def unreachable(*_: object) -> None:
        raise InstallerUnreachableError(official.INSTALLER_URL, "no network here")

    def home(built: Path) -> Path:
        return built

    monkeypatch.setattr(installing, "install_official", unreachable)
    monkeypatch.setattr("local_azure.engine.finding.assemble_home", home)
    fakes.go(tmp_path / "go")
    return {
        "PATH": f"{tmp_path}/go/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        CACHE_VARIABLE: str(tmp_path / "cache"),
    }


def builds(tmp_path: Path) -> int:
    return len((tmp_path / "go" / "builds").read_text().splitlines())


def test_the_engine_is_built_once(tmp_path: Path, environ: dict[str, str]) -> None:
    first = installing.install_engine(reporter(), environ)
    assert (first.origin, first.version) == (Origin.BUILT, PINNED_VERSION)
    assert installing.install_engine(reporter(), environ) == first
    assert builds(tmp_path) == 1


def test_two_at_once_build_once(tmp_path: Path, environ: dict[str, str]) -> None:
    together = threading.Barrier(2)

    def install(_: int) -> Engine:
        together.wait(timeout=10)
        return installing.install_engine(reporter(), environ)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(install, range(2))
    assert one == other
    assert builds(tmp_path) == 1


def test_a_failed_build_leaves_no_engine_and_can_be_repeated(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "go" / "fails").touch()
    with pytest.raises(BuildFailedError, match=r"(?s)status 2.*syntax error.*install` again"):
        installing.install_engine(reporter(), environ)
    assert not built_directory(tmp_path / "cache").exists()
    (tmp_path / "go" / "fails").unlink()
    assert installing.install_engine(reporter(), environ).command.read_text() == "binary\n"


def test_an_abandoned_build_is_no_obstacle(tmp_path: Path, environ: dict[str, str]) -> None:
    target = built_directory(tmp_path / "cache")
    abandoned = target.with_name(f"{target.name}.partial")
    (abandoned / "bin").mkdir(parents=True)
    (abandoned / "bin" / "pulumi").write_text("half")
    assert installing.install_engine(reporter(), environ).command.read_text() == "binary\n"
    assert not abandoned.exists()


def test_progress_is_told_line_by_line_where_there_is_no_terminal(tmp_path: Path, environ: dict[str, str]) -> None:
    screen = io.StringIO()
    build_engine(fakes.go(tmp_path / "go"), tmp_path / "built", environ, reporter(screen))
    assert [line for line in screen.getvalue().splitlines() if line.startswith(("Down", "Build"))] == [
        "Downloading the engine's Go modules …",
        f"Building the Pulumi engine {PINNED_VERSION} …",
    ]


def test_the_version_is_linked_in(tmp_path: Path) -> None:
    flags = build_arguments(tmp_path / "pulumi")[build_arguments(tmp_path / "pulumi").index("-ldflags") + 1]
    assert f"common/version.Version=v{PINNED_VERSION}" in flags


def test_an_installer_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/install.sh"
    with pytest.raises(InstallerUnreachableError, match="cannot be fetched"):
        official.install_official(tmp_path / "official", PINNED_VERSION, url)
