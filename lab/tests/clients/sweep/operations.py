"""Every operation of the groups of azure-mgmt-compute that this project's users meet."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from azure.core.credentials import AccessToken
from azure.mgmt.compute import ComputeManagementClient

GROUPS = re.compile(r".*(image|galler|disk|snapshot|virtual_machine|soft_deleted)")
"""Which groups, by the client's attribute that holds them, are swept."""


@dataclass(frozen=True)
class Operation:
    """One method of one group: `galleries.get`."""

    group: str
    method: str

    def __str__(self) -> str:
        return f"{self.group}.{self.method}"

    def of(self, client: ComputeManagementClient) -> Callable[..., object]:
        """The bound method of a client."""
        return getattr(getattr(client, self.group), self.method)

    @property
    def signature(self) -> inspect.Signature:
        """Its parameters with evaluated annotations, without `self`."""
        return inspect.signature(self.of(_unconnected()))


def all_operations() -> list[Operation]:
    """The operations, in the library's order."""
    groups = {name: held for name, held in vars(_unconnected()).items() if GROUPS.match(name)}
    return [
        Operation(group, method)
        for group, held in groups.items()
        for method, _ in inspect.getmembers(held, inspect.ismethod)
        if not method.startswith("_")
    ]


class _Nobody:
    """A credential that is never asked."""

    def get_token(self, *scopes: str, **options: object) -> AccessToken:
        raise AssertionError(f"a client that is only looked at asks for {scopes} {options}")


@cache
def _unconnected() -> ComputeManagementClient:
    return ComputeManagementClient(_Nobody(), "no-subscription", "https://localhost")
