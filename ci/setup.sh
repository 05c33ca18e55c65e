#!/usr/bin/env bash
# What a job against Azure needs: Python's environment from the run-time lock (hashes checked; it holds no linter and no
# test tool), that of the policy pack, and the Pulumi engine by the Automation API's own installer, in the version given.
#
#   ci/setup.sh PULUMI_VERSION
#
# Prints the two folders that belong on PATH, one a line.
set -euo pipefail

version=${1:?name the version of Pulumi}

{
  python -m venv .venv
  .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
  .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
  make --no-print-directory policy
} >&2
.venv/bin/python - "$version" <<'PYTHON'
import sys
from pathlib import Path

from pulumi.automation import PulumiCommand
from semver import VersionInfo

root = Path.home() / ".pulumi" / "versions" / sys.argv[1]
PulumiCommand.install(root=str(root), version=VersionInfo.parse(sys.argv[1]))
print(root / "bin")
PYTHON
echo "$PWD/.venv/bin"
