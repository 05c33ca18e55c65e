"""`selftest`: the whole way in the user's own subscription, in a resource group that it makes and deletes."""

from __future__ import annotations

import asyncio
import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.cli.commands.options import NO_INPUT, YES
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.selftest.journal import Journal
    from managed_image_to_gallery.cli.selftest.wanted import Wanted

_SUBSCRIPTION = Annotated[str, typer.Option(help="Id of the subscription in which it is done. Always needed.")]
_REGIONS = Annotated[
    list[str] | None, typer.Option("--region", help="A region; two are needed. The images are made in the first.")
]
_GROUP = Annotated[
    str | None, typer.Option(help="Name of the resource group that is made, beginning with the usual name.")
]
_FOLDER = Annotated[Path, typer.Option(help="Folder for the project, its state, the journal and the logs.")]


def selftest(
    subscription: _SUBSCRIPTION,
    region: _REGIONS = None,
    resource_group: _GROUP = None,
    folder: _FOLDER = Path("gallery-selftest"),
    with_vm: Annotated[bool, typer.Option("--with-vm", help="Also make a virtual machine from an image.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything there at the end.")] = False,
    cleanup: Annotated[bool, typer.Option("--cleanup", help="Only delete what a self test has made.")] = False,
    record: Annotated[
        Path | None,
        typer.Option(metavar="<FILE>", help="Write what Azure answered, without your names, ids and texts."),
    ] = None,
    yes: YES = False,
    no_input: NO_INPUT = False,
) -> None:
    """Try everything on your own subscription: small images are made, published, validated, retired, and deleted.

    All of it lies in one resource group that the command makes itself; nothing outside of it is written or deleted.
    It says what it costs, asks, and says after each step what that has proven. After Ctrl-C the same command goes on.

    Exit status: 0 all steps are proven, 5 one is not; it says which, and what was printed.

    Example: gallery-migrate selftest --subscription <id> --region westeurope --region northeurope
    """
    from rich.console import Console

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.output.saying import lines_on
    from managed_image_to_gallery.cli.questions import confirm
    from managed_image_to_gallery.cli.selftest.journal import Journal
    from managed_image_to_gallery.cli.selftest.running import SelfTest
    from managed_image_to_gallery.cli.selftest.turn import turn_in

    say, place = lines_on(Console()), folder.resolve()
    place.mkdir(parents=True, exist_ok=True)
    settings = AzureSettings.read({"subscriptionId": subscription}, os.environ)

    def consent(question: str) -> None:
        confirm(question, yes=yes, can_ask=not no_input)

    # Whoever waits for a turn reads what the one before has left.
    with turn_in(place) as inherited:
        journal = Journal.read(place)
        if journal:
            _require_same(journal, subscription, resource_group, None if cleanup else region)
        if cleanup:
            wanted = journal.wanted if journal else _left_behind(settings, subscription, resource_group)
            _consent_to_clean_up(wanted, settings, consent)
            SelfTest(journal or Journal(place, wanted), settings, say).clean_up()
            return
        if journal is None:
            wanted = _new(settings, subscription, region or [], resource_group, with_vm=with_vm)
            journal = _begun(place, wanted, consent)
        else:
            say(f"Going on in {journal.wanted.group}: {len(journal.done)} steps are done.")
        with _recording(record, journal, say):
            SelfTest(journal, settings, say, keep=keep, inherited=inherited).run()


def _consent_to_clean_up(wanted: Wanted, settings: AzureSettings, consent: Callable[[str], None]) -> None:
    from managed_image_to_gallery.cli.selftest.scratch import Scratch

    if Scratch(wanted, settings).group() is not None:
        consent(f"Delete the resource group {wanted.group} with everything in it?")


def _begun(folder: Path, wanted: Wanted, consent: Callable[[str], None]) -> Journal:
    from managed_image_to_gallery.cli.selftest.estimate import estimate
    from managed_image_to_gallery.cli.selftest.journal import Journal

    consent(f"{estimate(wanted).text()}. Make the resource group {wanted.group} in {wanted.subscription_id}?")
    return Journal.begin(folder, wanted)


@contextmanager
def _recording(file: Path | None, journal: Journal, say: Callable[[str], None]) -> Generator[None]:
    """Within, what Azure answers is written into the file, if there is one. Raises OSError where that cannot be."""
    from managed_image_to_gallery.azure.recording import RECORDING, RECORDING_KEY

    if file is None:
        yield
        return
    os.environ |= {RECORDING: _writable(file), RECORDING_KEY: journal.wanted.run_id}
    try:
        yield
    finally:
        say(_recorded(file))


