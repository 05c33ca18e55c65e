"""The rule for names that disks in a machine's body and subnets share.

Source: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?")


def is_name(name: object) -> bool:
    """Whether it has 1 to 80 letters, digits, `_`, `.` and `-`, and neither begins nor ends with `.` or `-`."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None
