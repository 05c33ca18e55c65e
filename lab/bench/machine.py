"""The machine that times and memory were measured on: what they depend on, and nothing that names it."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from local_azure.engine.finding import find_engine


@cache
def machine() -> dict[str, str]:
    """Processor, cores, memory and the versions of what was measured (Linux)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "Pulumi engine": f"{find_engine().version} ({find_engine().origin.value})",
        "Pulumi SDK": version("pulumi"),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":")[1].strip() for line in lines if "model name" in line), "unknown")
