"""Who uses the images that no migration takes: by the sweep, and by lists where that is no help."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from harness.server_fixtures import server
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.azure_reads.shared_facts import SharedFacts
from managed_image_to_gallery.cli.inventory.users import BY_SWEEP
from managed_image_to_gallery.cli.report.facts import LeftOut, read_left_out
from tests.cli.inventory.test_users import BY_LISTS_BEGINS, azure
from tests.engine import azure_says
from tests.engine.consumers import KINDS

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

__all__ = ["azure", "server"]


def read(azure: LocalAzure, *taken: str) -> tuple[list[LeftOut], str]:
    async def left_out() -> tuple[list[LeftOut], str]:
        async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
            look = SharedFacts(reader, many=True)
            keys = {azure_says.image_id(azure, name).lower() for name in taken}
            return await read_left_out(look, {azure.subscription}, keys)

    return asyncio.run(left_out())


def names(found: list[LeftOut]) -> dict[str, str]:
    return {one.image.id.name: one.user_names for one in found}


def test_the_report_asks_the_sweep_who_uses_what_is_left_out(azure: LocalAzure) -> None:
    azure.forget_requests()
    swept, certainty = read(azure, "kept-by-machine")
    asked = len(azure.requests())
    azure.add_fault({"match": {"method": "POST"}, "refuse": {"status": 403}})
    azure.forget_requests()
    listed, no_help = read(azure, "kept-by-machine")

    assert certainty == BY_SWEEP
    assert no_help.startswith(BY_LISTS_BEGINS)
    by_sweep, by_lists = names(swept), names(listed)
    assert set(by_sweep) == set(by_lists) == {kind.image for kind in KINDS} - {"kept-by-machine"}
    assert by_sweep["kept-by-other-type"].startswith("microsoft.compute/galleries ")
    assert by_lists["kept-by-other-type"] == ""
    assert [name for name, users in by_sweep.items() if not users] == [
        k.image for k in sorted(KINDS, key=lambda k: k.image) if k.only_named
    ]
    assert asked < len(azure.requests())


def test_where_nothing_is_left_out_nobody_is_asked_for_users(azure: LocalAzure) -> None:
    azure.forget_requests()
    assert read(azure, *(kind.image for kind in KINDS)) == ([], "")
    assert not azure.requests(type="Microsoft.DevTestLab/labs")
