"""docs/from-terraform.md: the script that it names, on a state with modules, counts and keys."""

from __future__ import annotations

import json
import subprocess
import sys

from harness.product import ROOT

SCRIPT = ROOT / "examples" / "terraform" / "release_images.py"
IMAGES = "/subscriptions/s/resourceGroups/group/providers/Microsoft.Compute/images"


def resource(address: str, image: str, kind: str = "azurerm_image", mode: str = "managed") -> dict[str, object]:
    return {"address": address, "mode": mode, "type": kind, "values": {"id": f"{IMAGES}/{image}"}}


def run(state: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT)], input=json.dumps(state), capture_output=True, text=True, check=True
    )


def released(address: str) -> str:
    return f"removed {{\n  from = {address}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"


def test_the_page_names_the_script() -> None:
    page = (ROOT / "docs" / "from-terraform.md").read_text(encoding="utf-8")
    assert "`examples/terraform/release_images.py`" in page
    assert "terraform show -json | python3 release_images.py > removed.tf" in page


def test_every_image_is_released_once_and_nothing_else_is() -> None:
    below = {
        "resources": [resource('module.m["a]b"].azurerm_image.web["x[1]"]', "web-x")],
        "child_modules": [{"resources": [resource('module.m["a]b"].module.n[0].azurerm_image.db', "db")]}],
    }
    top = [
        resource("azurerm_image.image", "image"),
        resource("azurerm_image.many[0]", "many-0"),
        resource("azurerm_image.many[1]", "many-1"),
        resource("azurerm_shared_image_version.version", "version", "azurerm_shared_image_version"),
        resource("data.azurerm_image.read", "read", mode="data"),
    ]

    done = run({"values": {"root_module": {"resources": top, "child_modules": [below]}}})

    addresses = (
        "azurerm_image.image",
        "azurerm_image.many",
        "module.m.azurerm_image.web",
        "module.m.module.n.azurerm_image.db",
    )
    assert done.stdout == "".join(map(released, addresses))
    assert done.stderr.split() == [f"{IMAGES}/{one}" for one in ("image", "many-0", "many-1", "web-x", "db")]


def test_images_of_azapi_are_released_as_well() -> None:
    kinds = {"image": "Microsoft.Compute/images@2024-07-01", "gallery": "Microsoft.Compute/galleries/images@2024-03-03"}
    resources = [
        {
            **resource(f"azapi_resource.{name}", name, "azapi_resource"),
            "values": {"id": f"{IMAGES}/{name}", "type": kind},
        }
        for name, kind in kinds.items()
    ]

    assert run({"values": {"root_module": {"resources": resources}}}).stdout == released("azapi_resource.image")


def test_an_empty_state_releases_nothing() -> None:
    assert run({"format_version": "1.0"}).stdout == ""
