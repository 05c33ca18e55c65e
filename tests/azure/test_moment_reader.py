"""What is read once, of single resources and of lists; all that is no answer is a failure."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from managed_image_to_gallery.azure import bounded_body, resource_manager
from managed_image_to_gallery.azure.errors import (
    AccessDenied,
    MalformedAnswer,
    ReadFailed,
    RequestRefused,
    RightsNotProven,
    ServiceFailed,
    SignInFailed,
    SubscriptionNotFound,
    Throttled,
    TimedOut,
    Unreachable,
)
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import definition_id
from tests.azure import bodies
from tests.azure.arm_server import SOON, Answer, ArmServer, Reset, Said, Silence
from tests.azure.bodies import (
    DEFINITION,
    GALLERY,
    IMAGE,
    LOCKS,
    NOT_FOUND,
    SUBSCRIPTION,
    VERSION,
    changed,
    error_body,
    page,
)
from tests.azure.reading import PERMISSIONS, read_image, run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import trustme

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId

_T = TypeVar("_T")
pytestmark = pytest.mark.usefixtures("trusted")


def test_resources_are_read_with_the_pinned_versions(authority: trustme.CA) -> None:
    async def scenario(reader: AzureReader, server: ArmServer) -> list[str]:
        image, gallery = await reader.image(IMAGE), await reader.gallery(GALLERY)
        definition, version = await reader.definition(DEFINITION), await reader.version(VERSION)
        assert image is not None
        assert gallery is not None
        assert definition is not None
        assert version is not None
        assert version.replication is not None
        return server.requests

    asked = run(
        authority,
        {
            str(IMAGE): [Said(bodies.image_body())],
            str(GALLERY): [Said(bodies.gallery_body())],
            str(DEFINITION): [Said(bodies.definition_body())],
            str(VERSION): [Said(bodies.version_body())],
        },
        scenario,
    )

    assert asked == [
        f"{IMAGE}?api-version=2024-11-01",
        f"{GALLERY}?api-version=2024-03-03",
        f"{DEFINITION}?api-version=2024-03-03",
        f"{VERSION}?$expand=ReplicationStatus&api-version=2024-03-03",
    ]


def test_what_azure_says_does_not_exist_is_none(authority: trustme.CA) -> None:
    assert read_image(authority, Said(NOT_FOUND, 404)) is None


def test_a_resource_is_read_once_and_failures_are_not_remembered(authority: trustme.CA) -> None:
    async def scenario(reader: AzureReader, server: ArmServer) -> int:
        with pytest.raises(AccessDenied):
            await reader.image(IMAGE)
        await asyncio.gather(reader.image(IMAGE), reader.image(IMAGE))
        await reader.image(IMAGE)
        return len(server.requests)

    answers: list[Answer] = [Said(error_body("AuthorizationFailed", "no"), 403), Said(bodies.image_body())]

    assert run(authority, {str(IMAGE): answers}, scenario) == 2


def test_a_survey_knows_of_how_many_definitions_it_has_listed_the_versions(authority: trustme.CA) -> None:
    second = definition_id(GALLERY, "second")

    async def scenario(reader: AzureReader, server: ArmServer) -> int:
        await reader.definitions(GALLERY)
        for definition in (DEFINITION, DEFINITION, second):
            await reader.versions(definition)
        return reader.version_lists

    answers: dict[str, list[Answer]] = {
        f"{GALLERY}/images": [Said(page(bodies.definition_body()))],
        f"{DEFINITION}/versions": [Said(page())],
        f"{second}/versions": [Said(page())],
    }
    assert run(authority, answers, scenario) == 2


def test_definitions_are_made_once_for_all_who_ask(authority: trustme.CA) -> None:
    """Hundreds of migrations ask for the same gallery's: one copy each grows with the square of their number."""

    async def scenario(reader: AzureReader, server: ArmServer) -> bool:
        server.answers[f"{GALLERY}/images"] = [Said(page(bodies.definition_body()))]
        first, second = await reader.definitions(GALLERY), await reader.definitions(GALLERY)
        return bool(first) and first[0] is second[0]

    assert run(authority, {}, scenario)


