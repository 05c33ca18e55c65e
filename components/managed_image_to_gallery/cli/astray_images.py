"""Source images that a state has adopted by mistake: which, and how the stack forgets them.

An update that was made for another subscription, or for an entry that was edited in place, adopts an image beside the
one that the stack has, or in its place, and fails half-way. Put right, the config names one image and the state holds
two. The engine would delete the other one, which the delete hook refuses for good. So the state forgets it: that
deletes nothing in Azure. It is shown, asked for, and done only if the state has not changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.cli.questions import confirm
from managed_image_to_gallery.component.state.resource_types import COMPONENT, IMAGE, SOURCE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.preview_digest import Json
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class Staying:
    """An image of the config, by the place of its entry among the state's resources.

    `pending`: the engine has marked it for deletion, and it takes the place of the image that was adopted for it.
    """

    place: int
    pending: bool


@dataclass(frozen=True)
class Astray:
    """An entry for an image that the state should not have: where it stands, and why.

    place: among the state's resources. staying: the entry that stays for the same image or in its place.
    """

    place: int
    urn: str
    image: str
    reason: str
    staying: Staying

    def text(self) -> str:
        """What it is, for people."""
        name = self.urn.rsplit("::", 1)[-1]
        return f"{name}: {self.image} {self.reason}. The state forgets it; in Azure it stays."


def astray(state: Json, migrations: Sequence[Migration]) -> list[Astray]:
    """The entries to forget, in the order of the state; none where the config's own image would not be left."""
    images = {place: resource for place, resource in enumerate(_resources(state)) if _is_adopted(resource)}
    found: dict[int, Astray] = {}
    for source in {one.source_id.key: one for one in migrations}.values():
        names = [one.name for one in migrations if one.source_id.key == source.source_id.key]
        staying = _staying(images, source.source_id.key, names)
        if staying is not None:
            for one in _beside(images, staying, source.source_id.key):
                found.setdefault(one.place, one)
    return [found[place] for place in sorted(found)]


def forget_astray(
    stack: MigrationStack, migrations: Sequence[Migration], say: Callable[[str], None], *, yes: bool, can_ask: bool
) -> bool:
    """Take what is astray out of the state; whether there was something. Nothing is deleted in Azure.

    Raises Declined and what else `confirm` raises, EngineFailed where the state cannot be written.
    """
    state = stack.stored_state()
    found = astray(state, migrations)
    if not found:
        return False
    say("\n".join(one.text() for one in found))
    confirm("Take this out of the state? Nothing is deleted in Azure.", yes=yes, can_ask=can_ask)
    stack.replace_state(state, without(state, found))
    return True


def without(state: Json, found: Iterable[Astray]) -> Json:
    """The state without these entries, and with those that stay in their place."""
    resources, gone = list(_resources(state)), {one.place: one for one in found}
    moved = {one.staying.place for one in gone.values() if one.staying.pending}
    left_urns = {str(each.get("urn")) for place, each in enumerate(resources) if place not in gone}
    forgotten = {one.urn for one in gone.values()} - left_urns
    left: list[Json] = []
    for place, resource in enumerate(resources):
        if place in gone:
            instead = gone[place].staying
            if instead.place in moved and str(resources[instead.place].get("urn")) == gone[place].urn:
                moved.discard(instead.place)
                left.append(_unbound(_restored(resources[instead.place]), forgotten))
        elif not any(one.staying.pending and one.staying.place == place for one in gone.values()):
            left.append(_unbound(resource, forgotten))
    return {**state, "resources": left}


def _staying(images: Mapping[int, Json], source: str, names: Sequence[str]) -> Staying | None:
    """The one entry that stays for an image: that of the first of its migrations.

    One that the engine is to delete stays only in the place of another image that was adopted for the same migration.
    """
    entries = [(place, each) for place, each in images.items() if _id(each) == source]
    ranked = sorted(entries, key=lambda entry: (bool(entry[1].get("delete")), _rank(entry[1], names), entry[0]))
    if not ranked:
        return None
    place, entry = ranked[0]
    if not entry.get("delete"):
        return Staying(place, pending=False)
    replaced = any(each.get("urn") == entry.get("urn") and not each.get("delete") for each in images.values())
    return Staying(place, pending=True) if replaced and _name(entry) in names else None


def _beside(images: Mapping[int, Json], staying: Staying, source: str) -> Iterator[Astray]:
    for place, each in images.items():
        image, urn = str(each.get("id")), str(each.get("urn"))
        if place == staying.place:
            continue
        if _id(each) == source:
            yield Astray(place, urn, image, "is in the state more than once", staying)
        elif urn == images[staying.place].get("urn"):
            yield Astray(place, urn, image, f"was adopted in the place of {images[staying.place].get('id')}", staying)


def _rank(entry: Json, names: Sequence[str]) -> int:
    return names.index(_name(entry)) if _name(entry) in names else len(names)


def _restored(resource: Json) -> Json:
    return {name: value for name, value in resource.items() if name != "delete"}


def _unbound(resource: Json, forgotten: set[str]) -> Json:
    """Without dependencies on what is not in the state any more."""
    changed = dict(resource)
    if "dependencies" in resource:
        changed["dependencies"] = _others(resource["dependencies"], forgotten)
    by_property = cast("dict[str, object]", resource.get("propertyDependencies") or {})
    if by_property:
        changed["propertyDependencies"] = {name: _others(urns, forgotten) for name, urns in by_property.items()}
    return changed


def _others(urns: object, forgotten: set[str]) -> list[str]:
    return [urn for urn in cast("list[str]", urns or []) if urn not in forgotten]


def _resources(state: Json) -> list[Json]:
    return cast("list[Json]", state.get("resources") or [])


def _is_adopted(resource: Json) -> bool:
    urn = str(resource.get("urn", ""))
    return resource.get("type") == IMAGE and f"{COMPONENT}${IMAGE}::" in urn and urn.endswith(SOURCE_SUFFIX)


def _name(image: Json) -> str:
    return str(image.get("urn", "")).rsplit("::", 1)[-1].removesuffix(SOURCE_SUFFIX)


def _id(image: Json) -> str:
    """Folded as `ResourceId.key` is."""
    return "/" + str(image.get("id", "")).strip("/").lower()
