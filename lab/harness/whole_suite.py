"""A plugin of pytest: a run of the whole suite leaves the slower tests out; a test that is named runs, slow or not."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_configure() -> None:
    """Undo what `nohup` or a shell's `&` has done to signals: a child that inherits it would not hear of them."""
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `exhaustive`, unless somebody named a path or chose by marks (`-m ""`: all)."""
    if (config.invocation_params.args and _chose_by_marks(config)) or config.args != config.getini("testpaths"):
        return
    slower = [item for item in items if item.get_closest_marker("exhaustive")]
    config.hook.pytest_deselected(items=slower)
    items[:] = [item for item in items if item not in slower]


def _chose_by_marks(config: pytest.Config) -> bool:
    return "-m" in config.invocation_params.args or bool(config.option.markexpr)
