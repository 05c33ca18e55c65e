"""Which engine is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_azure.engine.cache import CACHE_VARIABLE, cache_directory, official_directory
from local_azure.engine.engine import Origin
from local_azure.engine.errors import EngineNotInstalledError
from local_azure.engine.finding import find_engine, find_installed, find_on_path
from tests.local_azure.engine import fakes

if TYPE_CHECKING:
    from pathlib import Path


def environ(tmp_path: Path) -> dict[str, str]:
    return {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", CACHE_VARIABLE: str(tmp_path / "cache")}


def test_an_official_engine_on_path_comes_first(tmp_path: Path) -> None:
    fakes.engine(tmp_path / "bin", "v3.300.1")
    fakes.engine(official_directory(tmp_path / "cache") / "bin", "3.259.0")
    engine = find_engine(environ(tmp_path))
    assert (engine.command, str(engine.version), engine.origin) == (
        *(tmp_path / "bin" / "pulumi", "3.300.1", Origin.ON_PATH),
    )


@pytest.mark.parametrize(
    ("version", "with_python_host", "why_not"),
    [
        ("v3.100.0", True, "older than 3.219.0"),
        ("", True, "reports no version"),
        ("v3.259.0", False, "has no Python language host"),
    ],
)
def test_an_unusable_engine_on_path_is_passed_over(
    tmp_path: Path, version: str, with_python_host: bool, why_not: str
) -> None:
    fakes.engine(tmp_path / "bin", version, with_python_host=with_python_host)
    installed = fakes.engine(official_directory(tmp_path / "cache") / "bin", "3.259.0")
    assert why_not in find_on_path(environ(tmp_path))[1]
    assert find_engine(environ(tmp_path)).command == installed


def test_a_broken_installation_is_no_engine(tmp_path: Path) -> None:
    fakes.script(official_directory(tmp_path) / "bin" / "pulumi", "exit 1")
    assert find_installed(tmp_path) is None


def test_without_any_the_places_and_the_remedy_are_named(tmp_path: Path) -> None:
    with pytest.raises(EngineNotInstalledError) as raised:
        find_engine(environ(tmp_path))
    assert "no pulumi on PATH" in str(raised.value)
    assert str(tmp_path / "cache") in str(raised.value)
    assert "local-azure engine install" in str(raised.value)


def test_the_cache_is_the_users_and_can_be_put_elsewhere(tmp_path: Path) -> None:
    assert cache_directory({CACHE_VARIABLE: str(tmp_path)}) == tmp_path
    assert cache_directory({}).name == "local-azure"
