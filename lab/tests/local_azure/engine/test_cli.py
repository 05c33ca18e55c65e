"""`local-azure engine …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from local_azure.engine.cache import CACHE_VARIABLE
from local_azure.engine.cli import app
from tests.local_azure.engine import fakes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An official engine on PATH and nothing in the cache."""
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return fakes.engine(tmp_path / "bin", "v3.300.0")


@pytest.mark.parametrize("command", ["install", "which"])
def test_version_place_and_origin_are_told(engine: Path, command: str) -> None:
    assert CliRunner().invoke(app, [command]).output == f"Pulumi 3.300.0 at {engine} (on PATH)\n"


def test_the_folder_for_path_is_printed_alone(engine: Path) -> None:
    assert CliRunner().invoke(app, ["path"]).output == f"{engine.parent}\n"


def test_a_missing_engine_is_an_error(engine: Path) -> None:
    engine.unlink()
    result = CliRunner().invoke(app, ["which"])
    assert result.exit_code == 1
    assert "error: no Pulumi engine found: no pulumi on PATH" in result.output
