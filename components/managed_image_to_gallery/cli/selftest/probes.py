"""Questions that only Azure can answer, by their numbers in CONTRIBUTING.md, and how the self test asks each.

A probe writes nothing outside of the scratch group, and fails no run: what cannot be asked is its answer. The image
that is deleted while its version replicates is one that the probes make for it, of an empty disk; no migration knows
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from managed_image_to_gallery.azure.api_versions import (
    COMPUTE_API_VERSION,
    DISKS_API_VERSION,
    GALLERIES_API_VERSION,
    LOCKS_API_VERSION,
)
from managed_image_to_gallery.azure.errors import AzureFactsError
from managed_image_to_gallery.azure.recording import Recording
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest import bodies
from managed_image_to_gallery.cli.selftest.asking import Asking, Seen, members
from managed_image_to_gallery.cli.selftest.wanted import GALLERY, PROBE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from managed_image_to_gallery.azure.json_types import JsonObject

_SERVICES = (
    ("Microsoft.Batch", "batchAccounts", "2024-07-01"),
    ("Microsoft.DevTestLab", "labs", "2018-09-15"),
    ("Microsoft.DesktopVirtualization", "hostPools", "2024-04-03"),
)
_LOG_MINUTES = 30
_TRY_SECONDS, _TRIES = 10.0, 360
"""For the end of a version that is being made: an hour."""


@dataclass(frozen=True)
class Probe:
    """A question by its number, and who asks it."""

    number: int
    question: str
    ask: Callable[[Asking], str]


def ask_all(asking: Asking, say: Callable[[str], None], probes: Iterable[Probe] | None = None) -> None:
    """Ask every question, say each answer, and keep it in the recording."""
    recording = Recording.asked_for()
    for probe in probes or PROBES:
        answer = _answer(probe, asking)
        say(f"      probe {probe.number}: {probe.question} {answer}")
        if recording:
            recording.write({"probe": probe.number, "answer": answer})


def _answer(probe: Probe, asking: Asking) -> str:
    try:
        return probe.ask(asking)
    except (CommandFailed, AzureFactsError) as failure:
        return f"not answered ({type(failure).__name__})"


def _items_are_whole(asking: Asking) -> str:
    scratch, lacking = asking.scratch, set[str]()
    listed = asking.read(f"{scratch.wanted.group_path}/providers/Microsoft.Compute/images", COMPUTE_API_VERSION)
    definition = str(scratch.wanted.version(scratch.wanted.samples[0])).rpartition("/")[0]
    versions = asking.read(definition, GALLERIES_API_VERSION)
    if not (listed.items and versions.items):
        return f"not seen: the lists answered {listed.text} and {versions.text}"
    for item, version in [(item, COMPUTE_API_VERSION) for item in listed.items] + [
        (item, GALLERIES_API_VERSION) for item in versions.items
    ]:
        alone = asking.read(str(item.get("id")), version)
        lacking |= members(alone.body) ^ members(item) if alone.accepted else set()
    return f"no: {', '.join(sorted(lacking))}" if lacking else "yes"


def _graph_learns(asking: Asking) -> str:
    made = asking.write(
        "PUT", _disk(asking), DISKS_API_VERSION, bodies.empty_disk(asking.scratch.wanted.regions[0], None)
    )
    return asking.until(lambda: _in_graph(asking)) if made.accepted else f"not asked: {made.text}"


def _graph_forgets(asking: Asking) -> str:
    deleted = asking.write("DELETE", _disk(asking), DISKS_API_VERSION)
    return asking.until(lambda: not _in_graph(asking)) if deleted.accepted else f"not asked: {deleted.text}"


def _in_graph(asking: Asking) -> bool:
    disk = asking.graph(f"resources | where id =~ '{_disk(asking)}' | project id")
    return bool(disk.items)


def _log_learns(asking: Asking) -> str:
    return asking.until(lambda: any("/disks/write" in _operation(event) for event in _events(asking)))


def _log_has_bodies(asking: Asking) -> str:
    writes = [event for event in _events(asking) if "/disks/write" in _operation(event)]
    if not writes:
        return "no event is shown"
    return "yes" if any("FromImage" in str(event.get("properties")) for event in writes) else "no"


def _events(asking: Asking) -> list[JsonObject]:
    wanted = asking.scratch.wanted
    since = (datetime.now(UTC) - timedelta(minutes=_LOG_MINUTES)).strftime("%Y-%m-%dT%H:%M:%SZ")
    filtered = quote(f"eventTimestamp ge '{since}' and resourceGroupName eq '{wanted.group}'")
    path = f"/subscriptions/{wanted.subscription_id}/providers/Microsoft.Insights/eventtypes/management/values"
    return asking.read(path, "2015-04-01", f"&$filter={filtered}").items


def _operation(event: JsonObject) -> str:
    name = event.get("operationName")
    return str(name.get("value") if isinstance(name, dict) else "").lower()


def _unregistered_lists(asking: Asking) -> str:
    found: list[str] = []
    for namespace, kind, version in _SERVICES:
        at = f"/subscriptions/{asking.scratch.wanted.subscription_id}/providers/{namespace}"
        if asking.read(at, "2021-04-01").body.get("registrationState") == "NotRegistered":
            listed = asking.read(f"{at}/{kind}", version)
            found.append(f"{namespace} {listed.text}" + (f" with {len(listed.items)} items" if listed.accepted else ""))
    return ", ".join(found) if found else "not asked: all are registered here"


def _own_region_missing(asking: Asking) -> str:
    return _version(asking, "0.0.1", asking.scratch.wanted.regions[1:]).text


def _identifier_taken(asking: Asking) -> str:
    return asking.write("PUT", f"{_definition(asking)}-too", GALLERIES_API_VERSION, _definition_body(asking)).text


def _gallery_name(asking: Asking) -> str:
    gallery = asking.scratch.in_group("galleries", "-probe-")
    return asking.write("PUT", gallery, GALLERIES_API_VERSION, {"location": asking.scratch.wanted.regions[0]}).text


def _disk_missing(asking: Asking) -> str:
    scratch, sample = asking.scratch, asking.scratch.wanted.samples[0]
    body = bodies.image(scratch.wanted.regions[0], sample, scratch.in_group("disks", "is-not-there"), None)
    return asking.write("PUT", scratch.in_group("images", f"{PROBE}-no-disk"), COMPUTE_API_VERSION, body).text


def _source_missing(asking: Asking) -> str:
    scratch = asking.scratch
    body = bodies.disk_of_image(scratch.wanted.regions[0], scratch.in_group("images", "is-not-there"))
    return asking.write("PUT", scratch.in_group("disks", f"{PROBE}-no-source"), DISKS_API_VERSION, body).text


def _lock_level(asking: Asking) -> str:
    lock = f"{_source(asking)}/providers/Microsoft.Authorization/locks/{PROBE}"
    return asking.write("PUT", lock, LOCKS_API_VERSION, {"properties": {"level": "NotKnown"}}).text


def _unknown_action(asking: Asking) -> str:
    return asking.write("POST", f"{_source(asking)}/notKnown", COMPUTE_API_VERSION).text


def _unknown_type(asking: Asking) -> str:
    return asking.write("PUT", asking.scratch.in_group("notKnown", PROBE), COMPUTE_API_VERSION, {}).text


def _deleted_while_replicating(asking: Asking) -> str:
    """The image was made for this alone. Whether the version became complete without it is what is asked."""
    begun = _version(asking, "1.0.0", asking.scratch.wanted.regions)
    if not begun.accepted:
        return f"not asked: the version was refused with {begun.text}"
    deleted = asking.write("DELETE", _source(asking), COMPUTE_API_VERSION)
    state = "nothing"
    for _ in range(_TRIES):
        state = _state(asking.read(f"{_definition(asking)}/versions/1.0.0", GALLERIES_API_VERSION).body)
        if state not in ("Creating", "Updating"):
            break
        asking.sleep(_TRY_SECONDS)
    taken = "yes" if deleted.accepted else "no"
    return f"{taken}: {deleted.text}, the version became {state}"


def _state(body: JsonObject) -> str:
    properties = body.get("properties")
    state = properties.get("provisioningState") if isinstance(properties, dict) else None
    return state if isinstance(state, str) and state.isalpha() else "nothing"


def _with_source(ask: Callable[[Asking], str]) -> Callable[[Asking], str]:
    """The same after the image and definition of the probes are there."""

    def asked(asking: Asking) -> str:
        scratch = asking.scratch
        scratch.make_source(PROBE)
        made = asking.write("PUT", _definition(asking), GALLERIES_API_VERSION, _definition_body(asking))
        return ask(asking) if made.accepted else f"not asked: its definition was refused with {made.text}"

    return asked


def _version(asking: Asking, number: str, regions: tuple[str, ...]) -> Seen:
    body = bodies.version(asking.scratch.wanted.regions[0], _source(asking), regions)
    return asking.write("PUT", f"{_definition(asking)}/versions/{number}", GALLERIES_API_VERSION, body)


def _definition_body(asking: Asking) -> JsonObject:
    return bodies.definition(asking.scratch.wanted.regions[0], asking.scratch.wanted.samples[0], PROBE)


def _definition(asking: Asking) -> str:
    return f"{asking.scratch.in_group('galleries', GALLERY)}/images/{PROBE}"


def _source(asking: Asking) -> str:
    return str(asking.scratch.in_group("images", PROBE))


def _disk(asking: Asking) -> str:
    return str(asking.scratch.in_group("disks", f"{PROBE}-graph"))


PROBES = (
    Probe(1, "Has an item of a list all that the resource alone has?", _items_are_whole),
    Probe(2, "When does Resource Graph show a new disk?", _graph_learns),
    Probe(3, "When does Resource Graph forget a deleted disk?", _graph_forgets),
    Probe(4, "When does the activity log show that a disk was made?", _log_learns),
    Probe(5, "Does that event name the image of the disk?", _log_has_bodies),
    Probe(6, "What do lists of a service say that is not registered?", _unregistered_lists),
    Probe(7, "How is a version refused that leaves its own region out?", _with_source(_own_region_missing)),
    Probe(8, "How is a definition refused whose publisher, offer and SKU are taken?", _with_source(_identifier_taken)),
    Probe(9, "How is a gallery's name refused that begins with a dash?", _gallery_name),
    Probe(10, "How is an image refused whose disk is missing?", _disk_missing),
    Probe(11, "How is a disk refused whose image is missing?", _source_missing),
    Probe(12, "How is a lock refused whose level is not known?", _with_source(_lock_level)),
    Probe(13, "How is an action refused that a type does not have?", _with_source(_unknown_action)),
    Probe(14, "How is a type refused that there is not?", _unknown_type),
    Probe(15, "Is an image deleted while its version is made of it?", _with_source(_deleted_while_replicating)),
)
"""In the order in which they are asked."""
