"""A plan in numbers, and in one line per migration: what a person reads before a question. Pure.

The steps of resources are five to a migration, in the order in which the engine happened to get to them. What goes with
a new version (its image is adopted, its definition made, its record begun) is counted, and not told in its line.
Whatever deletes or changes something is told in both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, in_order
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.output.fitting import shortened
from managed_image_to_gallery.cli.plan_text import changes, lines, verb, word
from managed_image_to_gallery.cli.preview_digest import DELETES, REPLACES
from managed_image_to_gallery.cli.selection.steps import owner_of
from managed_image_to_gallery.component.state.resource_types import ADOPTED_SUFFIX, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Step
    from managed_image_to_gallery.config.migration import Migration

_NOUNS = {
    Kind.IMAGE: ("image", "images"),
    Kind.VERSION: ("version", "versions"),
    Kind.DEFINITION: ("definition", "definitions"),
    Kind.GALLERY: ("gallery", "galleries"),
}
_ORDER = (Kind.VERSION, Kind.IMAGE, Kind.DEFINITION, Kind.GALLERY)
_EVIDENCE = ("evidence record", "evidence records")
_ADOPTION = ("record of adoption", "records of adoption")
_NEW, _GONE = ("create", "version"), ("delete", "image")
_GOES_WITH_NEW = {("adopt", "image"), ("create", "definition"), ("create", "record of adoption")}
_SHORT = {
    _NEW: "new",
    ("create", "evidence record"): "store evidence",
    ("delete", "evidence record"): "drop evidence",
}
_TIMES = "\N{MULTIPLICATION SIGN}"
_LEAST_NAME = 24
_BESIDE_NAME = 30
"""The least that a name leaves to what is done; more where that is longer and fits the line with it."""
_GAP = 2


@dataclass(frozen=True)
class PlanSummary:
    """What a plan changes. migrations: all of the stack. sizes: GB of the images by migration, as far as known."""

    steps: Sequence[Step]
    migrations: Sequence[Migration]
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def of(cls, digest: Digest, migrations: Sequence[Migration], sizes: Mapping[str, int] | None = None) -> PlanSummary:
        """The summary of a preview."""
        return cls(changes(digest), migrations, sizes or {})

    def totals(self) -> str:
        """`55 versions to create in 4 regions, 6,985 GB; 55 images to adopt.`; deletions come first."""
        counts = Counter((verb(step), _noun(step)) for step in sorted(self.steps, key=_weight))
        shown = [(kind, count) for kind, count in counts.items() if kind != ("create", _ADOPTION) or len(counts) == 1]
        texts = [f"{counted(count, *noun)} to {doing}{self._extent(doing, noun[0])}" for (doing, noun), count in shown]
        return f"{'; '.join(texts)}." if texts else "Nothing is changed."

    def lines(self, width: int, *, without: Iterable[Step] = ()) -> list[str]:
        """A line per migration, sorted: name, what is done, regions with replicas, size. without: told elsewhere."""
        left_out = {step.urn for step in without}
        by_owner: dict[str, list[Step]] = {}
        for step in self.steps:
            if step.urn not in left_out:
                by_owner.setdefault(owner_of(step) or step.name, []).append(step)
        rows = [self._row(name, by_owner[name]) for name in sorted(by_owner, key=in_order)]
        return _aligned(rows, width)

    def step_lines(self) -> list[str]:
        """A line per step of the engine, by migration."""
        return lines(sorted(self.steps, key=lambda step: (owner_of(step) or "", step.name)))

    def _row(self, name: str, steps: Sequence[Step]) -> tuple[str, ...]:
        kinds = Counter((verb(step), _noun(step)) for step in sorted(steps, key=_weight))
        is_new = any((doing, noun[0]) == _NEW for doing, noun in kinds)
        shown = [
            _phrase(doing, noun, count)
            for (doing, noun), count in kinds.items()
            if not (is_new and (doing, noun[0]) in _GOES_WITH_NEW)
        ]
        migration = self._by_name.get(name)
        has_version = any(noun[0] == "version" for _, noun in kinds)
        regions = _regions(migration) if migration and has_version else ""
        is_sized = any((doing, noun[0]) in (_NEW, _GONE) for doing, noun in kinds)  # nothing else copies or frees
        size = f"{self.sizes[name]:,} GB" if is_sized and name in self.sizes else ""
        return one_line(name), ", ".join(shown), regions, size

    def _extent(self, doing: str, noun: str) -> str:
        """Over how many regions new versions go, and how large they are, or the images that are deleted."""
        if (doing, noun) not in (_NEW, _GONE):
            return ""
        owners = [owner_of(step) or "" for step in self.steps if (verb(step), _noun(step)[0]) == (doing, noun)]
        known = [self._by_name[name] for name in owners if name in self._by_name] if noun == "version" else []
        regions = {region for migration in known for region in migration.regions}
        sizes = [self.sizes[name] for name in owners if name in self.sizes]
        where = f" in {counted(len(regions), 'region')}" if regions else ""
        return where + (f", {sum(sizes):,} GB" if sizes and len(sizes) == len(owners) else "")

    @property
    def _by_name(self) -> dict[str, Migration]:
        return {one.name: one for one in self.migrations}


def _noun(step: Step) -> tuple[str, str]:
    """What the step is about, as one and as several."""
    if step.resource_type == RECORD:
        return _ADOPTION if step.name.endswith(ADOPTED_SUFFIX) else _EVIDENCE
    named = _NOUNS.get(step.kind) if step.kind else None
    return named or (word(step), f"{word(step)}s")


def _weight(step: Step) -> tuple[int, int]:
    """What cannot be undone comes first, then what takes longest."""
    irreversible = step.operation in DELETES | REPLACES and step.kind is not None
    return 0 if irreversible else 1, _ORDER.index(step.kind) if step.kind in _ORDER else len(_ORDER)


def _phrase(doing: str, noun: tuple[str, str], count: int) -> str:
    short = _SHORT.get((doing, noun[0]))
    return short if short and count == 1 else f"{doing} {noun[0] if count == 1 else counted(count, *noun)}"


def _regions(migration: Migration) -> str:
    replicas = zip(migration.regions, migration.target_regions, strict=True)
    return ", ".join(f"{name}{_TIMES}{region.replica_count}" for name, region in replicas)


def _aligned(rows: Sequence[tuple[str, ...]], width: int) -> list[str]:
    """The rows in columns; a name that would leave no room for what is done loses its middle."""
    from rich.cells import cell_len, set_cell_size

    rest = [max(map(cell_len, column)) + _GAP for column in list(zip(*rows, strict=True))[1:]] if rows else []
    beside = _GAP + sum(size for size in rest if size > _GAP)
    longest = width - (beside if _BESIDE_NAME < beside <= width - _LEAST_NAME else _BESIDE_NAME)
    cells = [(shortened(name, max(_LEAST_NAME, longest)), *rest) for name, *rest in rows]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*cells, strict=True)]
    used = [(index, size) for index, size in enumerate(widths) if size]
    return ["  " + "  ".join(set_cell_size(row[index], size) for index, size in used).rstrip() for row in cells]
