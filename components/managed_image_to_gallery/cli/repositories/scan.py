"""The places in one text that name an image, or may: ids, the forms of the table, and bare names. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import is_guid
from managed_image_to_gallery.cli.repositories.forms import FORMS, Form, words_in
from managed_image_to_gallery.cli.repositories.hits import RANK, Edit, Grade, Hit
from managed_image_to_gallery.cli.repositories.ids import WrittenId, ids_in
from managed_image_to_gallery.cli.repositories.in_place import against_replacing, makes_it
from managed_image_to_gallery.cli.repositories.names import assigned_names_in, bare_names_in
from managed_image_to_gallery.cli.repositories.pairs import Pair, options_in, pairs_in
from managed_image_to_gallery.cli.repositories.regions import Region, regions
from managed_image_to_gallery.cli.repositories.replacements import Place, replacement
from managed_image_to_gallery.cli.repositories.spelling import ANY
from managed_image_to_gallery.cli.repositories.tools import tool_of
from managed_image_to_gallery.cli.repositories.wanted import Named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.cli.repositories.source_text import SourceText
    from managed_image_to_gallery.cli.repositories.wanted import Images, Wanted

MAKES = "The image comes back with the next build."
SEVERAL = "Several migrations have this image: choose the version."
ANY_IMAGE = "Which image it is, variables say: look where they are set."
PLAN = "A machine from this version must name its purchase plan."
_TAKES_LATEST = (
    "ARM parameters",
    "ARM template",
    "Batch",
    "Bicep",
    "PowerShell",
    "Pulumi",
    "Terraform",
    "az",
    "script",
)
_GROUP = re.compile(r"(?:subscriptions/(?P<subscription>[^/]+)/)?resourceGroups/(?P<group>[^/]+)/?\Z", re.IGNORECASE)
_SCOPE = re.compile(
    r"scope\s*:\s*resourceGroup\(\s*(?:(?P<first>'[^']*'|[^,()']+(?:\(\))?[\w.]*)\s*,\s*)?(?P<last>'[^']*'|[^,()']*)"
)
_TERRAFORM_RESOURCE = re.compile(r"\"resource\"\s*:\s*\[?\s*\Z")
_SUBSCRIPTION = "--subscription"
_IN_IDS = b"microsoft.compute"
_DEEPEST = {Region.AFTER: 3, Region.AROUND: 0, Region.MEMBERS: 0}
"""How many brackets deeper than its region a key may be: an argument of a call is in an object, or in a builder."""


@dataclass(frozen=True)
class _Seen:
    """A place that names something, before it is known what: `kind` chooses the replacement, `end` is for edits."""

    named: Named
    at: int
    tool: str
    kind: str
    makes: bool = False
    written: WrittenId | None = None
    note: str = ""


def hits_in(source: SourceText, images: Images) -> list[Hit]:
    """The places in a text, by line; of several at one place the surest."""
    words = words_in(source.folded)
    if not (words or _IN_IDS in source.folded or images.may_be_in(source.folded)):
        return []
    best: dict[tuple[int, tuple[str, ...], bool], Hit] = {}
    by_form = list(_forms(source, words))
    for seen in (*_ids(source), *by_form):
        for hit in _hits(source, images, seen):
            key = (hit.line, hit.migrations, hit.commented)
            best[key] = _surer(best.get(key, hit), hit)
    known = {(hit.line, name) for hit in best.values() for name in hit.migrations}
    by_variable = any(seen.named.says_nothing for seen in by_form)
    for pair in (*bare_names_in(source, images), *(assigned_names_in(source, images) if by_variable else ())):
        seen = _Seen(Named(None, None, pair.value), pair.start, tool_of(source), "id")
        for hit in _hits(source, images, seen):
            if not any((hit.line, name) in known for name in hit.migrations):
                best.setdefault((hit.line, hit.migrations, hit.commented), hit)
    return sorted(best.values(), key=lambda hit: (hit.line, RANK[hit.grade]))


def _surer(first: Hit, other: Hit) -> Hit:
    """The surer of two of one line, with the changes of both."""
    surest = min(first, other, key=lambda hit: RANK[hit.grade])
    return replace(surest, edits=tuple(dict.fromkeys((*first.edits, *other.edits))))


def _ids(source: SourceText) -> Iterator[_Seen]:
    if _IN_IDS not in source.folded:
        return
    tool = ""
    for written in ids_in(source.text):
        tool = tool or tool_of(source)
        kind = "resource-id" if written.called else "id"
        yield _Seen(written.named, written.at, tool, kind, makes_it(source, written.start), written)


def _forms(source: SourceText, words: set[str]) -> Iterator[_Seen]:
    for form in FORMS:
        if not words.isdisjoint(form.words) and form.files.search(source.name):
            for found in form.trigger.finditer(source.text):
                for start, end in regions(source, found, form.region):
                    yield from _of_form(source, form, start, end)


def _of_form(source: SourceText, form: Form, start: int, end: int) -> Iterator[_Seen]:
    read = options_in if form.region is Region.COMMAND else pairs_in
    pairs = [pair for pair in read(source, start, end) if _is_in(source, pair, form.region, start)]
    name = next((pair for pair in pairs if _key(pair) in form.names), None)
    group = next((pair for pair in pairs if _key(pair) in form.groups and pair is not name), None)
    if name is None or (form.needs_group and group is None) or "/" in name.value.replace(ANY, ""):
        return
    subscription, in_group = _group(source, group)
    said = next((pair.value for pair in pairs if _key(pair) == _SUBSCRIPTION and is_guid(pair.value)), None)
    written = ANY if "regex" in _key(name) else name.value
    named = Named(subscription or said, in_group, written)
    yield _Seen(named, name.start, form.tool, form.replaced, form.makes or _is_made(source, start))


def _is_made(source: SourceText, start: int) -> bool:
    """Whether a block that may read or make an image makes it, as what is around it says."""
    if 'resource "azapi_resource"' in source.text[max(0, start - 60) : start]:
        return True
    if not source.name.endswith(".tf.json"):
        return False
    around = (opening for opening, _ in source.blocks_around(start))
    return any(_TERRAFORM_RESOURCE.search(source.text, max(0, opening - 40), opening) for opening in around)


def _is_in(source: SourceText, pair: Pair, kind: Region, start: int) -> bool:
    """Whether a key belongs to the region itself and not to a block inside of it."""
    if kind not in _DEEPEST:
        return True
    deeper = [opening for opening, _ in source.blocks_around(pair.at) if opening > start]
    call = source.text[start : start + 1] == "("
    return len(deeper) <= (_DEEPEST[kind] if call else 0)


def _key(pair: Pair) -> str:
    """The key as the table has it: `azure.vm_managed_image_id` is known by its last word."""
    return pair.key.lower().rsplit(".", 1)[-1]


def _group(source: SourceText, pair: Pair | None) -> tuple[str | None, str | None]:
    """Subscription and group of a key's value: a name, an id, or Bicep's `resourceGroup(…)`."""
    if pair is None:
        return None, None
    scope = _SCOPE.match(source.text, pair.at)
    if scope is not None:
        first = scope["first"]
        return first and _argument(first), _argument(scope["last"])
    as_id = _GROUP.search(pair.value)
    return (as_id["subscription"], as_id["group"]) if as_id else (None, pair.value)


def _argument(written: str) -> str:
    return written[1:-1] if written.startswith("'") else ANY


def _hits(source: SourceText, images: Images, seen: _Seen) -> Iterator[Hit]:
    """What a place names; one hit per grade, and one without an image where it may be any."""
    if seen.named.says_nothing:
        if seen.named.subscription is None or any(images.named(seen.named)):
            yield replace(_bare(source, seen, Grade.HINT, ()), note=ANY_IMAGE)
        return
    for grade, found in images.named(seen.named).items():
        hit = _bare(source, seen, grade, found)
        yield hit if len(found) > 1 else _replaced(source, seen, hit, found[0])


def _bare(source: SourceText, seen: _Seen, grade: Grade, found: Sequence[Wanted]) -> Hit:
    return Hit(
        file=source.name,
        line=source.line_at(seen.at),
        grade=grade,
        tool=seen.tool,
        migrations=tuple(name for one in found for name in one.migrations),
        written=source.excerpt(seen.at),
        note=MAKES if seen.makes else "",
        makes=seen.makes,
        commented=source.is_commented(seen.at),
    )


def _replaced(source: SourceText, seen: _Seen, hit: Hit, wanted: Wanted) -> Hit:
    """The hit with what to write instead, for one image."""
    kind = ("packer-write" if seen.tool == "Packer" else "") if seen.makes else seen.kind
    said, latest = replacement(kind, wanted.version, Place(source.suffix, hit.written))
    against = _against(source, seen, hit, wanted)
    notes = [hit.note or against, PLAN if wanted.has_plan else ""]
    edited = replace(
        hit,
        replacement=said,
        latest=latest if wanted.latest and _takes_latest(seen) else "",
        note=" ".join(note for note in notes if note),
    )
    if against or seen.written is None or hit.grade is not Grade.CERTAIN or hit.commented or seen.makes:
        return edited
    return replace(edited, edits=_edits(seen.written, said))


def _takes_latest(seen: _Seen) -> bool:
    """Whether the definition's id without a number means the newest version to who reads the file."""
    return seen.kind != "id" or seen.tool.partition(" (")[0] in _TAKES_LATEST


def _against(source: SourceText, seen: _Seen, hit: Hit, wanted: Wanted) -> str:
    """Why the place is not changed as it stands."""
    if len(wanted.migrations) > 1:
        return SEVERAL
    if seen.written is None or hit.makes:
        return ""
    if seen.written.called:
        return ""
    whole = seen.written.leading is not None
    return against_replacing(source, seen.written.start, seen.written.end, seen.tool, whole=whole)


def _edits(written: WrittenId, said: str) -> tuple[Edit, ...]:
    """The same place with another id, its slashes written as there."""
    if written.called:
        return (Edit(written.start, written.end, said),)
    if written.leading is None:
        return ()
    text = said.removeprefix("/").replace("/", written.slash)
    return (Edit(written.start, written.end, written.leading + text),)
