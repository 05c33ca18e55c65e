"""The summary of the suite: what each client asked of local Azure, operation by operation.

It is made of local Azure's own log of requests, so it says what was asked, not what a test meant to ask. A test's
requests travel in its `user_properties`, which pytest-xdist carries from the workers to the process that prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

PROPERTY = "local_azure_requests"

UNKNOWN = "(refused: not known here)"
"""The operations that local Azure does not have."""

Requests = list[tuple[str, str]]
"""(operation, api-version) of one test's requests."""


def operation(request: Mapping[str, object]) -> str | None:
    """`Microsoft.Compute/images get` for a request of the log; None for polls."""
    if request["access"] == "poll":
        return None
    if not request["type"]:
        return UNKNOWN
    return f"{request['type']} {request['access']}"


def table(asked: Iterable[tuple[str, Requests]]) -> list[str]:
    """Lines of a table of operations by clients with the number of requests; `asked` has each client's requests."""
    counts: Counter[tuple[str, str]] = Counter()
    for client, requests in asked:
        counts.update((name, client) for name, _ in requests)
    operations = sorted({name for name, _ in counts})
    clients = sorted({client for _, client in counts})
    width = max((len(name) for name in operations), default=0)
    lines = [" " * width + "".join(f"  {client:>{len(client)}}" for client in clients)]
    for name in operations:
        cells = (f"  {counts[name, client] or '-':>{len(client)}}" for client in clients)
        lines.append(f"{name:<{width}}" + "".join(cells))
    return lines
