"""Where an engine is: on PATH, else from Pulumi's installer, else built. Nothing is fetched or compiled here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.engine.cache import built_directory, cache_directory, official_directory
from local_azure.engine.engine import Engine, Origin, python_host_beside, read_version
from local_azure.engine.errors import EngineNotInstalledError
from local_azure.engine.home import assemble_home
from local_azure.engine.pins import MINIMUM_VERSION, PINNED_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping


def find_engine(environ: Mapping[str, str] = os.environ) -> Engine:
    """The engine to use.

    Raises:
        EngineNotInstalledError: there is none yet; `installing.install_engine` makes one.
    """
    on_path, why_not = find_on_path(environ)
    if on_path is not None:
        return on_path
    cache = cache_directory(environ)
    engine = find_installed(cache) or find_built(cache)
    if engine is None:
        raise EngineNotInstalledError([why_not, f"none in {cache}"])
    return engine


def find_on_path(environ: Mapping[str, str]) -> tuple[Engine | None, str]:
    """The official engine on PATH if it can be used, and otherwise why it cannot."""
    found = shutil.which("pulumi", path=environ.get("PATH"))
    if found is None:
        return None, "no pulumi on PATH"
    version = read_version(Path(found))
    if version is None:
        return None, f"{found} reports no version"
    if version < MINIMUM_VERSION:
        return None, f"{found} is version {version}, older than {MINIMUM_VERSION}"
    if not python_host_beside(Path(found), environ):
        return None, f"{found} has no Python language host"
    return Engine(Path(found), version, Origin.ON_PATH), ""


def find_installed(cache: Path) -> Engine | None:
    """The engine that Pulumi's installer put under `cache`."""
    command = official_directory(cache) / "bin" / "pulumi"
    version = read_version(command) if command.exists() else None
    return Engine(command, version, Origin.INSTALLER) if version else None


def find_built(cache: Path) -> Engine | None:
    """The engine built under `cache`, with a home in this Python's environment."""
    built = built_directory(cache)
    if not built.exists():
        return None
    return Engine(assemble_home(built) / "pulumi", PINNED_VERSION, Origin.BUILT)
