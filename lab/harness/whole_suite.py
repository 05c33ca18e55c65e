"""A plugin of pytest for runs of a whole suite.

The slower tests are left out; a test that is named runs, slow or not. `-n auto` is one worker more than processors: a
test that runs the engine waits now and then, for Azure's time to pass or for another process.
"""

from __future__ import annotations

import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings


def pytest_configure() -> None:
    """Before any test: what the environment has done to this process and to those that tests start is undone.

    In a container with `PYTHONDONTWRITEBYTECODE` each of hundreds of processes would compile all of its modules again,
    which takes more than the tests. No drawn example fails for the time that it takes.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    _hear_of_signals()
    settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more than this process may use processors; what the environment says counts more."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    is_told = hasattr(os, "sched_getaffinity")  # macOS and Windows do not tell
    return 1 + (len(os.sched_getaffinity(0)) if is_told else os.cpu_count() or 1)


def _hear_of_signals() -> None:
    """Undo what `nohup` or a shell's `&` has done to signals: a child that inherits it would not hear of them."""
    for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
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
