"""What a preview must never be applied with."""

from __future__ import annotations

import json

import pytest

from managed_image_to_gallery.cli.plan_check import refusal_texts, refusals
from managed_image_to_gallery.cli.preview_digest import read_digest
from tests.cli.digests import GROUP, IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION, TYPES, deletion, preview, step


def rules(text: str) -> set[str]:
    return {refusal.rule for refusal in refusals(read_digest(text))}


def test_the_first_publication_is_fine() -> None:
    steps = [step("import", "Image"), step("create", "GalleryImage"), step("create", "GalleryImageVersion")]
    assert rules(preview(*steps)) == set()


def test_deleting_the_image_is_fine_once_retired() -> None:
    assert rules(preview(step("delete", "Image"), stages=("retired",))) == set()


@pytest.mark.parametrize("stages", [("published",), ("validated",), ("retired", "published"), ()])
def test_deleting_the_image_is_refused_before(stages: tuple[str, ...]) -> None:
    assert rules(preview(step("delete", "Image"), stages=stages)) == {"image-deleted-outside-retired"}


def test_the_source_may_be_named_by_id_in_any_case() -> None:
    text = preview(step("delete", "Image"), stages=("retired",), source={"id": IMAGE.upper()})
    assert rules(text) == set()


def test_deleting_an_image_of_an_older_api_version_is_refused_too() -> None:
    assert rules(preview(step("delete", "Image", module="compute/v20230301"))) == {"image-deleted-outside-retired"}


@pytest.mark.parametrize("operation", ["replace", "import-replacement", "delete-replaced", "create-replacement"])
@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
def test_an_image_is_never_replaced(operation: str, stage: str) -> None:
    assert "image-replaced" in rules(preview(step(operation, "Image"), stages=(stage,)))


def test_an_image_is_never_updated() -> None:
    assert rules(preview(step("update", "Image"))) == {"image-updated"}


@pytest.mark.parametrize("kind", ["GalleryImageVersion", "GalleryImage", "Gallery"])
@pytest.mark.parametrize("operation", ["delete", "replace", "delete-replaced", "create-replacement"])
def test_what_may_be_the_only_copy_is_never_deleted_or_replaced(kind: str, operation: str) -> None:
    assert "gallery-resource-replaced-or-deleted" in rules(preview(step(operation, kind), stages=("retired",)))


def giving_up(version: str, *steps: object) -> str:
    """A preview whose config gives a version up."""
    body = json.loads(preview(*steps, stages=()))
    listed = [{"id": version, "reason": "nobody uses it"}]
    return json.dumps({**body, "config": {"managed-image-to-gallery:abandonedVersions": json.dumps(listed)}})


@pytest.mark.parametrize("kind", ["GalleryImageVersion", "GalleryImage"])
def test_a_version_that_is_given_up_may_go_and_its_definition(kind: str) -> None:
    assert rules(giving_up(TYPES["GalleryImageVersion"].upper() + "/", step("delete", kind))) == set()
    for other in ("2", ".0/versions/1.0.0"):
        text = giving_up(TYPES["GalleryImageVersion"] + other, step("delete", "GalleryImageVersion"))
        assert rules(text) == {"gallery-resource-replaced-or-deleted"}


@pytest.mark.parametrize(("kind", "operation"), [("GalleryImageVersion", "replace"), ("Gallery", "delete")])
def test_giving_a_version_up_allows_nothing_else(kind: str, operation: str) -> None:
    text = giving_up(TYPES["GalleryImageVersion"], step(operation, kind))
    assert "gallery-resource-replaced-or-deleted" in rules(text)


def test_a_version_may_be_updated() -> None:
    assert rules(preview(step("update", "GalleryImageVersion"), stages=("retired",))) == set()


def test_one_object_imported_under_a_new_name_and_deleted_under_the_old() -> None:
    text = preview(
        step("import", "Image", name="new", new_id=IMAGE.upper()),
        step("delete", "Image", name="old"),
        stages=("retired",),
    )
    assert rules(text) == {"imported-and-deleted"}


