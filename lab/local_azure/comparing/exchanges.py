"""A recording: lines of JSON, as `gallery-migrate selftest --record` writes them; exchanges, and answers to probes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from local_azure.comparing.names import without_marks


class RecordingError(Exception):
    """A file (`path`) that is no recording, and where (`line`, from 1) that shows."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}, line {line} is no exchange of a recording: {reason}")


class Exchange(BaseModel):
    """A request and its answer, without anybody's names. by: who asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    method: str
    path: str
    query: dict[str, str]
    request: Any
    status: int
    headers: dict[str, str]
    response: Any
    by: Literal["product", "provider"] = "product"

    @property
    def kind(self) -> Kind:
        """What was asked, whatever it was asked of."""
        asked = tuple(sorted((key.lower(), value) for key, value in self.query.items()))
        return Kind(self.method, without_marks(self.path).lower(), asked, self.status)


class Probe(BaseModel):
    """A question that only Azure can answer, by its number in CONTRIBUTING.md, and what Azure answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    probe: int
    answer: str


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


@dataclass(frozen=True)
class Recording:
    """What a file has, in its order."""

    exchanges: list[Exchange]
    probes: list[Probe]

    def without_provider(self) -> Recording:
        """Without what the provider asked, which not every recording has."""
        return Recording([each for each in self.exchanges if each.by != "provider"], self.probes)

    @property
    def has_provider(self) -> bool:
        """Whether it tells what the provider asked."""
        return any(each.by == "provider" for each in self.exchanges)


_LINE: TypeAdapter[Exchange | Probe] = TypeAdapter(Exchange | Probe)


def read_recording(path: Path) -> Recording:
    """The recording of a file. Raises RecordingError, OSError."""
    found = Recording([], [])
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = _LINE.validate_json(line)
        except ValidationError as error:
            raise RecordingError(path, number, error.errors()[0]["msg"]) from None
        if isinstance(entry, Probe):
            found.probes.append(entry)
        else:
            found.exchanges.append(entry)
    return found
