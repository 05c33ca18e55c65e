"""The engines that the product works with: the oldest, the oldest for a destroy, the major version it was tried with.

It has a module of its own, so that the command line names it without importing Pulumi's SDK.
"""

MINIMUM_ENGINE = (3, 219, 0)
"""What is used of the engine, and the release that brought it: delete hooks (3.182.0), `Stash` (3.208.0), and that
`requiredPulumiVersion` refuses an older engine (3.219.0).

Source: the release notes at https://github.com/pulumi/pulumi/releases.
"""

MINIMUM_ENGINE_TEXT = ".".join(map(str, MINIMUM_ENGINE))
"""As a version is written."""

IGNORES_PROTECT = (3, 256, 0)
"""The first engine with `--ignore-protect`, without which no destroy gets past what the program protects.

Source: https://github.com/pulumi/pulumi/pull/24053; 3.219.0 was seen to refuse the option, and to protect again what
`pulumi state unprotect` had freed, because a destroy runs the program (docs/reference/pulumi-engine.md).
"""

TRIED_MAJOR = MINIMUM_ENGINE[0]
"""A new major version may mean something else by what is used of the engine."""
