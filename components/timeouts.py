"""How long the provider may take."""

from __future__ import annotations

import pulumi


def in_hours() -> pulumi.CustomTimeouts:
    """Six hours for what replicates: documented for many regions (reference/azure-rules.md "Times seen").

    Hours on purpose: the engine refuses days (`1d`).
    """
    return pulumi.CustomTimeouts(create="6h", update="6h", delete="2h")
