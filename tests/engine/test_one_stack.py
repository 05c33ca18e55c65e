"""One stack, one subscription, one entry per version: what contradicts the state is refused before it is registered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.local_azure import running_local_azure
from harness.outcomes import preview, up
from harness.product import NAME, Product, seed
from harness.warm_programs import warm_programs
from tests.acceptance.unjudged import unjudged
from tests.engine import azure_says
from tests.engine.azure_says import COMPUTE_API, GALLERY_API, IMAGE, VERSION
from tests.engine.test_references import Others

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure

OTHER = "00000000-0000-4000-8000-000000000002"
PUBLISHED_AGAIN: dict[str, Any] = {"version": "1.0.1"}


@pytest.fixture(scope="module")
def two_subscriptions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    folder = tmp_path_factory.mktemp("two-subscriptions")
    with (
        running_local_azure(folder, provider=True, options=["--subscription", OTHER]) as azure,
        warm_programs(folder) as variables,
    ):
        azure.env.update(variables)
        yield azure


@pytest.fixture
def azure(two_subscriptions: LocalAzure) -> LocalAzure:
    """The documented example, and the same names in another subscription."""
    azure = two_subscriptions
    azure.reset()
    azure.seed(seed())
    here, there = azure.group_id("myResourceGroup"), f"/subscriptions/{OTHER}/resourceGroups/myResourceGroup"
    azure.put(there, {"location": "southcentralus"}, api_version="2024-11-01").raise_for_status()
    for path, version in (("images/myImage", COMPUTE_API), ("galleries/myGallery", GALLERY_API)):
        body = azure.get(f"{here}/providers/Microsoft.Compute/{path}", api_version=version).json()
        twin = {"location": body["location"], "properties": _writable(body["properties"])}
        made = azure.put(f"{there}/providers/Microsoft.Compute/{path}", twin, api_version=version)
        made.raise_for_status()
    azure.settle()
    return azure


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    """The example, published."""
    product = Product.of(tmp_path, azure)
    product.up()
    azure.forget_requests()
    return product


def _writable(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if name not in ("provisioningState", "identifier")}


def assert_converges(product: Product, azure: LocalAzure) -> None:
    """By `resume`, without a DELETE; nothing is left to do, and one image is in the state."""
    told = product.gallery_migrate("doctor").stdout
    assert "gallery-migrate resume" in told, told
    unanswered = product.export()
    asked = product.gallery_migrate("resume")
    assert asked.returncode, asked.stdout
    assert "in Azure it stays" in asked.stdout + asked.stderr
    assert product.export()["deployment"] == unanswered["deployment"], "nothing without a yes"
    done = product.gallery_migrate("resume", "--yes")
    assert not done.returncode, done.stdout + done.stderr
    after = preview(product, "--expect-no-changes")
    assert after.status == 0, after.text
    (image,) = [each for each in product.resources() if each["type"] == IMAGE]
    assert str(image["id"]).lower() == azure_says.image_id(azure).lower()
    assert image["protect"]
    assert image["retainOnDelete"]
    assert not image.get("delete")
    assert azure_says.image_exists(azure)
    assert not azure.requests(method="DELETE", type="Microsoft.Compute/images")


def test_what_contradicts_the_state_is_refused_before_it_is_registered(product: Product, azure: LocalAzure) -> None:
    before, config = product.resources(), dict(product.migration)
    source = {"resourceGroup": "myResourceGroup", "name": "another"}
    definition = {"name": "another", "publisher": "p", "offer": "o", "sku": "another"}
    changes: list[tuple[dict[str, Any], str]] = [
        (PUBLISHED_AGAIN, "its entry was changed in place"),
        ({"definition": definition}, "its entry was changed in place"),
        ({"source": source}, f"{NAME} has adopted {azure_says.image_id(azure).lower()[:15]}"),
        ({**PUBLISHED_AGAIN, "name": NAME}, f"{NAME} was published as"),
    ]
    for change, text in changes:
        product.write_config({"migrations": [{**config, **change}]})
        done = up(product)
        assert done.failed, done.text
        assert text in done.text
    product.write_config({"migrations": []})
    assert "has no entry any more" in up(product).text
    product.configure()
    product.env["ARM_SUBSCRIPTION_ID"] = OTHER
    ours = azure.subscription
    assert f"the stack's resources are in subscription {ours}, now {OTHER} is set" in up(product).text
    product.env["ARM_SUBSCRIPTION_ID"] = ours

    assert product.resources() == before
    undone = preview(product, "--expect-no-changes")
    assert undone.status == 0, undone.text


def test_an_image_that_was_adopted_twice_is_forgotten_once(product: Product, azure: LocalAzure) -> None:
    program = product.program
    product.write_program(unjudged(program))
    product.configure(**PUBLISHED_AGAIN)
    assert up(product).failed
    product.write_program(program)
    product.configure(version="1.0.0")
    assert [each["type"] for each in product.resources()].count(IMAGE) == 2
    refused = up(product)
    assert refused.failed
    assert "gallery-migrate resume" in refused.text
    assert_converges(product, azure)


@pytest.mark.parametrize("tries", [1, 2], ids=["in its place", "put right without help"])
def test_an_image_of_another_subscription_is_forgotten(product: Product, azure: LocalAzure, tries: int) -> None:
    program = product.program
    product.write_program(unjudged(program))
    for subscription in (OTHER, azure.subscription)[:tries]:
        product.env["ARM_SUBSCRIPTION_ID"] = subscription
        assert up(product).failed
    product.env["ARM_SUBSCRIPTION_ID"] = azure.subscription
    product.write_program(program)
    marked = [each for each in product.resources() if each["type"] == IMAGE and each.get("delete")]
    assert len(marked) == tries
    refused = up(product)
    assert refused.failed
    assert "gallery-migrate resume" in refused.text
    assert_converges(product, azure)


def test_a_version_that_is_given_up_leaves_its_image_to_the_other_one(product: Product, azure: LocalAzure) -> None:
    first, second = dict(product.migration), {**product.migration, "version": "1.1.0"}
    product.write_config({"migrations": [first, second]})
    product.up()
    abandoned = [{"id": azure_says.version_id(azure), "reason": "it has the wrong kernel"}]
    product.write_config({"migrations": [second], "abandonedVersions": cast("Any", abandoned)})
    (version,) = [str(one["urn"]) for one in product.resources() if str(one["urn"]).endswith(f"{NAME}-version")]
    product.pulumi("state", "unprotect", version, "--yes", check=True)
    done = up(product)
    assert not done.failed, done.text
    assert done.operations(IMAGE) == ["same"]
    assert done.operations(VERSION) == ["same", "delete"]
    after = preview(product, "--expect-no-changes")
    assert after.status == 0, after.text


def test_an_image_of_another_subscription_is_kept_by_a_version_in_that_of_the_stack(
    azure: LocalAzure, tmp_path: Path
) -> None:
    """Its gallery, and those of its neighbours, are where the stack is; nobody has to name that in referenceScan."""
    source = azure_says.image_id(azure).replace(azure.subscription, OTHER)
    product = Product.of(tmp_path, azure, source={"id": source})
    product.up()
    others = Others(azure, source)
    shallow = others.shallow("0.1.0")
    assert f"{shallow}" in product.refused("validated")
    others.drop(shallow)
    product.enter("validated")
    others.shallow("0.2.0")
    assert "Shallow image version" in product.refused("retired")
    assert azure.get(source, api_version=COMPUTE_API).status_code == 200
