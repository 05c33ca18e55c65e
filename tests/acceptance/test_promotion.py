"""One image version through environments in separate subscriptions, as docs/environments.md says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from harness.local_azure import running_local_azure
from harness.product import Product, seed
from harness.warm_programs import warm_programs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

PROD = "00000000-0000-4000-8000-000000000002"
THERE = f"""
resources:
  - {{id: /subscriptions/{PROD}/resourceGroups/images-prod, body: {{location: southcentralus}}}}
  - id: /subscriptions/{PROD}/resourceGroups/images-prod/providers/Microsoft.Compute/galleries/images_prod
    body: {{location: southcentralus, properties: {{}}}}
"""


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[LocalAzure]:
    with (
        running_local_azure(tmp_path, provider=True, options=["--subscription", PROD]) as running,
        warm_programs(tmp_path) as variables,
    ):
        running.seed(seed())
        running.seed(THERE)
        running.env.update(variables)
        yield running


class Environment(Product):
    """A stack of prod: its own subscription and gallery, the image of dev by its id."""

    def write_config(self, changes: Mapping[str, object]) -> None:
        """As the guide writes it."""
        gallery: JsonObject = {"resourceGroup": "images-prod", "name": "images_prod"}
        super().write_config({**changes, "gallery": gallery})
        file = self.path / f"Pulumi.{self.stack}.yaml"
        settings = yaml.safe_load(file.read_text())
        settings["config"]["azure-native:subscriptionId"] = PROD
        file.write_text(yaml.safe_dump(settings))


def gallery(subscription: str, group: str, name: str) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/galleries/{name}"


def status(azure: LocalAzure, path: str) -> int:
    return azure.get(path, api_version="2024-03-03" if "/galleries/" in path else "2024-07-01").status_code


@pytest.mark.exhaustive
def test_every_environment_has_its_own_version_before_the_image_leaves(azure: LocalAzure, tmp_path: Path) -> None:
    image = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images/myImage"
    lock = f"{image}/providers/Microsoft.Authorization/locks/until-prod-is-published"
    azure.put(lock, {"properties": {"level": "CanNotDelete"}}, api_version="2020-05-01").raise_for_status()
    dev = Product.of(tmp_path / "dev", azure)
    prod = Environment.of(tmp_path / "prod", azure, source={"id": image})
    for stack in (dev, prod):
        stack.enter("published")
    assert "until-prod-is-published" in dev.refused("validated")
    azure.delete(lock, api_version="2020-05-01").raise_for_status()
    for stack in (dev, prod):
        stack.enter("validated")
    in_dev, in_prod = (
        f"{place}/images/myImageDefinition/versions/1.0.0"
        for place in (
            gallery(azure.subscription, "myResourceGroup", "myGallery"),
            gallery(PROD, "images-prod", "images_prod"),
        )
    )
    assert [status(azure, version) for version in (in_dev, in_prod)] == [200, 200]

    dev.enter("retired")
    assert status(azure, image) == 404

    # The other stack still has the image in its state; what is not there, its hook cannot prove.
    assert "expected: the source image to exist" in prod.refused("retired")
    prod.refresh()
    prod.up()
    assert "source" not in prod.names()
    assert [status(azure, version) for version in (in_dev, in_prod)] == [200, 200]
