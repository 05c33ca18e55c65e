"""Pulumi's protocol messages, without the rest of the Pulumi SDK.

`import pulumi.runtime.proto` runs `pulumi/__init__` first, which takes 0.4 s of a plugin's start and is needed for
nothing here; the messages are plain protobuf modules beside each other, so they are imported as a package of their
own.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

_PACKAGE = "_pulumi_protos"


class PulumiNotInstalledError(ImportError):
    """The `pulumi` package, which brings the protocol, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "the package 'pulumi' is not installed; the plugin protocol ships in it: pip install pulumi", name="pulumi"
        )


def _module(name: str) -> ModuleType:
    if _PACKAGE not in sys.modules:
        spec = find_spec("pulumi")
        if spec is None or not spec.submodule_search_locations:
            raise PulumiNotInstalledError
        package = ModuleType(_PACKAGE)
        package.__path__ = [str(Path(spec.submodule_search_locations[0], "runtime", "proto"))]
        sys.modules[_PACKAGE] = package
    return import_module(f"{_PACKAGE}.{name}")


if not TYPE_CHECKING:
    plugin_pb2 = _module("plugin_pb2")
    provider_pb2 = _module("provider_pb2")
    provider_pb2_grpc = _module("provider_pb2_grpc")
    status_pb2 = _module("status_pb2")

__all__ = ["PulumiNotInstalledError", "plugin_pb2", "provider_pb2", "provider_pb2_grpc", "status_pb2"]
