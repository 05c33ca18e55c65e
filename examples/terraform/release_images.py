"""The `removed` blocks that make Terraform or OpenTofu forget its managed images without destroying them.

    terraform show -json | python3 release_images.py > removed.tf

Standard error names the images, as `gallery-migrate init` takes them.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
BLOCK = """removed {{
  from = {address}
  lifecycle {{
    destroy = false
  }}
}}
"""


def images(module: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Address and id of each image that a module and those below it manage; a `data` block manages nothing."""
    for resource in module.get("resources", []):
        if resource["mode"] == "managed" and is_image(resource):
            yield resource["address"], resource["values"]["id"]
    for child in module.get("child_modules", []):
        yield from images(child)


def is_image(resource: dict[str, Any]) -> bool:
    """Whether a resource of the providers azurerm or azapi is a managed image."""
    kind = str(resource["values"].get("type", "")) if resource["type"] == "azapi_resource" else ""
    return resource["type"] == "azurerm_image" or kind.lower().startswith("microsoft.compute/images@")


def without_keys(address: str) -> str:
    """An address without the keys of `count` and `for_each`: `removed` takes all instances at once."""
    return KEY.sub("", address)


def main() -> None:
    """Read the state, write the blocks."""
    found = list(images(json.load(sys.stdin).get("values", {}).get("root_module", {})))
    for address in dict.fromkeys(without_keys(address) for address, _ in found):
        sys.stdout.write(BLOCK.format(address=address))
    for _, image in found:
        sys.stderr.write(f"{image}\n")


if __name__ == "__main__":
    main()
