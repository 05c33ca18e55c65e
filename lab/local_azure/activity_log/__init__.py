"""The activity log of a subscription, made of this Azure's own requests.

`filters` reads what is asked for, `events` makes the events of a write, `endpoints` answers them page by page, `errors`
refuses. The writes themselves are kept by the kernel and noted by the front door.
"""

from local_azure.activity_log.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS"]
