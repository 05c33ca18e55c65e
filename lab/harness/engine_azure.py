"""A local Azure for tests that run the engine: the provider beside it, and programs that start warm."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness.local_azure import LocalAzure, running_local_azure
from harness.warm_programs import warm_programs

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def engine_azure(folder: Path, *options: str) -> Generator[LocalAzure]:
    """One in which everything takes a thousandth of its time, with options of `serve`; the engine needs its `env`."""
    with running_local_azure(folder, provider=True, options=options) as azure, warm_programs(folder) as variables:
        azure.env.update(variables)
        yield azure


def emptied(azure: LocalAzure) -> LocalAzure:
    """The same Azure without anything in it."""
    azure.reset()
    azure.clear_faults()
    return azure
