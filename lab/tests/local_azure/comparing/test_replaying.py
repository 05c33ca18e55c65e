"""What of a recording is not sent again; that what is sent is answered alike is held by the product's self test."""

from __future__ import annotations

import pytest

from local_azure.comparing.exchanges import Exchange
from local_azure.comparing.replaying import replay


@pytest.mark.parametrize("state", ["Creating", "Updating", "Deleting"])
def test_what_was_read_while_an_operation_went_on_is_left_out(state: str) -> None:
    """Which members it had then depends on the moment: a version has no disks yet when it begins."""
    read = Exchange(
        method="GET",
        path="/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0",
        query={"api-version": "2024-03-03"},
        request=None,
        status=200,
        headers={},
        response={"properties": {"provisioningState": state}},
    )

    outcome = replay([read])

    assert (outcome.sent, outcome.lines) == (0, [])
    assert [reason for reason in outcome.left_out if "while an operation went on" in reason]
