"""What always holds, and the test that shows it; docs/reliability.md lists this table."""

from __future__ import annotations

INVARIANTS: dict[str, str] = {}
