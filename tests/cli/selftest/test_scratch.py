"""The scratch resource group: what a self test makes in it, and that nothing else is ever touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.local_azure import GROUP_API, LocalAzure
from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest.scratch import NotOurs, Scratch
from managed_image_to_gallery.cli.selftest.wanted import PREFIX, Wanted

__all__ = ["azure", "server"]


@pytest.fixture
def scratch(azure: LocalAzure) -> Scratch:
    wanted = Wanted(azure.subscription, PREFIX, ("southcentralus", "westus2"), "this run", zones=True)
    return Scratch(wanted, AzureSettings.read({}, azure.env))


def kinds_in(azure: LocalAzure, group: str = PREFIX) -> list[str]:
    answer = azure.get(f"{azure.group_id(group)}/resources", api_version="2022-09-01")
    return sorted(str(each["type"]) for each in answer.raise_for_status().json()["value"])


def test_the_sources_are_made_and_no_disk_stays(azure: LocalAzure, scratch: Scratch) -> None:
    scratch.make()
    scratch.make_sources()

    assert kinds_in(azure) == ["Microsoft.Compute/images"] * 4
    resilient = {name: str(body).count("'zoneResilient': True") for name, body in scratch.images().items()}
    assert resilient == {"linux-gen1": 0, "linux-gen2-data": 0, "windows-gen1": 0, "windows-gen2": 1}


def test_made_again_nothing_is_made_twice(azure: LocalAzure, scratch: Scratch) -> None:
    scratch.make()
    scratch.make_sources()
    azure.forget_requests()

    scratch.make()
    scratch.make_sources()

    assert azure.writes() == []


def test_a_group_of_somebody_else_is_neither_used_nor_deleted(azure: LocalAzure, scratch: Scratch) -> None:
    azure.make_group(PREFIX)
    azure.forget_requests()

    with pytest.raises(NotOurs, match="was not made by this run"):
        scratch.make()
    with pytest.raises(NotOurs, match="does not have the tag"):
        scratch.delete()

    assert azure.writes() == []


def test_a_group_of_another_run_is_neither_used_nor_deleted(azure: LocalAzure, scratch: Scratch) -> None:
    Scratch(replace(scratch.wanted, run_id="another run"), scratch.settings).make()
    azure.forget_requests()

    with pytest.raises(NotOurs):
        scratch.make()
    with pytest.raises(NotOurs):
        scratch.delete()

    assert azure.writes() == []


def test_a_group_with_the_tag_and_another_name_is_not_deleted(azure: LocalAzure, scratch: Scratch) -> None:
    body = {"location": "southcentralus", "tags": {PREFIX: "this run"}}
    azure.put(azure.group_id("production"), body, api_version=GROUP_API).raise_for_status()

    with pytest.raises(NotOurs):
        Scratch(replace(scratch.wanted, group="production"), scratch.settings).delete()

    assert azure.get(azure.group_id("production"), api_version=GROUP_API).is_success


def test_nothing_outside_of_the_group_is_written_to(scratch: Scratch) -> None:
    beside = f"{scratch.wanted.group_path}2/providers/Microsoft.Compute/disks/x"

    with pytest.raises(NotOurs, match="lies outside"):
        scratch.inside(beside)


def test_the_group_is_deleted_with_its_lock(azure: LocalAzure, scratch: Scratch) -> None:
    scratch.make()
    scratch.make_sources()
    scratch.lock()

    scratch.delete()

    assert azure.get(scratch.wanted.group_path, api_version=GROUP_API).status_code == 404
    scratch.delete()


def test_what_uses_the_first_image_comes_and_goes(azure: LocalAzure, scratch: Scratch) -> None:
    scratch.make()
    scratch.make_sources()

    scratch.make_disk()
    scratch.begin_machine("Aa1-" + "x" * 24)
    there = kinds_in(azure)
    scratch.delete_disk()
    scratch.delete_machine()

    assert {"Microsoft.Compute/disks", "Microsoft.Compute/virtualMachines"} < set(there)
    assert kinds_in(azure) == ["Microsoft.Compute/images"] * 4


def test_what_azure_refuses_is_told_in_its_words(azure: LocalAzure, scratch: Scratch) -> None:
    azure.add_fault({"match": {"method": "PUT"}, "refuse": {"status": 403, "code": "AuthorizationFailed"}})

    with pytest.raises(CommandFailed, match="Azure refused"):
        scratch.make()
    azure.clear_faults()


@pytest.mark.parametrize("late", [False, True])
def test_of_two_that_begin_at_the_same_moment_one_alone_goes_on(
    azure: LocalAzure, scratch: Scratch, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    """Each saw no group. late: the other one makes it again after this one did, so that its tag is the last."""
    other = Scratch(replace(scratch.wanted, run_id="another run"), scratch.settings)
    body = {"location": "southcentralus", "tags": {PREFIX: "another run"}}
    seen = Scratch.group
    looks: list[int] = []

    def group(self: Scratch) -> object:
        looks.append(1)
        if len(looks) == 1:
            return None
        if late:
            azure.put(scratch.wanted.group_path, body, api_version=GROUP_API).raise_for_status()
        return seen(self)

    azure.put(scratch.wanted.group_path, body, api_version=GROUP_API).raise_for_status()
    monkeypatch.setattr(Scratch, "group", group)

    loser = other
    if late:
        loser = scratch
        with pytest.raises(NotOurs):
            scratch.make()
    else:
        scratch.make()
    with pytest.raises(NotOurs):
        loser.delete()
