"""A stack of the product, worked on by the command line."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from harness.product import Product
from harness.terminal import Terminal, terminal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from harness.local_azure import LocalAzure

_RUN = "from managed_image_to_gallery.cli.entry import main; main()"
HEAD = "# kept by every edit\n"


class Operator(Product):
    """Runs `gallery-migrate` in the stack's folder."""

    run = Product.gallery_migrate

    @classmethod
    def at(cls, folder: Path, azure: LocalAzure) -> Operator:
        """A stack with the documented example as its one migration."""
        return cls.of(folder, azure)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-c", _RUN, *words]

    def start_command(self, *words: str) -> subprocess.Popen[str]:
        """Start it with pipes and return at once; the caller waits for it."""
        return subprocess.Popen(
            self.command(*words),
            env=self.env,
            cwd=self.path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def in_terminal(self, *words: str) -> AbstractContextManager[Terminal]:
        """Run as a person does."""
        return terminal(self.command(*words), self.env, self.path)

    @property
    def file_text(self) -> str:
        return (self.path / "Pulumi.dev.yaml").read_text()

    def comment(self) -> None:
        """Put a comment into the stack's file."""
        (self.path / "Pulumi.dev.yaml").write_text(HEAD + self.file_text)