def test_an_import_whose_inputs_differ() -> None:
    text = preview(step("import", "Image"), step("update", "Image"))
    assert rules(text) == {"image-updated"}
    assert rules(preview(step("import", "Gallery"), step("update", "Gallery"))) == {"import-mismatch"}


def test_the_mismatch_that_a_preview_only_warns_of() -> None:
    warning = {"severity": "warning", "message": "previously-imported resources … may not be replaced; please remove …"}
    assert rules(preview(diagnostics=[warning])) == {"import-mismatch"}
    assert (
        rules(preview(diagnostics=[{**warning, "message": "using pulumi-resource-azure-native from $PATH"}])) == set()
    )


def test_a_refusal_names_the_step_and_the_remedy() -> None:
    (refusal,) = refusals(read_digest(preview(step("delete", "Image"))))
    assert "::one" in refusal.text()
    assert "its stage is published" in refusal.text()
    assert "published, validated, retired" in refusal.text()


def test_a_config_that_cannot_be_read_lets_no_image_be_deleted() -> None:
    body = json.loads(preview(step("delete", "Image"), stages=("retired",)))
    body["config"]["managed-image-to-gallery:migrations"] = "[secret]"
    assert rules(json.dumps(body)) == {"image-deleted-outside-retired"}


def test_an_image_outside_of_the_config_is_not_deleted_either() -> None:
    text = preview(step("delete", "Image"), stages=("retired",), source={"resourceGroup": "g", "name": "other"})
    assert rules(text) == {"image-deleted-outside-retired"}


ELSEWHERE = IMAGE.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)
GENERATED = "azure-native_compute_v20240701:compute:Image"
GENERIC = "azure-native:resources:Resource"


def test_an_image_of_the_same_group_and_name_in_another_subscription_is_another_image() -> None:
    there = deletion("azure-native:compute:Image", ELSEWHERE)
    here = deletion("azure-native:compute:Image", IMAGE)
    assert rules(preview(there, stages=("retired",))) == {"image-deleted-outside-retired"}
    assert rules(preview(there, stages=("retired",), source={"id": ELSEWHERE})) == set()
    assert rules(preview(here, stages=("retired",), source={"id": ELSEWHERE})) == {"image-deleted-outside-retired"}


def test_the_stage_of_an_image_is_not_that_of_its_namesake() -> None:
    entries = [
        {"stage": "retired", "source": {"resourceGroup": "myResourceGroup", "name": "myImage"}},
        {"stage": "validated", "source": {"id": ELSEWHERE}},
    ]
    body = json.loads(preview(deletion("azure-native:compute:Image", IMAGE)))
    body["config"]["managed-image-to-gallery:migrations"] = json.dumps(entries)
    assert rules(json.dumps(body)) == set()


def test_without_a_known_subscription_a_name_is_no_image() -> None:
    body = json.loads(preview(step("delete", "Image"), stages=("retired",)))
    for hidden in (None, "[secret]", ""):
        body["config"]["azure-native:subscriptionId"] = hidden
        (refusal,) = refusals(read_digest(json.dumps(body)))
        assert "subscription is not known" in refusal.text()
    del body["config"]["azure-native:subscriptionId"]
    text = json.dumps(body)
    assert rules(text) == {"image-deleted-outside-retired"}
    assert refusals(read_digest(text, {"ARM_SUBSCRIPTION_ID": SUBSCRIPTION.upper()})) == []
    assert refusals(read_digest(text, {"ARM_SUBSCRIPTION_ID": OTHER_SUBSCRIPTION}))


def test_the_config_s_subscription_counts_before_the_environment_s() -> None:
    text = preview(step("delete", "Image"), stages=("retired",))
    assert refusals(read_digest(text, {"ARM_SUBSCRIPTION_ID": OTHER_SUBSCRIPTION})) == []


