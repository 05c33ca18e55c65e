"""A component among others: outputs and secrets among its arguments."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from pulumi.output import UNKNOWN

from managed_image_to_gallery.component.deletion.deletion_guard import DeletionRefused
from managed_image_to_gallery.component.managed_image_to_gallery import ManagedImageToGallery
from managed_image_to_gallery.component.run import current_run
from tests.azure import bodies
from tests.component.recording import Recording, record
from tests.component.test_managed_image_to_gallery import ADOPTED, EVIDENCE, FOLDED, NAME, stored
from tests.component.told_azure import published

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.component.told_azure import ToldAzure

UNKNOWN_ON_THE_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET_ON_THE_WIRE = "4dabf18193072939515e22adb298388d"
CONFIG = {"azure-native:subscriptionId": bodies.SUBSCRIPTION}
ARGUMENTS: Any = {
    "stage": "published",
    "source": {"resource_group": "myResourceGroup", "name": "myImage"},
    "gallery": {"resource_group": "myResourceGroup", "name": "myGallery"},
    "definition": {"name": "myImageDefinition", "publisher": "myPublisher", "offer": "myOffer", "sku": "mySKU"},
    "version": "1.0.0",
    "target_regions": [{"name": "eastus2"}, {"name": "westus2", "replica_count": 2}],
}

MADE = {
    "managed-image-to-gallery:gallery": ARGUMENTS["gallery"],
    "managed-image-to-gallery:migrations": [{"definition": ARGUMENTS["definition"], "version": "1.0.0"}],
}
"""What the state has, as a stack's config would say it."""


def unknown() -> pulumi.Output[Any]:
    """What a resource that is not made yet will answer."""
    return pulumi.Output.from_input(UNKNOWN)


def known(value: object) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


def secret(value: object) -> pulumi.Output[Any]:
    return pulumi.Output.secret(value)


def place(arguments: Any, path: str, value: object) -> Any:
    """The arguments with a value at a path like `target_regions.0.name`."""
    *above, last = path.split(".")
    inner: Any = arguments
    for part in above:
        inner = inner[int(part)] if part.isdigit() else inner.setdefault(part, {})
    inner[int(last) if last.isdigit() else last] = value
    return arguments


def run(
    changes: Mapping[str, Callable[[], object]], *, preview: bool, stage: str = "published", **options: Any
) -> Recording:
    """A program with one component; each change makes the value at its path, within the program."""

    def program() -> None:
        arguments = copy.deepcopy(ARGUMENTS) | {"stage": stage}
        for path, make in changes.items():
            place(arguments, path, make())
        ManagedImageToGallery(NAME, arguments)

    return record(program, preview=preview, config=CONFIG, **{"made": MADE, **options})


def inputs(recording: Recording, part: str) -> Any:
    assert recording.error is None
    return recording.inputs(f"{NAME}-{part}")


def test_an_output_that_is_known_is_what_its_value_is(azure: ToldAzure, preview: bool) -> None:
    plain = run({}, preview=preview)
    late = run(
        {
            "gallery.name": lambda: known("myGallery"),
            "gallery.resource_group": lambda: pulumi.Output.concat("my", known("ResourceGroup")),
            "definition.name": lambda: known("myImageDefinition"),
            "target_regions.1.replica_count": lambda: known(2.0),
        },
        preview=preview,
    )
    for part in ("definition", "version", "source"):
        assert inputs(late, part) == inputs(plain, part)


def test_what_is_awaited_is_an_output_too(azure: ToldAzure, preview: bool) -> None:
    async def group() -> str:
        await asyncio.sleep(0)
        return "myResourceGroup"

    assert inputs(run({"gallery.resource_group": group}, preview=preview), "version") == inputs(
        run({}, preview=preview), "version"
    )


FREE = {
    "tags": ({"owner": "me"}, "tags"),
    "tags.owner": ("me", "tags.owner"),
    "end_of_life_date": ("2030-12-31", "publishingProfile.endOfLifeDate"),
    "storage_account_type": ("Premium_LRS", "publishingProfile.storageAccountType"),
    "exclude_from_latest": (True, "publishingProfile.excludeFromLatest"),
    "target_regions.1.storage_account_type": (
        "Standard_ZRS",
        "publishingProfile.targetRegions.1.storageAccountType",
    ),
    "target_regions.1.replica_count": (3, "publishingProfile.targetRegions.1.regionalReplicaCount"),
}