def _new(settings: AzureSettings, subscription: str, regions: list[str], group: str | None, *, with_vm: bool) -> Wanted:
    from managed_image_to_gallery.azure.regions import canonical_region
    from managed_image_to_gallery.cli.selftest.scratch import NotOurs, Scratch, run_of
    from managed_image_to_gallery.cli.selftest.wanted import Wanted

    first, second = _two(regions)
    name = _named(group)
    wanted = Wanted(subscription.lower(), name, (first, second), token_hex(8), with_vm=with_vm)
    there = asyncio.run(_regions(settings, wanted))
    for each in (first, second):
        if canonical_region(each) not in there:
            remedy = "`az account list-locations --output table` lists them."
            raise CommandFailed(f"The subscription has no region {each}.", remedy)
    wanted = replace(wanted, zones=there[canonical_region(first)])
    found = Scratch(wanted, settings).group()
    if found is not None and run_of(found) is None:
        raise NotOurs(name, "is there already, and no self test made it", f"Name another: --resource-group {name}-2.")
    if found is not None:
        remedy = "Go on in the folder of that run (--folder), or delete it: --cleanup."
        raise CommandFailed(f"There is a resource group {name} of an earlier self test.", remedy)
    return wanted


def _left_behind(settings: AzureSettings, subscription: str, group: str | None) -> Wanted:
    """The self test that made a group, whose journal is not here: known by name and tag."""
    from managed_image_to_gallery.cli.selftest.scratch import NotOurs, Scratch, run_of
    from managed_image_to_gallery.cli.selftest.wanted import PREFIX, Wanted

    wanted = Wanted(subscription.lower(), _named(group), ("", ""), "")
    found = Scratch(wanted, settings).group()
    if found is None:
        return wanted
    run = run_of(found)
    if run is None:
        raise NotOurs(wanted.group, f"has no tag {PREFIX}", "Name the right one with --resource-group.")
    return replace(wanted, run_id=run)


def _writable(file: Path) -> str:
    """The recording's file, tried before anything is made. Raises OSError."""
    with file.open("ab"):
        return str(file.resolve())


def _named(group: str | None) -> str:
    from managed_image_to_gallery.cli.selftest.wanted import PREFIX

    if group and not group.lower().startswith(PREFIX):
        raise CommandFailed(f"The resource group {group} does not begin with {PREFIX}.", f"Try {PREFIX}-{group}.")
    return group or PREFIX


def _two(regions: list[str]) -> tuple[str, str]:
    from managed_image_to_gallery.azure.regions import canonical_region

    if len({canonical_region(each) for each in regions}) != 2 or len(regions) != 2:
        raise CommandFailed(f"Two different regions are needed, and {len(regions)} are given.", "Say --region twice.")
    return regions[0], regions[1]


def _require_same(journal: Journal, subscription: str, group: str | None, regions: list[str] | None) -> None:
    """What is typed again must not mean something else than what was begun."""
    from managed_image_to_gallery.azure.regions import canonical_region

    wanted = journal.wanted
    same = subscription.lower() == wanted.subscription_id and (group or wanted.group).lower() == wanted.group.lower()
    if regions:
        same = same and [canonical_region(each) for each in regions] == [
            canonical_region(each) for each in wanted.regions
        ]
    if not same:
        begun = f"{wanted.group} in {wanted.subscription_id}, {' and '.join(wanted.regions)}"
        remedy = "Run that to its end, delete it with --cleanup, or name another --folder."
        raise CommandFailed(f"Another self test was begun in {journal.folder}: {begun}.", remedy)


def _recorded(file: Path) -> str:
    """How much a recording has: nobody is told while it is written that a disk is full."""
    lines = file.read_bytes().splitlines()
    of_provider = sum(line.startswith(b'{"by":"provider"') for line in lines)
    return f"{file} has {len(lines)} lines, {of_provider} of them of what the provider asked."


async def _regions(settings: AzureSettings, wanted: Wanted) -> dict[str, bool]:
    """The subscription's regions with whether they have availability zones.

    Raises MayNot before anything is read, unless the identity may do all that the self test does.
    """
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.cli.selftest.rights import require_rights

    async with AzureReader.connect(settings) as reader:
        require_rights(wanted, await reader.permissions(f"/subscriptions/{wanted.subscription_id}"))
        regions = await reader.regions(wanted.subscription_id)
    return {name: region.has_availability_zones for name, region in regions.items()}