@pytest.mark.parametrize("token", [GENERATED, GENERIC, "azure:compute/image:Image"])
@pytest.mark.parametrize("operation", ["delete", "replace", "update", "delete-replaced", "read-replacement"])
def test_an_image_is_guarded_whatever_package_declares_it(token: str, operation: str) -> None:
    assert rules(preview(deletion(token, IMAGE, operation=operation)))


@pytest.mark.parametrize("token", [GENERATED, GENERIC])
def test_a_retired_image_may_be_deleted_whatever_package_declares_it(token: str) -> None:
    assert rules(preview(deletion(token, IMAGE), stages=("retired",))) == set()


def test_a_retired_image_does_not_go_a_second_time_without_its_hook() -> None:
    """`pulumi import` beside the program's own: the gate is asked for one of the two."""
    own, by_hand = step("delete", "Image"), deletion("azure-native:compute:Image", IMAGE.upper())
    (refusal,) = refusals(read_digest(preview(own, by_hand, stages=("retired",))))
    assert refusal.rule == "image-in-the-state-twice"
    assert refusal.step is not None
    assert refusal.step.urn == by_hand["urn"]
    assert "pulumi state delete" in refusal.remedy


@pytest.mark.parametrize("kind", ["GalleryImageVersion", "GalleryImage", "Gallery"])
def test_only_copies_are_guarded_whatever_package_declares_them(kind: str) -> None:
    found = rules(preview(deletion(GENERIC, TYPES[kind]), deletion("azure:compute/x:X", TYPES[kind])))
    assert found == {"gallery-resource-replaced-or-deleted"}


@pytest.mark.parametrize("operation", ["delete", "replace", "delete-replaced"])
@pytest.mark.parametrize("token", ["azure-native:resources:ResourceGroup", GENERIC])
def test_a_group_takes_its_images_with_it(token: str, operation: str) -> None:
    found = refusals(read_digest(preview(deletion(token, GROUP, operation=operation), stages=("retired",))))
    assert {refusal.rule for refusal in found} == {"container-deleted"}
    assert "resource group" in found[0].text()


def test_a_group_that_changes_or_stays_is_fine() -> None:
    text = preview(*(deletion(GENERIC, GROUP, operation=operation) for operation in ("update", "same", "read")))
    assert rules(text) == set()


def test_what_could_be_an_image_is_not_deleted_without_its_id() -> None:
    assert rules(preview(deletion(GENERIC, ""), stages=("retired",))) == {"not-known"}
    assert rules(preview(deletion(GENERATED, ""), stages=("retired",))) == {"image-deleted-outside-retired"}
    assert rules(preview(deletion("my:index:Image", "", custom=False))) == set()
    assert rules(preview({"op": "delete"})) == {"not-known"}


@pytest.mark.parametrize("operation", ["discard", "discard-replaced", "remove-pending-replace", "read", "refresh"])
def test_what_deletes_nothing_in_azure_is_fine(operation: str) -> None:
    assert rules(preview(deletion("azure-native:compute:Image", IMAGE, operation=operation))) == set()


def test_an_operation_that_nobody_knows_is_refused_for_what_is_guarded() -> None:
    assert rules(preview(deletion("azure-native:compute:Image", IMAGE, operation="evict"))) == {"not-known"}
    assert rules(preview(deletion("azure-native:network:Subnet", "", operation="evict"))) == set()


def test_a_preview_that_failed_may_not_be_applied() -> None:
    error = {"severity": "error", "message": "azure: myImage does not exist"}
    (refusal,) = refusals(read_digest(preview(step("same", "Image"), diagnostics=[error])))
    assert refusal.rule == "preview-failed"
    assert "myImage does not exist" in refusal.text()


def test_many_refusals_of_one_kind_have_their_remedy_once() -> None:
    steps = [step("delete", "GalleryImageVersion", name=f"v{number}") for number in range(55)]
    found = refusals(read_digest(preview(*steps)))
    (text,) = refusal_texts(found)
    assert text.count("→") == 1
    assert len(text.splitlines()) == 57
    assert refusal_texts(found[:1]) == [found[0].text()]
