"""The stacks of a project: which are meant, opened, their states read, and the same question asked of many at once."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from managed_image_to_gallery.cli.engine.engine_errors import EngineFailed
from managed_image_to_gallery.cli.engine.project_files import project_folder
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.engine.stored_state import exported
from managed_image_to_gallery.cli.error_edge import expected
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from pulumi.automation import LocalWorkspace


def open_stacks(folder: Path, patterns: Sequence[str], *, every: bool) -> dict[str, MigrationStack]:
    """The stacks by name: those that the patterns fit, or every one of the project, or without either the selected one.

    Several are opened by listing them: none is selected, because that is a file which all processes of a project share.
    Raises CommandFailed or EngineFailed.
    """
    if not every and len(patterns) <= 1 and not any(_is_pattern(text) for text in patterns):
        alone = MigrationStack.open(folder, patterns[0] if patterns else None)
        return {alone.name: alone}
    from pulumi.automation import Stack

    folder = project_folder(folder)
    with _engine_errors():
        workspace = _workspace(folder)
        known = [one.name for one in workspace.list_stacks()]
        names = chosen_stacks(known, ["*"] if every else patterns)
        return {name: MigrationStack(folder, Stack.select(name, workspace)) for name in names}


def chosen_stacks(known: Sequence[str], patterns: Sequence[str]) -> list[str]:
    """The names that a pattern (`*`, `?`) fits, in their order. Raises CommandFailed for a pattern that fits none."""
    unknown = [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in known)]
    if unknown:
        reason = f"No stack matches {', '.join(unknown)}." if known else "The project has no stack."
        raise CommandFailed(reason, "See `pulumi stack ls`, or make them with `pulumi stack init`.")
    return [name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns)]


def deployments(folder: Path) -> dict[str, dict[str, Any]]:
    """The state of every stack of the project, without decrypting anything. Raises EngineFailed.

    All or nothing: a state that was not read might hold what is about to be placed elsewhere.
    """
    with _engine_errors():
        workspace = _workspace(folder)
        names = [one.name for one in workspace.list_stacks()]
        reading = partial(_deployment, workspace, folder)
        asking = side_by_side({name: name for name in names}, lambda name: asyncio.to_thread(reading, name))
        answers = asyncio.run(asking)
    for stack, why in answers.failures.items():
        raise EngineFailed(f"The state of stack {stack} cannot be read: {why}", "Look at `pulumi stack export`.")
    return answers.values


def _deployment(workspace: LocalWorkspace, folder: Path, name: str) -> dict[str, Any]:
    with _engine_errors():
        return exported(workspace, folder, name)


def _is_pattern(text: str) -> bool:
    return any(character in text for character in "*?[")


def _workspace(folder: Path) -> LocalWorkspace:
    """A workspace whose stacks are known from its list, so that "selecting" one need not ask the engine for it.

    Every command of the Automation API names its stack.
    """
    from pulumi.automation import LocalWorkspace

    from managed_image_to_gallery.cli.engine.process import Engine

    class ListedStacks(LocalWorkspace):
        def select_stack(self, stack_name: str) -> None:
            """Leave the selection as it is."""

    return ListedStacks(work_dir=str(folder), pulumi_command=Engine())


@contextmanager
def _engine_errors() -> Generator[None, None, None]:
    """Errors of the engine as one text each."""
    from pulumi.automation.errors import CommandError, InvalidVersionError

    try:
        yield
    except FileNotFoundError:
        remedy = "Install Pulumi: https://www.pulumi.com/docs/install/"
        raise EngineFailed("There is no `pulumi` on PATH.", remedy) from None
    except (CommandError, InvalidVersionError) as error:
        raise EngineFailed(str(error).strip(), "Run `gallery-migrate doctor`.") from None


_S = TypeVar("_S")
_T = TypeVar("_T")

AT_ONCE = 8
"""Stacks that are asked at the same time: each costs engine processes, which mostly wait for the backend.

No more of them are in memory at once than this, so that a fleet takes as much as its largest stacks do.
"""


@dataclass(frozen=True)
class Answers(Generic[_T]):
    """The answers by stack, in the order of asking, and for the other stacks why there is none."""

    values: dict[str, _T] = field(default_factory=dict[str, _T])
    failures: dict[str, str] = field(default_factory=dict[str, str])


async def side_by_side(stacks: Mapping[str, _S], ask: Callable[[_S], Awaitable[_T]]) -> Answers[_T]:
    """Ask every stack. An error that does not belong to the job (a defect) is raised; with one stack any error is."""
    if len(stacks) == 1:
        return Answers({name: await ask(stack) for name, stack in stacks.items()})
    room = asyncio.Semaphore(AT_ONCE)

    async def one(stack: _S) -> _T:
        async with room:
            return await ask(stack)

    answers = Answers[_T]()
    found = await asyncio.gather(*(one(stack) for stack in stacks.values()), return_exceptions=True)
    for name, answer in zip(stacks, found, strict=True):
        if isinstance(answer, BaseException):
            answers.failures[name] = _reason_of(answer)
        else:
            answers.values[name] = answer
    return answers


def _reason_of(error: BaseException) -> str:
    known = expected(error) if isinstance(error, Exception) else None
    if known is None:
        raise error
    return str(known)
