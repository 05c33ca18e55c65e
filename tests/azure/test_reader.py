"""Readers over one connection: who signs in, and what is read with whom."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from managed_image_to_gallery.azure.errors import (
    MalformedAnswer,
    ReadFailed,
    RequestRefused,
    SignInFailed,
    Unreachable,
)
from managed_image_to_gallery.azure.reader import MOST_IN_A_ROUND, AzureReader
from managed_image_to_gallery.azure.resource_graph import SweepScope
from tests.azure import bodies
from tests.azure.arm_server import CLIENT, Answer, ArmServer, Said, serving
from tests.azure.bodies import (
    GALLERY,
    IMAGE,
    NOT_FOUND,
    SUBSCRIPTION,
    page,
)
from tests.azure.movable_clock import MovableClock
from tests.azure.reading import read_image, run

if TYPE_CHECKING:
    import trustme


_T = TypeVar("_T")
pytestmark = pytest.mark.usefixtures("trusted")


def test_the_identity_is_that_of_the_token(authority: trustme.CA) -> None:
    assert run(authority, {}, lambda reader, _: reader.identity()) == f"{CLIENT} (object id f138317c)"


def test_a_reader_afresh_remembers_nothing(authority: trustme.CA) -> None:
    async def scenario(reader: AzureReader, server: ArmServer) -> int:
        for one in (reader, reader, reader.afresh()):
            await one.image(IMAGE)
            await one.definitions(GALLERY)
        return len(server.requests)

    answers: dict[str, list[Answer]] = {
        str(IMAGE): [Said(bodies.image_body())] * 2,
        f"{GALLERY}/images": [Said(page(bodies.definition_body()))] * 2,
    }
    assert run(authority, answers, scenario) == 4


def test_those_who_survey_at_once_share_what_is_read_after_all_of_them_have_asked(authority: trustme.CA) -> None:
    """The first is under way when the others ask, so they have the next survey; who comes after that has a third."""

    async def scenario(reader: AzureReader, server: ArmServer) -> list[int]:
        counts: list[int] = []

        async def survey() -> None:
            async with reader.afresh().survey() as surveyor:
                await surveyor.definitions(GALLERY)

        for together in (3, 1):
            await asyncio.gather(*(survey() for _ in range(together)))
            counts.append(len(server.requests))
        return counts

    answers: dict[str, list[Answer]] = {f"{GALLERY}/images": [Said(page(bodies.definition_body()))] * 3}
    assert run(authority, answers, scenario) == [2, 3]


@pytest.mark.parametrize(("alone", "rounds"), [(False, 3), (True, 1 + MOST_IN_A_ROUND + 1)])
def test_quick_rounds_are_shared_by_those_who_ask_before_one_begins_unless_they_ask_for_one_alone(
    authority: trustme.CA, alone: bool, rounds: int
) -> None:
    """The first is under way when the others ask; the last does not find a place among them."""

    async def scenario(reader: AzureReader, server: ArmServer) -> int:
        async def judge() -> None:
            async with reader.afresh().at_once(alone=alone) as quick:
                await quick.definitions(GALLERY)

        await asyncio.gather(*(judge() for _ in range(1 + MOST_IN_A_ROUND + 1)))
        return len(server.requests)

    assert run(authority, {f"{GALLERY}/images": [Said(page(bodies.definition_body()))] * 22}, scenario) == rounds


def test_a_shared_round_is_as_old_for_all_as_for_the_first_who_reads_in_it(authority: trustme.CA) -> None:
    clock = MovableClock()

    async def scenario(reader: AzureReader, _: ArmServer) -> list[float]:
        ages: list[float] = []

        async def judge() -> None:
            async with reader.at_once() as quick:
                ages.append(quick.age)
                clock.now += 3

        async with reader.at_once():
            clock.now += 60
            waiting = [asyncio.ensure_future(judge()) for _ in range(2)]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        return ages

    assert run(authority, {}, scenario, clock=clock) == [0, 3]


def test_a_refused_sign_in_denies_every_read(authority: trustme.CA) -> None:
    async def scenario(reader: AzureReader, server: ArmServer) -> None:
        server.token_answers = [
            Said({"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}, 401)
        ]
        with pytest.raises(SignInFailed, match="AADSTS7000215") as refused:
            await reader.image(IMAGE)
        with pytest.raises(SignInFailed, match="AADSTS7000215") as refused_again:
            await reader.identity()
        assert str(refused.value) == str(refused_again.value)
        assert refused.value.remedy.startswith("Set ARM_CLIENT_SECRET")

    run(authority, {}, scenario)


def test_no_library_writes_to_the_terminal(authority: trustme.CA, capfd: pytest.CaptureFixture[str]) -> None:
    """In a process of its own Python prints a warning that nobody handles; here pytest handles every one."""

    async def scenario(reader: AzureReader, server: ArmServer) -> None:
        server.token_answers = [Said({"error": "invalid_client", "error_description": "AADSTS7000222: old."}, 401)]
        with pytest.raises(SignInFailed, match="has expired"):
            await reader.image(IMAGE)

    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        run(authority, {}, scenario)
    finally:
        root.handlers = handlers
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("hurried")
def test_a_server_that_is_not_trusted_is_not_spoken_to(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    with pytest.raises(Unreachable, match="certificate"):
        read_image(authority, Said(bodies.image_body()))


def test_a_metadata_host_may_be_given_as_a_url(authority: trustme.CA) -> None:
    async def scenario() -> str:
        async with serving(authority, {}) as server:
            settings = replace(server.settings, metadata_host=server.base)
            async with AzureReader.connect(settings) as reader:
                return await reader.identity()

    assert CLIENT in asyncio.run(scenario())


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Said({"name": "x"}), MalformedAnswer),
        (Said(NOT_FOUND, 404), RequestRefused),
        (Said("<html>", 200), MalformedAnswer),
    ],
)
def test_a_host_without_metadata_is_no_cloud(authority: trustme.CA, answer: Said, kind: type[ReadFailed]) -> None:
    async def scenario() -> None:
        async with serving(authority, {}) as server:
            server.metadata_answers = [answer]
            async with AzureReader.connect(server.settings):
                pass

    with pytest.raises(kind, match="Azure environment at https://127"):
        asyncio.run(scenario())


@pytest.mark.parametrize("cut_off", [True, False])
def test_a_sweep_that_left_subscriptions_out_is_no_answer(authority: trustme.CA, cut_off: bool) -> None:
    said = Said({"data": []}, headers={"x-ms-tenant-subscription-limit-hit": str(cut_off)})

    async def scenario(reader: AzureReader, server: ArmServer) -> bool:
        server.methods = frozenset({"GET", "POST"})
        server.answers["POST /providers/Microsoft.ResourceGraph/resources"] = [said]
        await reader.sweep(SweepScope((SUBSCRIPTION,), everywhere=True))
        return True

    if cut_off:
        with pytest.raises(RequestRefused, match="10,000"):
            run(authority, {}, scenario)
    else:
        assert run(authority, {}, scenario)