def test_lists_are_followed_over_all_pages(authority: trustme.CA) -> None:
    second = changed(bodies.definition_body(), f"{DEFINITION}2", "id")

    async def scenario(reader: AzureReader, server: ArmServer) -> list[str]:
        first = {**page(bodies.definition_body()), "nextLink": f"{server.base}{GALLERY}/images?page=2"}
        server.answers[f"{GALLERY}/images"] = [Said(first), Said(page(second))]
        return [definition.id.name for definition in await reader.definitions(GALLERY)]

    assert run(authority, {}, scenario) == ["myImageDefinition", "myImageDefinition2"]


def test_a_later_page_that_is_missing_is_no_end_of_the_list(authority: trustme.CA) -> None:
    first = {**page(bodies.definition_body()), "nextLink": f"{GALLERY}/more"}
    answers: dict[str, list[Answer]] = {f"{GALLERY}/images": [Said(first)], f"{GALLERY}/more": [Said(NOT_FOUND, 404)]}

    with pytest.raises(MalformedAnswer, match="page"):
        run(authority, answers, lambda reader, _: reader.definitions(GALLERY))


def test_children_of_what_does_not_exist_are_none(authority: trustme.CA) -> None:
    gone: list[Answer] = [Said(NOT_FOUND, 404)]
    answers = {f"{DEFINITION}/versions": gone, str(DEFINITION): gone}

    assert run(authority, answers, lambda reader, _: reader.versions(DEFINITION)) == []


@pytest.mark.parametrize("code", ["ResourceNotFound", "ParentResourceNotFound", "NotFound", "ResourceGroupNotFound"])
@pytest.mark.parametrize("standing", [DEFINITION, GALLERY], ids=["versions", "definitions"])
def test_a_list_that_is_missing_below_what_is_there_is_no_answer(
    authority: trustme.CA, standing: ResourceId, code: str
) -> None:
    body, segment = (
        (bodies.definition_body(), "versions") if standing is DEFINITION else (bodies.gallery_body(), "images")
    )
    answers: dict[str, list[Answer]] = {
        f"{standing}/{segment}": [Said(error_body(code, "no"), 404)],
        str(standing): [Said(body)],
    }

    async def children(reader: AzureReader, _: ArmServer) -> object:
        return await (reader.versions(standing) if standing is DEFINITION else reader.definitions(standing))

    with pytest.raises(RequestRefused, match="although"):
        run(authority, answers, children)


@pytest.mark.parametrize("code", ["SubscriptionNotFound", "InvalidResourceType", "NoRegisteredProviderFound", ""])
def test_a_404_that_is_not_of_the_resource_is_no_empty_list(authority: trustme.CA, code: str) -> None:
    answers: dict[str, list[Answer]] = {f"{DEFINITION}/versions": [Said(error_body(code, "no"), 404)]}

    with pytest.raises(RequestRefused):
        run(authority, answers, lambda reader, _: reader.versions(DEFINITION))


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/page", "http://127.0.0.1/page", f"{GALLERY}/images?api-version=2024-03-03"]
)
def test_a_next_page_elsewhere_or_in_a_circle_is_not_followed(authority: trustme.CA, link: str) -> None:
    first = {**page(bodies.definition_body()), "nextLink": link}

    with pytest.raises(MalformedAnswer):
        run(authority, {f"{GALLERY}/images": [Said(first)]}, lambda reader, _: reader.definitions(GALLERY))


