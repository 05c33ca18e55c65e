"""What of a change cannot be undone, in one line with its number, and the ids behind it: pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import in_order
from managed_image_to_gallery.azure.resource_ids import resource_id_or_none
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.output.markdown import code, inline
from managed_image_to_gallery.cli.plan_text import deletions, verb, word
from managed_image_to_gallery.cli.preview.parts import Part, collapsed, lines_of_code, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Step

_LISTED = 60
"""Names in the line itself; more are behind it, so that it stays one that is read."""

_DONE = {"replace": "replaced", "delete": "deleted"}


def irreversible_steps(digest: Digest | None) -> list[Step]:
    """The steps that delete something in Azure: source images first, each kind by id."""
    found = deletions(digest) if digest else []
    return sorted(
        found, key=lambda step: (step.kind is not Kind.IMAGE, word(step), verb(step), in_order(step.key), step.name)
    )


def irreversible(digest: Digest | None) -> Iterator[Part]:
    """The line, with the names by resource group, and the ids."""
    steps = irreversible_steps(digest)
    if not steps:
        return
    counts = ", ".join(
        _counted(len(list(group)), *kind) for kind, group in groupby(steps, lambda step: (word(step), verb(step)))
    )
    images = sum(step.kind is Kind.IMAGE for step in steps)
    after = {0: "", 1: " The image version is the only copy afterwards."}.get(
        images, " The image version of each is the only copy afterwards."
    )
    more = f" … and {len(steps) - _LISTED} more, below." if len(steps) > _LISTED else ""
    yield paragraph(f"🔴 **Irreversible: {counts}.**{after} {_names(steps[:_LISTED])}{more}")
    ids = [f"{verb(step)} {step.cloud_id}" for step in steps]
    yield collapsed(f"What cannot be undone, by its id ({len(ids)})", lines_of_code(ids, "ids of what is deleted"))


def _counted(count: int, what: str, done: str) -> str:
    many = what if count == 1 else f"{what.removesuffix('y')}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {inline(many)} {'is' if count == 1 else 'are'} {inline(_DONE.get(done, 'replaced'))}"


def _names(steps: Sequence[Step]) -> str:
    """`group`: `name`, `name`; with the subscription where there are several."""
    homes = [_home_and_name(step.cloud_id) for step in steps]
    several = len({subscription for (subscription, _), _ in homes}) > 1
    by_home: dict[tuple[str, str], list[str]] = {}
    for home, name in homes:
        by_home.setdefault(home, []).append(name)
    texts = [
        f"in {code(f'{subscription}/{group}' if several else group)}: {', '.join(code(name) for name in names)}"
        for (subscription, group), names in by_home.items()
    ]
    joined = "; ".join(texts)
    return f"{joined[:1].upper()}{joined[1:]}"


def _home_and_name(cloud_id: str) -> tuple[tuple[str, str], str]:
    found = resource_id_or_none(cloud_id)
    if found is None:
        return ("", ""), cloud_id
    return (found.subscription_id, found.resource_group), "/".join(found.names) or cloud_id
