"""The engines that the product works with: the oldest, and the major version that it was tried with.

It has a module of its own, so that the command line names it without importing Pulumi's SDK.
"""

MINIMUM_ENGINE = (3, 219, 0)
"""What is used of the engine, and the release that brought it: delete hooks (3.182.0), `Stash` (3.208.0), and that
`requiredPulumiVersion` refuses an older engine (3.219.0).

Source: the release notes at https://github.com/pulumi/pulumi/releases.
"""

MINIMUM_ENGINE_TEXT = ".".join(map(str, MINIMUM_ENGINE))
"""As a version is written."""

TRIED_MAJOR = MINIMUM_ENGINE[0]
"""A new major version may mean something else by what is used of the engine."""
