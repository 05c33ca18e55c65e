"""How long a version is kept, and what it says of itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .reading import at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .reading import Inputs


def end_of_life_faults(version: Inputs, today: datetime, most_days: int) -> Iterator[str]:
    """A fault if the end of life is not set, is no date, or is more than `most_days` after `today` (with its zone)."""
    text = at(version, "publishingProfile", "endOfLifeDate")
    if not text:
        yield "endOfLifeDate is not set: nobody will know when to replace this version. Set it."
        return
    try:
        end = _moment(str(text))
    except ValueError:
        yield f"endOfLifeDate {text!r} is no date of ISO 8601. Write it as 2030-12-31."
        return
    if end > today + timedelta(days=most_days):
        yield f"endOfLifeDate {end:%Y-%m-%d} is more than {most_days} days away. Choose a nearer day."


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def missing_tags(version: Inputs, required: Collection[str]) -> Iterator[str]:
    """A fault for each of the `required` tags that the version does not carry, or carries empty."""
    for tag in required:
        if not at(version, "tags", tag):
            yield f"The tag {tag} is missing. Set it in the migration's tags or in the defaults."


def unprotected(*, protect: bool, delete_before_replace: bool) -> Iterator[str]:
    """Faults of resource options that would let the engine delete or replace a version.

    A policy is not asked about deletions (the engine analyses registrations only), but the engine refuses to
    delete or replace what is protected; so the protection is what is asked for.
    """
    if not protect:
        yield "The version is not protected: an update could delete or replace it. Declare it with protect."
    if delete_before_replace:
        yield "deleteBeforeReplace would delete the version first. Publish a new version number instead."
