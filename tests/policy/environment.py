"""The policy pack of this repository with its environment, as `make policy` makes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from harness.product import ROOT

PACK = ROOT / "policy"


def make_policy_environment() -> None:
    """Make it once in this checkout, whichever test needs it first."""
    with FileLock(Path(sys.prefix) / "policy.lock"):
        subprocess.run(["make", "policy"], cwd=ROOT, check=True, capture_output=True)
