"""Where the SDK's program starter is."""

from __future__ import annotations

import os
from pathlib import Path

from local_azure.language_host.errors import ExecutorNotFoundError

EXECUTOR_VARIABLE = "LOCAL_AZURE_LANGUAGE_EXECUTOR"
"""Set by the launcher beside the engine: the path of `pulumi-language-python-exec`."""


def find_executor() -> Path:
    """The path of `pulumi-language-python-exec`.

    Raises:
        ExecutorNotFoundError: the launcher named none, or it is gone.
    """
    path = Path(os.environ.get(EXECUTOR_VARIABLE, "pulumi-language-python-exec"))
    if not path.is_file():
        raise ExecutorNotFoundError(path)
    return path
