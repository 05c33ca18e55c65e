"""A recording: lines of JSON, an exchange each, as `gallery-migrate selftest --record` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError


class RecordingError(Exception):
    """A file (`path`) that is no recording, and where (`line`, from 1) that shows."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}, line {line} is no exchange of a recording: {reason}")


class Exchange(BaseModel):
    """A request and its answer, without anybody's names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    method: str
    path: str
    query: dict[str, str]
    request: Any
    status: int
    headers: dict[str, str]
    response: Any

    @property
    def kind(self) -> Kind:
        """What was asked, whatever it was asked of."""
        asked = tuple(sorted((key.lower(), value) for key, value in self.query.items()))
        return Kind(self.method, self.path.lower(), asked, self.status)


@dataclass(frozen=True, order=True)
class Kind:
    """Exchanges whose answers should look alike: method, path (lower case), query and status."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    status: int

    def __str__(self) -> str:
        query = "&".join(f"{key}={value}" for key, value in self.query)
        return f"{self.method} {self.path}{'?' if query else ''}{query} → {self.status}"


def read_recording(path: Path) -> list[Exchange]:
    """The exchanges of a file, in their order. Raises RecordingError, OSError."""
    found: list[Exchange] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(Exchange.model_validate_json(line))
        except ValidationError as error:
            raise RecordingError(path, number, error.errors()[0]["msg"]) from None
    return found
