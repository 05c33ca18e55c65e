"""What the demo prints between the engine's own output: a heading for each step, and what was proven."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule


class StepFailed(Exception):
    """Something the demo promises is not so; the text says what was expected and what was found."""


class Screen:
    """Headings, proofs and failures, in colour on a terminal and plain elsewhere."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._number = 0

    def step(self, title: str, proves: str) -> None:
        """Announce a step and what it is there to prove."""
        self._number += 1
        self._console.print()
        self._console.print(Rule(f"[bold]{self._number}. {escape(title)}[/bold]", align="left", style="cyan"))
        self._console.print(f"[dim]Proves: {escape(proves)}[/dim]")

    def command(self, words: tuple[str, ...]) -> None:
        """Show the command that a user would type."""
        self._console.print(f"[bold cyan]$[/bold cyan] {escape(' '.join(words))}")

    def say(self, text: str) -> None:
        """A plain line."""
        self._console.print(escape(text))

    def proven(self, text: str) -> None:
        """A promise that held."""
        self._console.print(f"[green]✓[/green] {escape(text)}")

    def failed(self, text: str) -> None:
        """A promise that did not hold."""
        self._console.print(f"[bold red]✗ {escape(text)}[/bold red]")

    def require(self, holds: bool, promise: str, found: object) -> None:
        """Print the promise as proven, or end the demo with what was found instead."""
        if not holds:
            raise StepFailed(f"{promise} — found: {found}")
        self.proven(promise)
