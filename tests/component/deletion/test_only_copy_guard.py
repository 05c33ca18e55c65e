"""The hook of versions, definitions and galleries refuses whatever may take the only copy of an image with it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pulumi
import pytest

from managed_image_to_gallery.azure.errors import AccessDenied
from managed_image_to_gallery.azure.resource_ids import version_id
from managed_image_to_gallery.component.deletion import only_copy_guard
from managed_image_to_gallery.component.deletion.only_copy_guard import OnlyCopyKept
from managed_image_to_gallery.component.run import current_run
from tests.azure import bodies
from tests.component.recording import record
from tests.component.stacks import as_config, entry, program, stack_of
from tests.component.test_managed_image_to_gallery import stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.component.run import Run
    from tests.component.told_azure import ToldAzure

VERSION, IMAGE = str(bodies.VERSION), str(bodies.IMAGE)
NAME = "name"
EVERYTHING = [VERSION, str(bodies.DEFINITION), str(bodies.GALLERY)]


def of(resource: str) -> pulumi.ResourceHookArgs:
    """What the engine tells a hook."""
    return pulumi.ResourceHookArgs(urn="urn", id=resource, name=NAME, type="azure-native:compute:GalleryImageVersion")


def giving_up(*versions: str) -> list[Json]:
    return [{"id": one, "reason": "nobody uses it"} for one in versions]


def judge(resource: str, *abandoned: str, before: Callable[[Run], object] | None = None) -> str:
    """What the hook says after the program has run; empty when it has nothing against the deletion."""

    async def main() -> None:
        program()
        if before:
            before(current_run())
        await current_run().only_copies.judge(of(resource))

    stack: JsonObject = stack_of(entry("retired"), abandonedVersions=giving_up(*abandoned))
    error = record(main, preview=False, config=as_config(stack), stashed=stored()).error
    if error is not None and not isinstance(error, OnlyCopyKept):
        raise error
    return str(error or "")


@pytest.fixture
def gone(azure: ToldAzure) -> ToldAzure:
    """The image was deleted."""
    azure.remove(bodies.IMAGE)
    return azure


@pytest.mark.parametrize("resource", EVERYTHING)
def test_what_holds_an_only_copy_is_kept(gone: ToldAzure, resource: str) -> None:
    said = judge(resource)
    assert f"{resource} is not deleted" in said
    assert f"{VERSION}: it is the only copy of" in said
    assert "abandonedVersions" in said
    assert judge(resource.upper())


@pytest.mark.parametrize("resource", EVERYTHING)
def test_what_has_its_source_may_go(azure: ToldAzure, resource: str) -> None:
    assert judge(resource) == ""


@pytest.mark.parametrize("resource", EVERYTHING)
def test_what_does_not_exist_may_go(azure: ToldAzure, resource: str) -> None:
    def all_gone(_: Run) -> None:
        azure.resources.clear()

    assert judge(resource, before=all_gone) == ""


def test_a_version_that_only_its_definition_shows_is_judged_by_that(gone: ToldAzure) -> None:
    """That Azure does not find it may be a service that lags behind."""
    gone.hidden.add(VERSION)
    assert f"{VERSION}: it is the only copy of" in judge(VERSION)


@pytest.mark.parametrize("resource", EVERYTHING)
def test_what_is_given_up_may_go(gone: ToldAzure, resource: str) -> None:
    assert judge(resource, VERSION.upper()) == ""


@pytest.mark.parametrize("resource", EVERYTHING)
def test_only_the_version_that_is_named_is_given_up(gone: ToldAzure, resource: str) -> None:
    other = version_id(bodies.DEFINITION, "1.0.1")
    assert VERSION in judge(resource, str(other))
    second = bodies.changed(bodies.version_body(), str(other), "id")
    gone.resources.append(second)
    said = judge(str(bodies.DEFINITION), VERSION)
    assert f"{other}: " in said
    assert f"{VERSION}: " not in said


def test_a_version_of_an_image_that_was_made_again_is_kept(azure: ToldAzure) -> None:
    azure.image_made = "2029-01-01T00:00:00Z"
    assert "the image of today was made 2029" in judge(VERSION)


@pytest.mark.parametrize("question", [VERSION, IMAGE, f"{IMAGE}/created"])
def test_a_question_that_azure_does_not_answer_is_a_no(azure: ToldAzure, question: str) -> None:
    def deny(_: Run) -> None:
        azure.failures[question] = AccessDenied("that", status=403, message="no")

    said = judge(VERSION, before=deny)
    assert "403" in said
    assert "Next: " in said


@pytest.mark.parametrize("question", [f"{bodies.GALLERY}/images", f"{bodies.DEFINITION}/versions"])
def test_a_list_that_azure_does_not_answer_is_a_no(azure: ToldAzure, question: str) -> None:
    def deny(_: Run) -> None:
        azure.failures[question] = AccessDenied("that", status=403, message="no")

    assert "403" in judge(str(bodies.GALLERY), before=deny)


@pytest.mark.parametrize("resource", ["", "myVersion", IMAGE, f"{VERSION}/x/y"])
def test_what_it_does_not_know_is_not_deleted(azure: ToldAzure, resource: str) -> None:
    assert "is not deleted" in judge(resource)


@pytest.mark.parametrize("on", EVERYTHING)
def test_a_lock_stays_as_long_as_what_it_protects(gone: ToldAzure, on: str) -> None:
    """A destroy begins with locks; one that the config does not ask for any more may go, as may that of another."""
    lock = f"{on}/providers/Microsoft.Authorization/locks/{NAME}"

    def asked_for(run: Run) -> None:
        run.only_copies.keep_lock(NAME)

    said = judge(lock, before=asked_for)
    assert said.startswith(f"{lock} is not deleted")
    assert f"{VERSION}: it is the only copy of" in said
    assert "take it out of the config" in said
    assert judge(lock) == ""
    assert judge(lock, VERSION, before=asked_for) == ""


def test_the_lock_of_what_has_its_source_may_go(azure: ToldAzure) -> None:
    lock = f"{VERSION}/providers/Microsoft.Authorization/locks/{NAME}"
    assert judge(lock, before=lambda run: run.only_copies.keep_lock(NAME)) == ""


def test_a_proof_that_never_ends_is_a_no(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> object:
        return await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(only_copy_guard, "DEADLINE_SECONDS", 0.01)
    monkeypatch.setattr(only_copy_guard, "only_copies", never)
    assert "was not known after 0 seconds" in judge(VERSION)


@pytest.mark.parametrize(("seconds", "kept"), [([99.0, 0.2], False), ([99.0] * 3, True)])
def test_answers_that_are_not_of_one_moment_are_read_again_and_then_a_no(
    azure: ToldAzure, seconds: list[float], *, kept: bool
) -> None:
    """Between the list that tells its age and the image's own answer the image may be made again under its name."""
    moments = iter([moment for each in seconds for moment in (0.0, each)])

    def slowly(run: Run) -> None:
        run.only_copies.clock = lambda: next(moments)

    said = judge(VERSION, before=slowly)
    assert ("took 99 seconds to read" in said) is kept
    assert bool(said) is kept
    assert next(moments, None) is None


