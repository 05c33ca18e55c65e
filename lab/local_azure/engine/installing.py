"""Providing an engine: used as found, else Pulumi's installer, else the build."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from local_azure.engine.build import build_engine
from local_azure.engine.cache import built_directory, cache_directory, official_directory, only_one
from local_azure.engine.errors import EngineNotInstalledError, InstallerFailedError, InstallerUnreachableError
from local_azure.engine.finding import find_engine, find_installed
from local_azure.engine.go_toolchain import go_environment, provide_go
from local_azure.engine.official import install_official
from local_azure.engine.pins import PINNED_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from local_azure.engine.engine import Engine
    from local_azure.engine.progress import ProgressReporter


def install_engine(reporter: ProgressReporter, environ: Mapping[str, str] = os.environ) -> Engine:
    """The engine to use, made if there is none. Does nothing when there is one; a second caller waits for the first.

    Raises:
        EngineError: none could be made.
    """
    try:
        return find_engine(environ)
    except EngineNotInstalledError:
        cache = cache_directory(environ)
        if not _try_official(cache, reporter):
            _build(cache, environ, reporter)
        return find_engine(environ)


def _try_official(cache: Path, reporter: ProgressReporter) -> bool:
    """Whether Pulumi's installer has put an engine under `cache`."""
    target = official_directory(cache)
    with only_one(target, reporter.say):
        if find_installed(cache) is None:
            try:
                with reporter.counting("Asking for Pulumi's own installer, which takes up to a minute", None):
                    install_official(target, PINNED_VERSION)
            except (InstallerUnreachableError, InstallerFailedError) as error:
                reporter.say(f"{error}. Building the engine from its Go modules instead")
                return False
    return True


def _build(cache: Path, environ: Mapping[str, str], reporter: ProgressReporter) -> None:
    target = built_directory(cache)
    with only_one(target, reporter.say):
        if not target.exists():
            go = provide_go(cache, environ, reporter)
            build_engine(go, target, go_environment(environ, cache), reporter)
