from __future__ import annotations

import asyncio
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.models import ImageReference, PurchasePlan
from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
from managed_image_to_gallery.azure.resource_graph import Sweep, SweepScope
from managed_image_to_gallery.azure.resource_ids import definition_id, gallery_id, image_id, version_id
from managed_image_to_gallery.azure.version_scan import SHALLOW, UNFINISHED
from managed_image_to_gallery.azure.wire_services import HOST_POOL, POLICY_ASSIGNMENT
from managed_image_to_gallery.cli.commands.references import show
from managed_image_to_gallery.cli.references import FINISH, LOOK, POINT, SCALE_SET, TOLD, change_of, find_changes
from tests.cli.migrations import entry, migrations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.models import ImageDefinition
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration

_SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
_IMAGE = image_id(_SUBSCRIPTION, "rg", "old")
_VERSION = version_id(definition_id(gallery_id(_SUBSCRIPTION, "rg", "g"), "d"), "1.0.0")


def test_a_scale_set_is_updated_and_then_its_instances() -> None:
    change = change_of(ImageReference("/set", SCALE_SET, "eastus"), _IMAGE, _VERSION, None)
    update, upgrade = change.texts["az"].splitlines()
    assert update.startswith("az vmss update --ids /set")
    assert update.endswith(str(_VERSION))
    assert upgrade.startswith("az vmss update-instances --ids /set")


def test_every_tool_is_told_the_plan() -> None:
    plan = PurchasePlan("thePlan", "thePublisher", "theProduct")
    change = change_of(ImageReference("/vm", "virtual machine", "eastus"), _IMAGE, _VERSION, plan)
    for tool, text in change.texts.items():
        assert str(_VERSION) in text, tool
        assert all(part in text for part in ("thePlan", "thePublisher", "theProduct")), tool


@pytest.mark.parametrize(
    ("kind", "told"),
    [(SHALLOW, f"--managed-image {_IMAGE} --replication-mode Full"), (UNFINISHED, "--expand ReplicationStatus")],
)
def test_a_version_is_not_pointed_at_another_image(kind: str, told: str) -> None:
    other = str(_VERSION).replace("1.0.0", "0.9.0")
    change = change_of(ImageReference(other, kind, "", detail="why"), _IMAGE, _VERSION, None)
    assert (list(change.texts), change.detail) == (["az"], "why")
    assert told in change.texts["az"]
    assert "-g rg -r g -i d -e 0.9.0" in change.texts["az"]
    assert all(f"--subscription {_SUBSCRIPTION}" in line for line in change.texts["az"].splitlines())
    assert "elete" in change.note


def test_what_cannot_be_judged_is_looked_at_first() -> None:
    change = change_of(ImageReference("/vm", "virtual machine", "eastus", detail="what"), _IMAGE, _VERSION, None)
    assert change.texts == {"az": "az resource show --ids /vm"}
    assert "acceptedReferences" in change.note


@pytest.mark.parametrize(
    ("value", "added"),
    [
        ('["a"]', f'imageIds: ["a", "{_VERSION}"]'),
        ('"a;b"', f'imageIds: "a;b;{_VERSION}"'),
        (f'{{"a": ["{_IMAGE}"], "b": ["c"]}}', f'imageIds: {{"a": ["{_IMAGE}", "{_VERSION}"], "b": ["c"]}}'),
    ],
)
def test_a_policy_is_told_with_the_version_added(value: str, added: str) -> None:
    policy = ImageReference("/p", POLICY_ASSIGNMENT, "", names_only=True, setting=("imageIds", value))
    change = change_of(policy, _IMAGE, _VERSION, None)
    assert (change.action, change.texts) == (TOLD, {"parameter": added})


