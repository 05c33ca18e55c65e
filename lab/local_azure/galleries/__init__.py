"""Azure Compute Galleries: galleries, image definitions, image versions and the recycle bin.

Read it in this order: `api_versions`, `names`, `dates`, `errors` (every text, with its source), `members`; then the
types `gallery`, `definition` with `definition_rules`, and `version`, which is put together from `sources` (what a
version is made from), `compatibility`, `publishing` and `publishing_rules`, `version_body`, `version_rules`,
`durations` and `replication`; `soft_deleted` is the bin, `nesting` keeps parents from going before their children,
`style` is how operations are shown, `types` all of it.
"""

from local_azure.galleries.types import TYPES

__all__ = ["TYPES"]
