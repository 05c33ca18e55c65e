"""How long the provider may take."""

from __future__ import annotations

import pulumi


def in_hours() -> pulumi.CustomTimeouts:
    """Six hours for what replicates: documented for many regions (docs/reference/azure-galleries.md#times).

    Hours on purpose: the engine refuses days (`1d`).
    """
    return pulumi.CustomTimeouts(create="6h", update="6h", delete="2h")


def of_a_deletion() -> pulumi.CustomTimeouts:
    """One minute for deleting an image, which takes Azure some seconds (docs/reference/azure-galleries.md#times).

    A DELETE that Azure throttles is sent again by the provider, on a proof that is as old by then. Compute asks for a
    wait of two minutes and more: the provider has given up before, and the next update asks the gate again.
    """
    return pulumi.CustomTimeouts(delete="1m")
