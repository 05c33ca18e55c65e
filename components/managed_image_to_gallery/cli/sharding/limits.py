"""What a fleet may not exceed: Azure's limits per subscription and region, and the size of one stack's config. Pure.

Azure's numbers: docs/reference/azure-galleries.md#limits (documented) and
docs/reference/azure-galleries.md#request-budgets (seen in the header x-ms-ratelimit-remaining-resource).

A stack's config: language hosts hand all of it to the program in one environment variable (`PULUMI_CONFIG`;
pulumi/pulumi#8680), and Linux takes 128 KiB for one (MAX_ARG_STRLEN, execve(2)). With more, every preview and update of
the stack ends with "argument list too long".
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import accumulate, chain, repeat, takewhile
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.budgets import DEFINITIONS, IMPORTS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId


MAX_DEFINITIONS = 1_000
"""Image definitions per subscription and region."""
MAX_VERSIONS = 10_000
"""Image versions per subscription and region."""


REPLICATION_MINUTES = 10
"""About what a version of 40 GB takes, which its stack waits for."""


def stacks_at_once(largest: int) -> int:
    """How many stacks of so many new migrations Azure's budgets bear side by side; more would only wait for each other.

    While the versions of one stack replicate, the budgets fill for the next one. An image is imported twice, in the
    preview and in the update; each migration has a definition of its own at the most.
    """
    needs = ((IMPORTS, 2), (DEFINITIONS, 1), (VERSIONS, 1))
    longest = ((budget.windows[-1], each) for budget, each in needs)
    bears = (window.a_second * 60 * REPLICATION_MINUTES / (each * largest) for window, each in longest)
    return max(1, int(min(bears)))


def limit_violations(versions: Mapping[ResourceId, str]) -> Iterator[str]:
    """What a subscription could not hold. `versions`: the id of each image version → the region it is at home in.

    A definition is in the region of the gallery's resource group (the component leaves it to the provider), so all
    definitions of a gallery count together; a version is in the region of its source image.
    """
    homes = Counter((version.subscription_id, region) for version, region in versions.items())
    for (subscription, region), number in homes.items():
        if number > MAX_VERSIONS:
            yield (
                f"{number:,} image versions in {region} of subscription {subscription}: Azure allows {MAX_VERSIONS:,} "
                "per subscription and region."
            )
    definitions = {version.parent.key: version.parent.parent.key for version in versions}
    for gallery, number in Counter(definitions.values()).items():
        if number > MAX_DEFINITIONS:
            yield (
                f"{number:,} image definitions in {gallery}, which are in one region: Azure allows {MAX_DEFINITIONS:,} "
                "per subscription and region."
            )


def least_minutes_of_writes(versions: int) -> float:
    """How many minutes Azure's limit of writes makes of the publication of as many versions in one subscription."""
    window = VERSIONS.windows[-1]
    return max(versions - window.requests, 0) / window.a_second / 60


LONGEST_VARIABLE = 131_072
SPARE = 8_192
"""Bytes that are left for what is set in a stack's file later."""


def most_migrations(shared: Mapping[str, object], entries: Sequence[Mapping[str, object]]) -> int:
    """How many migrations fit beside the other config, whichever of `entries` they are; at least one.

    What a stack has beyond `entries` (earlier fleets) is taken to be as long as the shortest of them.
    """
    room = LONGEST_VARIABLE - SPARE - sum(len(key) + _length(value) for key, value in shared.items())
    longest_first = sorted(map(_length, entries), reverse=True)
    totals = accumulate(chain(longest_first, repeat(longest_first[-1])))
    return max(sum(1 for _ in takewhile(lambda total: total <= room, totals)), 1)


def _length(value: object) -> int:
    """Of a value as the variable has it: JSON as a string of JSON."""
    return len(json.dumps(json.dumps(value, separators=(",", ":"), default=str)))
