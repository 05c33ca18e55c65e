"""What a recording keeps of an exchange, and what it must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.azure.scrubbing import (
    LONGEST_LIST,
    Marks,
    names_in,
    scrubbed,
    scrubbed_link,
    scrubbed_path,
    scrubbed_query,
)

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject

SUBSCRIPTION = "0b1f6471-1bf0-4dda-aec3-cb9272f09590"
IMAGE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/secretGroup/providers/Microsoft.Compute/images/secretImage"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (IMAGE, "/subscriptions/<name>/resourceGroups/<name>/providers/Microsoft.Compute/images/<name>"),
        (
            f"{IMAGE}/providers/Microsoft.Authorization/locks/secret",
            "/subscriptions/<name>/resourceGroups/<name>/providers/Microsoft.Compute/images/<name>"
            "/providers/Microsoft.Authorization/locks/<name>",
        ),
        (
            f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Compute/images",
            "/subscriptions/<name>/providers/Microsoft.Compute/images",
        ),
        ("/providers/Microsoft.ResourceGraph/resources", "/providers/Microsoft.ResourceGraph/resources"),
        ("/secret-1/other/", "/<name>/<name>"),
    ],
)
def test_a_path_keeps_its_types(path: str, kept: str) -> None:
    assert scrubbed_path(path) == kept


def test_a_query_keeps_what_says_what_is_asked() -> None:
    url = "https://secret/x?api-version=2024-03-03&$expand=ReplicationStatus&$filter=secret&$skipToken=secret"

    assert scrubbed_query(url) == {
        "api-version": "2024-03-03",
        "$expand": "ReplicationStatus",
        "$filter": "<text>",
        "$skipToken": "<text>",
    }


def test_a_body_keeps_its_form_and_the_words_of_azure() -> None:
    body: JsonObject = {
        "name": "secretImage",
        "id": IMAGE,
        "location": "westeurope",
        "tags": {"secretTag": "secret", "state": "secret"},
        "properties": {
            "provisioningState": "Succeeded",
            "timeCreated": "2026-11-29T16:00:00+00:00",
            "identifier": {"publisher": "secret", "offer": "secret", "sku": "secret"},
            "storageProfile": {"osDisk": {"osState": "Generalized", "diskSizeGB": 30}, "zoneResilient": False},
        },
    }

    assert scrubbed(body) == {
        "name": "<text>",
        "id": "/subscriptions/<name>/resourceGroups/<name>/providers/Microsoft.Compute/images/<name>",
        "location": "westeurope",
        "tags": {"<key>": "<text>"},
        "properties": {
            "provisioningState": "Succeeded",
            "timeCreated": "<time>",
            "identifier": {"publisher": "<text>", "offer": "<text>", "sku": "<text>"},
            "storageProfile": {"osDisk": {"osState": "Generalized", "diskSizeGB": 30}, "zoneResilient": False},
        },
    }


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Image 'secretImage' was not found.", "Image <…> was not found."),
        ("The client web with object id 1234 may not.", "The client web with object id <…> may not."),
        ("The image secretimage is in use by secretImage.", "The image <…> is in use by <…>"),
        (f"See {IMAGE} at https://secret.example", "See <…> at <…>"),
    ],
)
def test_a_message_keeps_the_words_of_azure(message: str, kept: str) -> None:
    assert scrubbed({"message": message}, names=names_in(IMAGE)) == {"message": kept}


def test_of_a_long_list_the_first_items_are_kept() -> None:
    assert scrubbed(list(range(5_000))) == list(range(LONGEST_LIST))


def test_a_name_has_one_mark_wherever_it_stands_and_however_it_is_spelled() -> None:
    marks = Marks(b"key")
    body: JsonObject = {"id": IMAGE.upper().replace("/SUBSCRIPTIONS/", "/subscriptions/"), "name": "secretIMAGE"}

    told = cast("dict[str, str]", scrubbed(body, marks=marks))
    path = scrubbed_path(IMAGE, marks).split("/")

    assert told["name"] == path[-1]
    assert told["id"].split("/")[-1] == path[-1].replace("<name", "<NAME")
    assert len({*path[2::2]} - {"providers", "Microsoft.Compute"}) == 3
    assert "secret" not in "".join(path).lower()
    assert Marks(b"another key").of("secretImage") != path[-1]


def test_names_that_azure_defines_are_kept() -> None:
    body: JsonObject = {
        "sku": {"name": "Standard_LRS"},
        "targetRegions": [{"name": "West Europe", "regionalReplicaCount": 1}],
        "identifier": {"sku": "secret"},
    }

    assert scrubbed(body) == {**body, "identifier": {"sku": "<text>"}}


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        (f"https://secret.example{IMAGE}?api-version=2024-03-03&t=secret&monitor=true", "?api-version=2024-03-03&mon"),
        ("REDACTED", "<there>"),
    ],
)
def test_of_a_link_path_and_version_are_kept(header: str, kept: str) -> None:
    told = scrubbed_link(header)

    assert kept in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("The image can't be found: 'secretplace' in 'secretgroup'.", "The image can't be found: <…> in <…>."),
        ("The resource's name 'secret' isn't valid.", "The resource's name <…> isn't valid."),
        ("All users' images of 'secret' are gone.", "All users' images of <…> are gone."),
        ("Policy \u201csecret one\u201d of `secret` or \u2018it's secret\u2019.", "Policy <…> of <…> or <…>."),
        ('Disallowed by: \'[{"name":"Don\'t use secret"}]\'.', "Disallowed by: <…>."),
        ("It was 'secret\nof two lines'.", "It was <…>."),
    ],
)
def test_what_is_quoted_in_a_message_is_left_out_whatever_the_quotes(message: str, kept: str) -> None:
    assert scrubbed({"error": {"message": message}}) == {"error": {"message": kept}}


@pytest.mark.parametrize("key", ["tags", "Tags", "parameters", "policyAssignmentParameters", "metadata"])
def test_keys_that_a_user_chose_are_replaced_however_deep(key: str) -> None:
    told = str(scrubbed({key: {"secret1": {"value": {"secret2": [{"secret3": "secret", "state": "secret"}]}}}}))
    assert "secret" not in told
    assert f"'{key}'" in told


def test_a_message_that_is_no_errors_is_a_text() -> None:
    """A machine's statuses have what a user's script printed."""
    statuses: JsonObject = {"statuses": [{"code": "ComponentStatus/StdOut", "message": "welcome to secret"}]}
    errors: JsonObject = {"error": {"details": [{"message": "No."}], "innererror": {"message": "Not."}}}

    assert scrubbed(statuses) == {"statuses": [{"code": "ComponentStatus/StdOut", "message": "<text>"}]}
    assert scrubbed(errors) == errors
