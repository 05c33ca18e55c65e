"""When a batch stops by itself: after a number of failed versions. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class StopRule:
    """Counts failed migrations; `limit` None never stops."""

    limit: int | None
    failed: list[str] = field(default_factory=list[str])

    def add(self, migrations: list[str]) -> None:
        """Note migrations that failed."""
        self.failed.extend(name for name in migrations if name not in self.failed)

    @property
    def stops(self) -> bool:
        """Whether nothing more is begun."""
        return self.limit is not None and len(self.failed) >= self.limit
