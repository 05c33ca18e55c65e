"""What a preview must never be applied with."""

from __future__ import annotations

import json

import pytest

from gallery_migrate.plan_check import refusals
from gallery_migrate.preview_digest import read_digest
from tests.gallery_migrate.digests import IMAGE, preview, step


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
    body["config"] = {"managed-image-to-gallery:migrations": "[secret]"}
    assert rules(json.dumps(body)) == {"image-deleted-outside-retired"}


def test_an_image_outside_of_the_config_is_not_deleted_either() -> None:
    text = preview(step("delete", "Image"), stages=("retired",), source={"resourceGroup": "g", "name": "other"})
    assert rules(text) == {"image-deleted-outside-retired"}
