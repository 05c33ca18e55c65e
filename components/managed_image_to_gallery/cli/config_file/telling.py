"""What `init` says of images: which are left out and why, and which version each of the others becomes. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.config_file.existing import Found
    from managed_image_to_gallery.cli.config_file.proposals import Proposal
    from managed_image_to_gallery.config.faults import Fault


@dataclass(frozen=True)
class LeftOut:
    """An image (`group/name`) for which no entry is written, why, and what to do where something can be done."""

    image: str
    why: str
    remedy: str


def without_entry(found: Sequence[Found], *, again: bool) -> list[LeftOut]:
    """Those that cannot be published as they are."""
    return [LeftOut(one.image_name, each.text, each.remedy) for one in found for each in one.obstacles(again=again)]


def refused_by_check(proposals: Sequence[Proposal], refused: Mapping[int, Sequence[Fault]]) -> list[LeftOut]:
    """Those whose entries `check` would refuse, by the index of the proposal."""
    return [
        LeftOut(_long(proposals[at].image.id), f"{fault.path.partition('].')[2]}: {fault.rule}", fault.remedy)
        for at, faults in sorted(refused.items())
        for fault in faults
    ]


def left_out_lines(left: Sequence[LeftOut]) -> Iterator[str]:
    """A line for each, and below those of one remedy what to do."""
    by_remedy: dict[str, list[LeftOut]] = {}
    for one in left:
        by_remedy.setdefault(one.remedy, []).append(one)
    for remedy, same in by_remedy.items():
        yield from (f"{one.image} is left out: {one.why}" for one in same)
        if remedy:
            yield f"    → {remedy}"


def count_of(left: Sequence[LeftOut], kept: int) -> str:
    """`5 of 60 images are left out, for the reasons above.`; empty for none."""
    names = {one.image for one in left}
    if not names:
        return ""
    total = counted(len(names) + kept, "image")
    return f"{len(names)} of {total} {'is' if len(names) == 1 else 'are'} left out, for the reasons above."


def proposal_lines(proposals: Sequence[Proposal], *, with_plan: bool) -> Iterator[str]:
    """A line for each entry, and what its reader must know besides. Images of one name are told with their groups."""
    times = Counter(one.image.id.name.lower() for one in proposals)
    first: dict[str, str] = {}
    for proposal in proposals:
        image = proposal.image.id
        name = image.name if times[image.name.lower()] == 1 else _long(image)
        if proposal.copies:
            yield from _of_copies(proposal, name)
            continue
        before = first.setdefault(proposal.definition_name, name)
        yield _of_version(proposal, name, before)
        yield from _of_plan(proposal, with_plan=with_plan)


def _of_version(proposal: Proposal, name: str, before: str) -> str:
    definition = cast("Mapping[str, object]", proposal.entry["definition"])
    shared = "" if before == name else f", the definition of {before}"
    existing = ", which the gallery has" if "publisher" not in definition and not shared else ""
    made = f"{proposal.definition_name} {proposal.entry['version']}"
    return f"{name} → {made}{existing}{shared}  regions: {proposal.why_regions}"


def _of_plan(proposal: Proposal, *, with_plan: bool) -> Iterator[str]:
    if proposal.plan_lacks:
        yield f"    Its tags name a Marketplace plan without {' and '.join(proposal.plan_lacks)}: no plan is taken."
    elif proposal.plan_hint and not with_plan:
        plan = " ".join(f"{part}={value}" for part, value in proposal.plan_hint.items())
        yield f"    Its tags name a Marketplace plan ({plan}). If VMs need it, repeat with --with-plan."


def _of_copies(proposal: Proposal, name: str) -> Iterator[str]:
    """What is there, and where users are to whom it does not come near: the version's owner decides on its regions."""
    versions = " and ".join(one.name for one in proposal.copies)
    done = "taken over as it is" if "importVersion" in proposal.entry else "only read, nothing is copied"
    yield f"{name} → {versions}, complete already: {done}"
    if proposal.why_regions:
        yield f"    {proposal.why_regions}"


def _long(image: ResourceId) -> str:
    return f"{image.resource_group}/{image.name}"
