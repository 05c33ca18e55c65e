"""A release of azure-native that takes another API version for its types changes nothing in a stack."""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING

import pytest
from pulumi_azure_native import authorization, compute, network

from harness.outcomes import preview, up
from local_azure.provider.version import PROVIDER_VERSION
from managed_image_to_gallery.component.state import resource_types
from tests.upgrades.kept import fixtures
from tests.upgrades.restoring import restored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

OLD_PROVIDER, OLD_API = "3.20.0", "2022-08-03"
GALLERIES, IMAGES = "v20230703", "v20230701"
DECLARED = (
    *(compute.Image, compute.Gallery, compute.GalleryImage, compute.GalleryImageVersion),
    *(compute.VirtualMachine, compute.VirtualMachineRunCommandByVirtualMachine),
    *(network.VirtualNetwork, network.Subnet, network.NetworkInterface),
    *(authorization.RoleAssignment, authorization.ManagementLockByScope),
)


def of_an_older_provider(exported: dict[str, Any]) -> dict[str, Any]:
    """The same state as a program with an older azure-native has left it."""
    text = json.dumps(exported)
    for new, old in ((PROVIDER_VERSION, OLD_PROVIDER), *((PROVIDER_VERSION.replace(".", "_"), "3_20_0"),)):
        assert new in text
        text = text.replace(new, old)
    text, count = re.subn(r'"azureApiVersion": "[^"]+"', f'"azureApiVersion": "{OLD_API}"', text)
    assert count > len(DECLARED)
    return json.loads(text)


def with_types_of_an_api_version(exported: dict[str, Any]) -> dict[str, Any]:
    """The same state as a program has left it that named each type with an API version."""
    text, count = re.subn(
        r"azure-native:compute:(Gallery|GalleryImage|GalleryImageVersion|Image)\b",
        lambda found: f"azure-native:compute/{IMAGES if found[1] == 'Image' else GALLERIES}:{found[1]}",
        json.dumps(exported),
    )
    assert count > 8
    return json.loads(text)


@pytest.mark.parametrize("left", [of_an_older_provider, with_types_of_an_api_version])
def test_nothing_is_replaced_nor_updated(tmp_path: Path, left: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    newest = fixtures()[-1]
    with restored(newest, tmp_path, left(newest.exported)) as (product, azure):
        shown = preview(product, "--expect-no-changes")
        assert not shown.failed, shown.text
        done = up(product)
        assert (done.failed, done.changes) == (False, []), done.text
        assert azure.writes() == []
        again = preview(product, "--expect-no-changes")
        assert not again.failed, again.text


def test_the_types_are_those_that_the_sdk_has() -> None:
    known = (resource_types.IMAGE, resource_types.GALLERY, resource_types.DEFINITION, resource_types.VERSION)
    assert [f'"{token}"' in inspect.getsource(kind) for token, kind in zip(known, DECLARED, strict=False)] == [True] * 4


@pytest.mark.parametrize("kind", DECLARED)
def test_the_sdk_renames_a_type_only_between_api_versions(kind: type) -> None:
    """Another alias would be one of a type that a state has: then a fixture of that type is needed here."""
    aliases = re.findall(r'type_="([^"]+)"', inspect.getsource(kind))
    own = re.compile(rf"azure-native:\w+(/v\d{{8}}\w*)?:{kind.__name__}")
    assert [alias for alias in aliases if not own.fullmatch(alias)] == []
