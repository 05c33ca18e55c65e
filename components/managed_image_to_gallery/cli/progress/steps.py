"""What validates or retires, as rows of a progress display: the steps of the engine that it consists of. Pure.

A proof is made and an image deleted by steps of the update. Azure shows no progress of either, and replication, which
is followed while versions are made, has ended long before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.plan_text import changes, deletions
from managed_image_to_gallery.cli.progress.items import Counted, Item, Phase
from managed_image_to_gallery.cli.progress.samples import COMPLETED, FAILED
from managed_image_to_gallery.cli.selection.steps import owner_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.cli.preview_digest import Digest, Step

PROOFS = Counted("migration validated", "migrations validated")
DELETIONS = Counted("image deleted", "images deleted")


@dataclass(frozen=True)
class Steps:
    """Steps of an update, by the name of the row that they belong to, and the events that say what has come of them."""

    counted: Counted
    urns: Mapping[str, Sequence[str]]
    report: EventReport

    def items(self) -> list[Item]:
        """A row for each name."""
        begun, finished = dict(self.report.begun), dict(self.report.finished)
        failed = set(self.report.failed)
        return [_item_of_steps(name, urns, begun, finished, failed) for name, urns in self.urns.items()]

    def seconds_left(self) -> float | None:
        """Never known: Azure says of a proof or a deletion only that it goes on."""
        return None


def steps_of_plan(digest: Digest, report: EventReport) -> Steps:
    """The images that a plan deletes; the migrations that it changes where it deletes none."""
    images = [step for step in deletions(digest) if step.kind is Kind.IMAGE]
    if images:
        return Steps(DELETIONS, {name: [step.urn] for name, step in zip(_names(images), images, strict=True)}, report)
    rows: dict[str, list[str]] = {}
    for step in changes(digest):
        if (owner := owner_of(step)) is not None:
            rows.setdefault(owner, []).append(step.urn)
    return Steps(PROOFS, rows, report)


def _names(images: Sequence[Step]) -> list[str]:
    """The images' names, with their groups or the whole ids where names are not enough to tell them apart."""
    parts = [image.cloud_id.split("/") for image in images]
    for names in (["/".join(each[-1:]) for each in parts], ["/".join([*each[4:5], each[-1]]) for each in parts]):
        if len({name.casefold() for name in names}) == len(names):
            return names
    return [image.cloud_id for image in images]


def _item_of_steps(
    name: str, urns: Sequence[str], begun: Mapping[str, str], finished: Mapping[str, str], failed: Collection[str]
) -> Item:
    if any(urn in failed for urn in urns):
        return Item(name, Phase.FAILED, FAILED)
    done = [urn for urn in urns if urn in finished]
    if len(done) == len(urns):
        return Item(name, Phase.DONE, COMPLETED, 100)
    going = [urn for urn in urns if urn in begun and urn not in finished]
    if not going and not done:
        return Item(name, Phase.WAITING, "waiting")
    doing = f"{begun[going[0]]} {going[0].rsplit('::', 1)[-1]}" if going else ""
    return Item(name, Phase.RUNNING, "running", 100 * len(done) // len(urns), details=doing)
