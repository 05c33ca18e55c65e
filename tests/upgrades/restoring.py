"""A stack of a fixture, with the Azure beside it and today's program."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness.engine_azure import engine_azure
from harness.engine_project import clean_environment
from harness.product import ROOT
from tests.upgrades.scenario import Kept

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from typing import Any

    from harness.local_azure import LocalAzure
    from tests.upgrades.kept import Fixture


@contextmanager
def restored(
    fixture: Fixture, folder: Path, exported: dict[str, Any] | None = None
) -> Generator[tuple[Kept, LocalAzure]]:
    """The stack and its Azure; `exported` takes the place of the fixture's state."""
    project = folder / "project"
    project.mkdir()
    with engine_azure(folder, "--data", str(fixture.restore_azure(folder / "data"))) as azure:
        program = (ROOT / "__main__.py").read_text(encoding="utf-8")
        product = Kept(project, program, env=clean_environment() | azure.env, virtualenv=sys.prefix)
        product.set_config(fixture.config)
        product.take_state(exported or fixture.exported)
        azure.forget_requests()
        yield product, azure
