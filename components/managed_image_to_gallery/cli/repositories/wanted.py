"""The images that are looked for, and which of them a place names. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.names import version_number
from managed_image_to_gallery.cli.repositories.hits import Grade
from managed_image_to_gallery.cli.repositories.spelling import Fit, fit, is_literal, says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration


_PIECE = re.compile(r"[a-z0-9_]+")
"""What names consist of beside dots and dashes (docs/reference/azure-galleries.md#names), in lower case."""
_PIECES_ALONE = bytes(byte if _PIECE.match(chr(byte)) else ord(" ") for byte in range(256))
_FEW = 8
"""So many names are looked for one by one, which is then quicker than taking a text to pieces."""


@dataclass(frozen=True)
class Wanted:
    """A managed image, and the version that takes its place.

    migrations: those that have this source. With more than one it is not known which version a place needs: `version`
    is that of the first. latest: whether the definition without a number is this version too. has_plan: a machine
    that is made from the version must name a purchase plan.
    """

    image: ResourceId
    version: ResourceId
    migrations: tuple[str, ...]
    latest: bool
    has_plan: bool = False


@dataclass(frozen=True)
class Named:
    """The id that a place has, part by part; None for a part that it does not say."""

    subscription: str | None
    group: str | None
    name: str

    @property
    def says_nothing(self) -> bool:
        """Whether name and group are variables alone: it may be any image."""
        return says_nothing(self.name) and (self.group is None or says_nothing(self.group))


class Images:
    """The images that are looked for, by name."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self.all = tuple(wanted)
        self._by_name: dict[str, list[Wanted]] = {}
        for one in self.all:
            self._by_name.setdefault(one.image.name.casefold(), []).append(one)
        self._pieces = frozenset(max(_PIECE.findall(name), key=len).encode() for name in self._by_name)

    def may_be_in(self, folded: bytes) -> bool:
        """Whether a text in lower case may hold a name, by each name's longest piece.

        Of many images the text is taken to pieces once, so that a thousand take no longer than ten.
        """
        if len(self._pieces) <= _FEW:
            return any(piece in folded for piece in self._pieces)
        return not self._pieces.isdisjoint(folded.translate(_PIECES_ALONE).split())

    def has_name(self, name: str) -> bool:
        """Whether an image has exactly this name."""
        return name.casefold() in self._by_name

    def named(self, named: Named) -> dict[Grade, list[Wanted]]:
        """The images that an id may name, by grade; {} for an id of another image."""
        candidates = self._by_name.get(named.name.casefold(), []) if is_literal(named.name) else self.all
        found: dict[Grade, list[Wanted]] = {}
        for one in candidates:
            grade = grade_of(named, one.image)
            if grade is not None:
                found.setdefault(grade, []).append(one)
        return found


def grade_of(named: Named, image: ResourceId) -> Grade | None:
    """How sure it is that this id names the image; None where it names another one."""
    fits = [
        fit(written, name)
        for written, name in (
            (named.subscription, image.subscription_id),
            (named.group, image.resource_group),
            (named.name, image.name),
        )
        if written is not None
    ]
    if Fit.OTHER in fits:
        return None
    if Fit.MAY_BE in fits or named.group is None:
        return Grade.HINT
    return Grade.PROBABLE if named.subscription is None else Grade.CERTAIN


def images_of(migrations: Sequence[Migration], chosen: Sequence[Migration] | None = None) -> Images:
    """The images of the chosen migrations, by default of all; all of them say which version is the newest."""
    newest = _newest(migrations)
    by_image: dict[str, list[Migration]] = {}
    for one in migrations if chosen is None else chosen:
        by_image.setdefault(one.source_id.key, []).append(one)
    return Images(_wanted(same, newest) for same in by_image.values())


def _wanted(same: Sequence[Migration], newest: Mapping[str, Migration]) -> Wanted:
    first = same[0]
    return Wanted(
        image=first.source_as_written,
        version=first.version_id,
        migrations=tuple(one.name for one in same),
        latest=len(same) == 1 and newest.get(first.definition_id.key) is first and _is_in_latest(first),
        has_plan=first.definition.purchase_plan is not None,
    )


def _newest(migrations: Sequence[Migration]) -> dict[str, Migration]:
    """The migration to the newest version of each definition in the config, by the definition's folded id."""
    return {
        one.definition_id.key: one for one in sorted(migrations, key=lambda one: version_number(one.version_id.name))
    }


def _is_in_latest(migration: Migration) -> bool:
    """Whether the version is answered for `latest` in every region."""
    return not (
        migration.settings.exclude_from_latest or any(one.exclude_from_latest for one in migration.target_regions)
    )