def at(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = value[int(part) if part.isdigit() else part]
    return value


@pytest.mark.parametrize("path", FREE)
def test_what_decides_nothing_may_be_a_secret_and_stays_one(path: str, azure: ToldAzure, preview: bool) -> None:
    value, sent = FREE[path]
    found = inputs(run({path: lambda: secret(value)}, preview=preview), "version")
    assert SECRET_ON_THE_WIRE in at(found, sent)


@pytest.mark.parametrize("path", FREE)
def test_what_decides_nothing_may_be_unknown_in_a_preview(path: str, azure: ToldAzure) -> None:
    found = inputs(run({path: unknown}, preview=True), "version")
    assert at(found, FREE[path][1]) == UNKNOWN_ON_THE_WIRE


@pytest.mark.parametrize("path", [*FREE, "gallery.name", "gallery.resource_group", "definition.name"])
def test_an_update_goes_on_with_nothing_that_is_not_known(path: str, azure: ToldAzure) -> None:
    recording = run({path: unknown}, preview=False)
    assert "is not known in the update either" in str(recording.error)
    assert recording.requests == {}


def test_a_fault_of_a_secret_does_not_tell_it(azure: ToldAzure, preview: bool) -> None:
    refused = run(
        {"tags.owner": lambda: secret("x" * 300), "end_of_life_date": lambda: secret("2O3O")}, preview=preview
    )
    told = str(refused.error)
    assert f"{NAME}.tags.owner: " in told
    assert f"{NAME}.endOfLifeDate: " in told
    assert "xxx" not in told
    assert "2O3O" not in told


@pytest.mark.parametrize(
    ("path", "why", "instead"),
    [
        ("stage", "decides which resources there are", "Write the value itself"),
        ("source", "imported by exactly this id", "Write the value itself"),
        ("source.name", "imported by exactly this id", "Write the value itself"),
        ("version", "the only copy", "Write the value itself"),
        ("target_regions", "the gate proves each region", "targetRegions[].replicaCount"),
        ("target_regions.0", "the gate proves each region", "targetRegions[].storageAccountType"),
        ("target_regions.0.name", "the gate proves each region", "Write the value itself"),
        ("gallery", "whether it is created", "gallery.name, gallery.resourceGroup"),
        ("gallery.create", "whether it is created", "Write the value itself"),
        ("definition", "compared with the image", "definition.name"),
        ("definition.existing", "compared with the image", "Write the value itself"),
        ("requires", "proves each of these versions", "Write the value itself"),
        ("requires.0", "proves each of these versions", "Write the value itself"),
        ("replication_mode", "decides what is judged", "Write the value itself"),
    ],
)
@pytest.mark.parametrize("late", [unknown, lambda: known("x"), lambda: secret("x")], ids=["unknown", "known", "secret"])
def test_what_decides_is_refused_by_its_name_with_what_to_pass(
    path: str, why: str, instead: str, late: Callable[[], object], azure: ToldAzure, preview: bool
) -> None:
    changes: dict[str, Callable[[], object]] = {path: late}
    if path == "requires.0":
        changes = {"requires": lambda: [late()]}
    recording = run(changes, preview=preview)
    told = str(recording.error)
    parts = path.split(".")
    assert parts[0] in told.replace("targetRegions", "target_regions").replace("replicationMode", "replication_mode")
    assert "must be a plain value, no output and no secret" in told
    assert why in told
    assert instead in told
    assert "Output object" not in told
    assert recording.requests == {}


@pytest.mark.parametrize("path", ["gallery.name", "gallery.resource_group", "definition.name"])
def test_what_stands_in_ids_is_no_secret(path: str, azure: ToldAzure, preview: bool) -> None:
    told = str(run({path: lambda: secret("myGallery")}, preview=preview).error)
    assert "cannot be a secret: it stands in ids" in told
    assert "unsecret" in told


LATER = {"gallery.name": unknown, "gallery.resource_group": unknown}


def test_a_preview_goes_on_without_knowing_the_gallery_and_tells_so(
    told: Callable[[ToldAzure], ToldAzure], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(published())
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", said.append)
    recording = run(LATER, preview=True)
    version = inputs(recording, "version")
    assert version["galleryName"] == version["resourceGroupName"] == UNKNOWN_ON_THE_WIRE
    assert inputs(recording, "definition")["galleryName"] == UNKNOWN_ON_THE_WIRE
    assert recording.requests[f"{NAME}-source"].importId == FOLDED
    assert recording.requests[f"{NAME}-source"].protect
    (text,) = said
    assert f"{NAME}: gallery.resource_group, gallery.name will be known in the update only" in text
    registered = next(found for urn, found in recording.outputs.items() if urn.endswith(f"::{NAME}"))
    assert registered["version_id"] == UNKNOWN_ON_THE_WIRE
    assert "known.in.the.update" not in str(recording.requests)


def test_a_boot_test_shows_nothing_made_up_before_its_gallery_is_known(azure: ToldAzure) -> None:
    recording = run(
        {**LATER, "boot_test": lambda: {"regions": [{"name": "eastus2", "subnet_id": unknown()}]}}, preview=True
    )
    assert recording.error is None
    assert "known.in.the.update" not in str(recording.requests)
    assert [name for name in recording.requests if name.endswith("-network")] == []


def test_the_gate_is_left_to_the_update_and_the_evidence_stays(azure: ToldAzure) -> None:
    preview = run(LATER, preview=True, stage="validated", stashed=stored())
    assert preview.error is None
    assert list(preview.requests[EVIDENCE].ignoreChanges) == ["input"]
    before = run(LATER, preview=True, stage="validated", stashed={ADOPTED: stored()[ADOPTED]})
    assert EVIDENCE not in before.requests
    assert before.error is None


def test_the_gate_is_asked_in_the_update_with_what_is_known_then(azure: ToldAzure) -> None:
    names: dict[str, Callable[[], object]] = {
        "gallery.name": lambda: known("myGallery"),
        "gallery.resource_group": lambda: known("myResourceGroup"),
    }
    passed = run(names, preview=False, stage="validated", stashed={ADOPTED: stored()[ADOPTED]})
    assert EVIDENCE in passed.requests
    azure.remove(bodies.VERSION)
    refused = run(names, preview=False, stage="validated", stashed={ADOPTED: stored()[ADOPTED]})
    assert "the gate refuses" in str(refused.error)
    assert refused.requests == {}


@pytest.mark.parametrize("path", ["gallery.name", "gallery.resource_group", "target_regions.1.replica_count"])
def test_a_preview_lets_no_image_go_by_what_it_does_not_know(path: str, azure: ToldAzure) -> None:
    """Everything else would be proven: the version is complete, and the evidence fits."""
    refusals: list[str] = []

    async def program() -> None:
        ManagedImageToGallery(NAME, place(copy.deepcopy(ARGUMENTS) | {"stage": "retired"}, path, unknown()))
        try:
            await current_run().deletion_guard.judge(
                pulumi.ResourceHookArgs(
                    urn="",
                    id=FOLDED,
                    name="",
                    type="",
                    old_inputs=None,
                    new_inputs=None,
                    old_outputs=None,
                    new_outputs=None,
                )
            )
        except DeletionRefused as refused:
            refusals.append(str(refused))

    recording = record(program, preview=True, config=CONFIG, stashed=stored())
    assert recording.error is None
    (text,) = refusals
    assert f"{path.replace('.1.', '[1].')} will be known in the update only" in text


def test_what_is_made_waits_for_the_resources_whose_outputs_were_passed(azure: ToldAzure) -> None:
    def program() -> None:
        group = pulumi.CustomResource("my:index:Group", "group", {"name": "myResourceGroup"})
        name: Any = pulumi.Output.from_input(group.urn).apply(lambda _: "myResourceGroup")
        arguments = place(copy.deepcopy(ARGUMENTS), "gallery.resource_group", name)
        ManagedImageToGallery(NAME, place(arguments, "gallery.create", True))

    recording = record(program, preview=False, config=CONFIG, made=MADE)
    assert recording.error is None
    for part in ("gallery", "definition", "version"):
        waits_for = [urn.rsplit("::", 1)[-1] for urn in recording.requests[f"{NAME}-{part}"].dependencies]
        assert "group" in waits_for


def test_what_is_taken_over_must_be_known_at_preview(azure: ToldAzure) -> None:
    recording = run({**LATER, "import_version": lambda: True}, preview=True, made={})
    assert "importVersion" in str(recording.error)
    assert "gallery.resource_group, gallery.name will be known in the update only" in str(recording.error)
    assert f"{NAME}-version" not in recording.requests