def test_pages_without_an_end_are_not_followed_for_ever(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every link is a new one, so that no circle shows."""
    monkeypatch.setattr(resource_manager, "MAX_PAGES", 5)
    path = f"{GALLERY}/images"
    pages: list[Answer] = [Said({**page(), "nextLink": f"{path}?page={number}"}) for number in range(9)]

    async def scenario(reader: AzureReader, server: ArmServer) -> int:
        with pytest.raises(MalformedAnswer, match="does not end: there are more than 5 pages"):
            await reader.definitions(GALLERY)
        return len(server.requests)

    assert run(authority, {path: pages}, scenario) == 5


def test_a_list_may_have_as_many_pages_as_it_may(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource_manager, "MAX_PAGES", 3)
    path = f"{GALLERY}/images"
    pages: list[Answer] = [Said({**page(), "nextLink": f"{path}?page={number}"}) for number in range(2)]

    assert run(authority, {path: [*pages, Said(page())]}, lambda reader, _: reader.definitions(GALLERY)) == []


def test_an_answer_that_unpacks_to_more_than_azure_says_is_not_read(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sent compressed, in about a thousandth of the bytes."""
    monkeypatch.setattr(bounded_body, "MAX_BODY_BYTES", 100_000)
    long = Said({**bodies.image_body(), "padding": "x" * 100_000})

    with pytest.raises(MalformedAnswer, match="longer than 100,000 bytes"):
        read_image(authority, long)
    assert read_image(authority, Said({**bodies.image_body(), "padding": "x" * 90_000})) is not None


def test_locks_are_those_of_the_image_its_group_and_its_subscription(authority: trustme.CA) -> None:
    group = IMAGE.resource_group_id
    covering = [f"/subscriptions/{SUBSCRIPTION}", group.replace("resourceGroups", "resourcegroups").upper(), str(IMAGE)]
    others = [
        group[:-1],
        str(IMAGE)[:-1],
        f"{group}2",
        f"{IMAGE}2",
        f"{group}/providers/Microsoft.Compute/images/other",
    ]
    answer = Said(page(*(bodies.lock_body(scope) for scope in [*covering, *others])))

    locks = run(authority, {LOCKS: [answer]}, lambda reader, _: reader.locks(IMAGE))

    assert [lock.scope for lock in locks] == covering


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Said(error_body("AuthorizationFailed", "no"), 403), AccessDenied),
        (Said(error_body("ExpiredAuthenticationToken", "old"), 401), SignInFailed),
        (Said(error_body("TooManyRequests", "slow down"), 429, SOON), Throttled),
        (Said(error_body("InternalServerError", "oh"), 500, SOON), ServiceFailed),
        (Said("<html>Bad Gateway</html>", 502, SOON), ServiceFailed),
        (Said(error_body("GatewayTimeout", "oh"), 504, SOON), TimedOut),
        (Said(error_body("InvalidApiVersionParameter", "no"), 400), RequestRefused),
        (Said(error_body("SubscriptionNotFound", "no"), 404), SubscriptionNotFound),
        (Said("<html>Not Found</html>", 404), RequestRefused),
        (Said({}, 404), RequestRefused),
        (Said("", 302, {"Location": "https://elsewhere.example/"}), RequestRefused),
        (Said("", 204), RequestRefused),
        (Said("<html>Welcome</html>"), MalformedAnswer),
        (Said('{"id": '), MalformedAnswer),
        (Said("[]"), MalformedAnswer),
        (Said({}), MalformedAnswer),
        (Said(changed(bodies.image_body(), f"{IMAGE}2", "id")), MalformedAnswer),
        (Said(changed(bodies.image_body(), None, "properties", "provisioningState")), MalformedAnswer),
        (Said("no gzip", headers={"Content-Encoding": "gzip"}), MalformedAnswer),
        (Reset(), Unreachable),
    ],
)
@pytest.mark.usefixtures("hurried")
def test_every_other_answer_is_a_failure_of_its_kind(
    authority: trustme.CA, answer: Answer, kind: type[ReadFailed]
) -> None:
    with pytest.raises(ReadFailed) as failure:
        read_image(authority, answer)

    assert type(failure.value) is kind
    assert ("managed image" in str(failure.value)) is not kind.same_for_every_read
    assert failure.value.remedy


def test_silence_ends_at_the_deadline(authority: trustme.CA) -> None:
    with pytest.raises(TimedOut, match=r"within 0\.5 seconds"):
        read_image(authority, Silence(), deadline=0.5)


