"""Which image definition an image's entry names: one that is there, where it fits, or a new one. Pure.

A definition has one operating system, one generation and one identifier for good, so images share one only when they
are alike and their names say that they are builds of one image: a date or a version number at the end is all that they
differ in. `ubuntu-20.04` and `ubuntu-22.04`, or `windows-2019` and `windows-2022`, are releases, and stay apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.limits import MAX_NAME_LENGTH, MAX_PUBLISHER_LENGTH, MAX_SKU_LENGTH
from managed_image_to_gallery.gate.eligibility import Publication, ineligibilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageDefinition, ManagedImage

PLAN_TAGS = {
    "name": ("planname", "plan", "plan_name", "plan-name", "planinfo", "plan_info", "plan-info"),
    "publisher": ("planpublisher", "plan_publisher", "plan-publisher"),
    "product": ("planproduct", "plan_product", "plan-product", "planoffer", "plan_offer", "plan-offer"),
}
"""Names of tags, folded, in which teams keep the parts of a Marketplace plan; `PlanInfo` is Packer's name of a plan."""

_BUILD = re.compile(
    r"[-_.](?:v?\d+\.\d+\.\d+|v\d+|(?:19|20)\d{2}[-_.]?[01]\d[-_.]?[0-3]\d(?:[-_.T]?\d{4,6}Z?)?|\d{14})$", re.IGNORECASE
)
"""What says which build of an image it is: three numbers, `v2`, or a date with or without a time."""


@dataclass(frozen=True)
class _Planned:
    """A definition that is new in this run: its name as it is written, and what every image of it is like."""

    name: str
    kind: tuple[str, ...]
    sku: str


@dataclass
class Definitions:
    """The definitions that entries can name; grows with every new one.

    publisher: that of new definitions. in_gallery: those that the gallery has. configured: what the config's entries
    say of theirs (`configured_definitions`).
    """

    publisher: str
    in_gallery: Sequence[ImageDefinition] = ()
    configured: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, "Mapping[str, Any]"])
    _planned: dict[str, _Planned] = field(default_factory=dict[str, "_Planned"], init=False)

    def definition_for(self, image: ManagedImage) -> dict[str, object]:
        """What the entry of an image says of its definition. Raises nothing: there is always another name."""
        return next(found for name in _names(image) if (found := self._with_name(name, image)) is not None)

    def _with_name(self, name: str, image: ManagedImage) -> dict[str, object] | None:
        """The definition of that name, whatever its case; None when it is none for the image."""
        configured = self.configured.get(name.lower())
        existing = next((one for one in self.in_gallery if one.id.name.lower() == name.lower()), None)
        if configured is not None:
            fits = _agrees(configured, image) and (existing is None or _fits(existing, image))
            return {"name": str(configured["name"])} if fits else None
        if existing is not None:
            return {"name": existing.id.name, "existing": True} if _fits(existing, image) else None
        planned = self._planned.get(name.lower())
        if planned is None:
            planned = self._planned[name.lower()] = _Planned(name, _kind_and_plan(image), self._free_sku(name, image))
        return self._said(planned, image) if planned.kind == _kind_and_plan(image) else None

    def _said(self, planned: _Planned, image: ManagedImage) -> dict[str, object]:
        return {
            "name": planned.name,
            "publisher": self.publisher,
            "offer": image.os_type,
            "sku": planned.sku,
            "osType": image.os_type,
            "hyperVGeneration": image.hyper_v_generation,
        }

    def _free_sku(self, name: str, image: ManagedImage) -> str:
        """The name, shortened, and numbered where the gallery or the config has that identifier."""
        taken = {(one.publisher.lower(), one.offer.lower(), one.sku.lower()) for one in self.in_gallery}
        taken |= {
            tuple(str(said.get(part, "")).lower() for part in ("publisher", "offer", "sku"))
            for said in self.configured.values()
        }
        taken |= {(self.publisher.lower(), one.kind[0], one.sku.lower()) for one in self._planned.values()}
        skus = _numbered(name, MAX_SKU_LENGTH)
        return next(sku for sku in skus if (self.publisher.lower(), image.os_type.lower(), sku.lower()) not in taken)


def plan_of_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """The parts of a Marketplace plan that an image's tags name."""
    folded = {name.lower(): value for name, value in tags.items()}
    parts = {part: next((folded[name] for name in names if folded.get(name)), "") for part, names in PLAN_TAGS.items()}
    return {part: value for part, value in parts.items() if value}


def publisher_of(text: str) -> str:
    """A text as a publisher that Azure accepts: its letters, digits, `_`, `-` and `.`."""
    return _cleaned(text, MAX_PUBLISHER_LENGTH) or "publisher"


def family_name(image: ManagedImage) -> str:
    """The image's name without what says which build it is: that belongs in the version number."""
    stem = image.id.name
    while (match := _BUILD.search(stem)) is not None and match.start() > 0:
        stem = stem[: match.start()]
    return _cleaned(stem, MAX_NAME_LENGTH) or _cleaned(image.id.name, MAX_NAME_LENGTH) or "image"


def configured_definitions(entries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the config says of its definitions, by folded name: all entries of one definition put together."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        said = cast("object", entry.get("definition"))
        if isinstance(said, dict) and said.get("name"):
            stated = cast("dict[str, Any]", said)
            found[str(stated["name"]).lower()] = {**stated, **found.get(str(stated["name"]).lower(), {})}
    return found


def _names(image: ManagedImage) -> Iterator[str]:
    """The family's name, then with the generation, the operating system, both, and numbers."""
    name, generation, system = family_name(image), f"gen{image.hyper_v_generation[-1:]}", image.os_type.lower()
    yield name
    for suffix in (generation, system, f"{system}-{generation}"):
        yield _with_suffix(name, suffix, MAX_NAME_LENGTH)
    numbered = _numbered(_with_suffix(name, f"{system}-{generation}", MAX_NAME_LENGTH), MAX_NAME_LENGTH)
    next(numbered)
    yield from numbered


def _numbered(name: str, longest: int) -> Iterator[str]:
    yield name[:longest].rstrip("._-")
    number = 2
    while True:
        yield _with_suffix(name, str(number), longest)
        number += 1


def _with_suffix(name: str, suffix: str, longest: int) -> str:
    return f"{name[: longest - len(suffix) - 1].rstrip('._-')}-{suffix}"


def _cleaned(text: str, longest: int) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("._-")[:longest].rstrip("._-")


def _kind(image: ManagedImage) -> tuple[str, str]:
    return image.os_type.lower(), image.hyper_v_generation.upper()


def _kind_and_plan(image: ManagedImage) -> tuple[str, ...]:
    return (*_kind(image), *plan_of_tags(image.tags).values())


def _agrees(said: Mapping[str, Any], image: ManagedImage) -> bool:
    """Whether what the config says of a definition is so for the image; what it leaves out says nothing."""
    system, generation = str(said.get("osType") or image.os_type), said.get("hyperVGeneration")
    return (system.lower(), str(generation or image.hyper_v_generation).upper()) == _kind(image)


def _fits(existing: ImageDefinition, image: ManagedImage) -> bool:
    publication = Publication(version_location=image.location, target_regions=(image.location,))
    return not ineligibilities(image, publication, existing)