def test_a_shared_round_is_as_old_as_what_others_may_have_read_in_it(azure: ToldAzure) -> None:
    """The first round may be shared; after it was too slow each is for one alone."""
    azure.age = 99.0
    assert "took 99 seconds to read" in judge(VERSION)
    assert azure.alone == [False, *[True] * (only_copy_guard.TRIES - 1)]


def test_a_version_stays_when_its_image_goes_in_the_same_run(azure: ToldAzure) -> None:
    """Azure still answers the image when both hooks ask."""

    def image_goes(run: Run) -> None:
        assert run.leaving.let_image_go(bodies.IMAGE, [bodies.VERSION]) == []

    assert "is deleted in the same run" in judge(VERSION, before=image_goes)


def judge_image(before: Callable[[Run], object], *abandoned: str) -> str:
    """What the hook of images says to deleting the retired image."""

    async def main() -> None:
        program()
        before(current_run())
        args = pulumi.ResourceHookArgs(urn="urn", id=IMAGE, name="source", type="azure-native:compute:Image")
        await current_run().deletion_guard.judge(args)

    config = as_config(stack_of(entry("retired"), abandonedVersions=giving_up(*abandoned)))
    return str(record(main, preview=False, config=config, stashed=stored()).error or "")


def nothing(run: Run) -> None:
    """Nothing happens before."""


def test_an_image_stays_when_its_version_goes_in_the_same_run(azure: ToldAzure) -> None:
    def version_goes(run: Run) -> None:
        assert run.leaving.let_version_go(bodies.VERSION, bodies.IMAGE)

    assert f"its version {VERSION} is deleted in the same run" in judge_image(version_goes)
    assert judge_image(nothing) == ""


def test_a_version_that_is_given_up_proves_nothing(azure: ToldAzure) -> None:
    assert "proves nothing: abandonedVersions" in judge_image(nothing, VERSION)
