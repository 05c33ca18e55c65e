"""The azure-native SDK's own aliases, which no state of this component can need."""

from __future__ import annotations

import re

import pulumi

_TYPE_WITH_API_VERSION = re.compile(r"azure-native:\w+/v\d{8}\w*:\w+")


def without_type_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    """A transformation (`ResourceOptions.transformations`) that takes the SDK's type aliases off a resource.

    The SDK gives each resource an alias for every API version under which its type was ever published: 27 to an image,
    14 to a definition and to a version. Each is computed with several tasks and sent to the engine in every run. They
    serve programs that once named such a type. This component's resources have had the type without an API version
    from the start, so no state has a URN that those aliases would find; aliases of any other kind stay.
    """
    args.opts.aliases = [alias for alias in args.opts.aliases or () if not _is_type_alias(alias)]
    return pulumi.ResourceTransformationResult(args.props, args.opts)


def _is_type_alias(alias: object) -> bool:
    if not isinstance(alias, pulumi.Alias) or not isinstance(alias.type_, str):
        return False
    others: list[object] = [alias.name, alias.parent, alias.stack, alias.project]
    return all(one is ... for one in others) and _TYPE_WITH_API_VERSION.fullmatch(alias.type_) is not None
