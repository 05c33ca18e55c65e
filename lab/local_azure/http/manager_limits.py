"""How many requests Resource Manager takes: sizes of its buckets in both of its ways to count, and its refusals.

Source: docs/reference/resource-manager.md#throttling.
"""

from __future__ import annotations

from dataclasses import dataclass

from local_azure.arm.errors import ArmError
from local_azure.arm.settings import ManagerLimits
from local_azure.http.buckets import Bucket, waiting_headers

GLOBAL_TIMES = 15
"""All callers of a subscription together may ask so many times as often as one of them, where there are buckets."""
EVERYBODY = ""
"""The owner of what is counted for all callers."""
GROUPS = {"delete": "deletes", "get": "reads", "list": "reads", "head": "reads", "poll": "reads"}
"""What a request counts as; everything else is a write."""


@dataclass(frozen=True)
class Limit:
    """`size` requests at once, which come back evenly over `window` seconds; who has used them up waits `wait` seconds.

    All are Azure's, for one subscription and one caller.
    """

    size: int
    window: float
    wait: float


LIMITS = {
    ManagerLimits.PER_SECOND: {
        "reads": Limit(250, 10.0, 10.0),
        "writes": Limit(200, 20.0, 10.0),
        "deletes": Limit(200, 20.0, 10.0),
    },
    ManagerLimits.HOURLY: {
        "reads": Limit(12000, 3600.0, 6.0),
        "writes": Limit(1200, 3600.0, 6.0),
        "deletes": Limit(15000, 3600.0, 6.0),
    },
}


def group_of(access: str) -> str:
    """The bucket that a kind of request is taken from: reads, writes or deletes."""
    return GROUPS.get(access, "writes")


def counters(limits: ManagerLimits, group: str, caller: str) -> list[tuple[str, str, Limit]]:
    """What a request is taken from: the name as headers have it, whom it is counted for, how many there are."""
    own = LIMITS[limits][group]
    if limits is ManagerLimits.HOURLY:
        return [(group, caller, own)]
    everybodys = Limit(own.size * GLOBAL_TIMES, own.window, own.wait)
    return [(group, caller, own), (f"global-{group}", EVERYBODY, everybodys)]


def subscription_limit_reached(
    limits: ManagerLimits, subscription: str, caller: str, group: str, bucket: Bucket
) -> ArmError:
    """429 of Resource Manager, for one caller or for `EVERYBODY`.

    The text of the hourly limits is documented
    (https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-code-toomanyrequestsreceived-subscriptionrequeststhrottled),
    that of the token buckets was reported
    (https://github.com/roivaz/ARO-HCP-CIHealth/blob/main/pkg/failurepatterns/extractor/extract_regression_test.go); how
    a limit of all callers is worded is not known.
    """
    again = f"Please try again after '{bucket.wait:.0f}' seconds"
    if limits is ManagerLimits.HOURLY:
        exceeded = f"{group[:-1]} requests for subscription '{subscription}' exceeded the limit of '{bucket.size}'"
        text = f"Number of {exceeded} for time interval '01:00:00'. {again}."
    else:
        actor = f" actor '{caller}'" if caller != EVERYBODY else ""
        exceeded = f"'{group[:-1]}' requests for subscription '{subscription}'{actor} exceeded"
        more = "Refer to https://aka.ms/arm-throttling for additional information."
        text = f"Number of {exceeded}. {again} after additional tokens are available. {more}"
    headers = waiting_headers(bucket.wait, bucket.scale)
    return ArmError(429, "SubscriptionRequestsThrottled", text, extra_headers=headers)