@pytest.mark.parametrize(
    ("reference", "action"),
    [
        (ImageReference("/vm", "virtual machine", "eastus"), POINT),
        (ImageReference("/pool", HOST_POOL, "eastus"), POINT),
        (ImageReference("/fleet", "microsoft.azurefleet/fleets", "eastus"), POINT),
        (ImageReference(str(_VERSION), UNFINISHED, "", detail="why"), FINISH),
        (ImageReference("/vm", "virtual machine", "eastus", detail="what"), LOOK),
        (ImageReference("/t", "microsoft.resources/templatespecs", "eastus", names_only=True), TOLD),
    ],
)
def test_each_is_told_by_what_is_to_be_done(reference: ImageReference, action: str) -> None:
    change = change_of(reference, _IMAGE, _VERSION, None)
    assert change.action == action
    assert "az vm create" not in change.texts.get("az", "") or reference.kind == "virtual machine"


def test_an_image_that_is_gone_is_not_called_free(capsys: pytest.CaptureFixture[str]) -> None:
    change = change_of(ImageReference("/vm", "virtual machine", "eastus"), _IMAGE, _VERSION, None)
    show({"used": [change], "named": [change], "free": [], "retired": []}, {"named", "retired"}, verbose=True)
    told = capsys.readouterr()
    assert "retired: 0 references to its source image, which is gone (retired or deleted)" in told.out
    assert "named: 1 reference to its source image, which is gone (retired or deleted)" in told.out
    assert "4 images: 1 in use (1 reference), 1 free, 2 gone (retired or deleted)." in told.err


GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/{}/providers/Microsoft.Compute"
GROUPS = ("APPS(PROD)", "Legacy_Images.(prod)", "Bilder_Größe", "画像", "it's", "$HOME", "`id`", "plain")


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("kind", ["virtual machine", SCALE_SET, SHALLOW, UNFINISHED, "image template"])
@pytest.mark.parametrize("detail", ["", "why"])
def test_what_is_to_be_typed_is_valid_in_a_shell_for_every_name(group: str, kind: str, detail: str) -> None:
    version = f"{GROUP.format(group)}/galleries/g/images/d/versions/0.9.0"
    consumer = version if kind in (SHALLOW, UNFINISHED) else f"{GROUP.format(group)}/virtualMachines/vm-1"
    plan = PurchasePlan("the plan", "it's", "$x")
    of = image_id(_SUBSCRIPTION, group, "old")
    at = version_id(definition_id(gallery_id(_SUBSCRIPTION, group, "g"), "d"), "1.0.0")
    typed = change_of(ImageReference(consumer, kind, "eastus", detail=detail), of, at, plan).texts["az"]

    parsed = subprocess.run(["bash", "-n", "-c", typed], capture_output=True, text=True, check=False)

    assert (parsed.returncode, parsed.stderr) == (0, "")
    for line in typed.splitlines():
        words = shlex.split(line)
        assert words[0] == "az"
        assert any(group in word for word in words)
        assert not {"(", "<", ">", "|", "&"} & set(words)
        assert words == shlex.split(shlex.join(words))
    assert any(word.endswith((consumer, str(at), str(of), group)) for word in shlex.split(typed))


class ToldReader:
    """Lists that name the image of `used`; `asked` are the definitions, in brackets those that were read ahead."""

    def __init__(self, used: Migration) -> None:
        self.used = used
        self.asked: list[str] = []

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        machine, own = (
            ImageReference("/vm", "virtual machine", "eastus"),
            ImageReference(str(self.used.version_id), "", ""),
        )
        return ReferenceIndex({self.used.source_id.key: [machine, own]})

    async def sweep(self, scope: SweepScope) -> Sweep:
        return Sweep(scope)

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        self.asked.append(str([one.name for one in resources]))

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        self.asked.append(definition.name)
        return None


def test_only_definitions_of_images_in_use_are_read_and_by_their_list_where_they_are_many() -> None:
    used, free = migrations(entry("web"), entry("db"))
    reader = ToldReader(used)

    found = asyncio.run(find_changes(reader, [used, free]))

    assert {name: [change.consumer_id for change in changes] for name, changes in found.items()} == {
        used.name: ["/vm"],
        free.name: [],
    }
    assert reader.asked == [f"['{used.definition_id.name}']", used.definition_id.name]
