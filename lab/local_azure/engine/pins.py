"""The versions this project is built and tested with."""

from __future__ import annotations

from semver import VersionInfo

PINNED_VERSION = VersionInfo.parse("3.259.0")
"""The engine that is installed or built, the newest whose Go modules resolve; `tools_module/go.mod` requires it too."""

MINIMUM_VERSION = VersionInfo.parse("3.219.0")
"""The oldest official engine that is used as found: it knows resource hooks, Stash and `requiredPulumiVersion`."""

ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
"""The Go package of the `pulumi` command."""

SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
"""The Go module with the engine's version variable and the Python parts of an installation."""