def test_a_list_that_every_subscription_has_cannot_be_missing(authority: trustme.CA) -> None:
    with pytest.raises(RequestRefused):
        run(authority, {LOCKS: [Said(NOT_FOUND, 404)]}, lambda reader, _: reader.locks(IMAGE))


def test_a_test_machine_is_asked_for_its_instance_view(authority: trustme.CA) -> None:
    machine = bodies.boot_machine("eastus2")
    answers: dict[str, list[Answer]] = {
        str(machine.id): [Said(bodies.boot_machine_body(machine.id, "eastus2"))],
        str(machine.run_command_id): [Said(error_body("ParentResourceNotFound", "no machine"), 404)],
    }

    async def scenario(reader: AzureReader, server: ArmServer) -> None:
        found, probe = await reader.virtual_machine(machine.id), await reader.run_command(machine.run_command_id)
        assert found is not None
        assert (found.power_state, probe) == ("running", None)
        assert all("$expand=instanceView" in request for request in server.requests)

    run(authority, answers, scenario)


LISTED: dict[str, Callable[[AzureReader], Awaitable[object]]] = {
    "Microsoft.Authorization/locks/read": lambda reader: reader.locks(IMAGE),
    "Microsoft.Resources/subscriptions/resources/read": lambda reader: reader.image_created(IMAGE),
    "Microsoft.Compute/galleries/images/versions/read": lambda reader: reader.index_references([SUBSCRIPTION]),
}


@pytest.mark.parametrize("action", LISTED)
def test_a_list_is_not_believed_without_the_right_to_read_it_whole(authority: trustme.CA, action: str) -> None:
    """What Azure would list is not even asked for."""
    almost = Said(page({"actions": ["*"], "notActions": [action]}))
    with pytest.raises(RightsNotProven) as refused:
        run(authority, {PERMISSIONS: [almost]}, lambda reader, _: LISTED[action](reader))

    assert refused.value.actions == (action,)


def test_a_list_without_a_value_is_malformed(authority: trustme.CA) -> None:
    with pytest.raises(MalformedAnswer, match="nothing at value"):
        run(authority, {LOCKS: [Said({})]}, lambda reader, _: reader.locks(IMAGE))


MADE: JsonObject = {"id": str(IMAGE), "createdTime": bodies.IMAGE_CREATED}


@pytest.mark.parametrize(
    "listed",
    [
        [{"createdTime": bodies.IMAGE_CREATED}],
        [{"id": 1}],
        [{**MADE, "createdTime": 1}],
        [MADE, {**MADE, "createdTime": "2029-01-01T00:00:00Z"}],
    ],
)
def test_a_list_that_does_not_tell_which_image_was_made_when_is_no_answer(
    authority: trustme.CA, listed: list[JsonObject]
) -> None:
    """Of two times the gate would take one; a body without an id ended in an error that is not of reading."""
    path = f"/subscriptions/{IMAGE.subscription_id}/resources"
    with pytest.raises(MalformedAnswer):
        run(authority, {path: [Said(page(*listed))]}, lambda reader, _: reader.image_created(IMAGE))


def test_when_an_image_was_made_stands_in_the_list_of_resources(authority: trustme.CA) -> None:
    """Ids in lists may have their group in capitals.

    An entry without a time tells none. Source: docs/reference/azure-galleries.md#managed-images.
    """
    listed = page(
        {"id": str(IMAGE).replace("myResourceGroup", "MYRESOURCEGROUP"), "createdTime": bodies.IMAGE_CREATED},
        {"id": f"{IMAGE}2"},
    )

    async def scenario(reader: AzureReader, server: ArmServer) -> tuple[list[str | None], list[str]]:
        others = [replace(IMAGE, names=(name,)) for name in ("myImage2", "myImage3")]
        return [await reader.image_created(image) for image in (IMAGE, *others)], server.requests

    created, asked = run(authority, {f"/subscriptions/{IMAGE.subscription_id}/resources": [Said(listed)]}, scenario)

    assert created == [bodies.IMAGE_CREATED, None, None]
    rights, question = asked
    assert rights.startswith(PERMISSIONS)
    assert "$expand=createdTime" in question
    assert "Microsoft.Compute" in question
