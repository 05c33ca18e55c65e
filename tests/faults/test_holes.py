"""Ways in which an image was once lost, found by looking for them; each is closed, or left to the plan check alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from soak.others import CHANGES, make_again
from soak.places import NAMES, Places
from soak.recovery import readopt, readopt_file, run
from soak.stack import SoakStack
from tests.faults.test_belts import deleted, plan_check, with_lines

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings

REFUSED = "version-newer-than-image"
ENDLESS = """
import asyncio
import managed_image_to_gallery.component.deletion.deletion_guard
managed_image_to_gallery.component.deletion.deletion_guard.DEADLINE_SECONDS = 2
async def _without_verdict(self, image):
    ENDING
managed_image_to_gallery.component.deletion.deletion_guard.DeletionGuard._judge = _without_verdict
"""


def at(azure: LocalAzure) -> Places:
    """Where the first migration's resources are."""
    return Places(azure.group_id("myResourceGroup"), NAMES[0])


def refused(stack: SoakStack, stage: str) -> str:
    """What the update into a stage prints, which must fail."""
    stack.configure(stage=stage)
    done = stack.up(check=False)
    assert done.returncode, done.stdout
    return done.stdout


def test_an_image_made_again_after_validation_is_not_what_was_proven(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """Its digest is that of the image before: only the time at which it was made tells."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    make_again(azure, at(azure))
    azure.forget_requests()
    assert REFUSED in refused(stack, "retired")
    assert not deleted(azure)


@pytest.mark.exhaustive
def test_a_version_that_is_older_than_its_image_proves_nothing(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """With a new state everything is adopted as it is: the digest too is that of the image made again."""
    beginnings.begin(tmp_path / "before", "published", migrations=1)
    make_again(azure, at(azure))
    stack = SoakStack.made(tmp_path / "stack", azure, 1)
    readopt(stack)
    stack.up()
    assert REFUSED in refused(stack, "validated")


@pytest.mark.exhaustive
def test_an_image_imported_by_hand_is_left_to_the_plan_check(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """`pulumi import` binds no hook and keeps Azure's spelling, which the engine takes for another image's."""
    beginnings.begin(tmp_path / "before", "published", migrations=1)
    stack = SoakStack.made(tmp_path / "stack", azure, 1)
    adopted, migration = json.loads(readopt_file(stack)), at(azure).migration
    image = {"type": "azure-native:compute:Image", "name": f"{migration}-source", "id": at(azure).image}
    adopted["resources"].append({**image, "parent": migration})
    (stack.path / "adopted.json").write_text(json.dumps(adopted))
    run(stack, "import", "--file", "adopted.json", "--protect", "--generate-code=false", "--yes", "--skip-preview")

    told = stack.gallery_migrate("doctor", "--json")
    assert told.returncode == 1
    assert "without its delete hook" in told.stdout
    checked = plan_check(stack)
    assert checked.returncode == 1
    assert "image-replaced" in checked.stderr
    assert not deleted(azure)


@pytest.mark.exhaustive
def test_a_retired_image_that_was_imported_once_more_is_left_to_the_plan_check(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """Under a name of its own, unprotected: two resources are one image, and one of them has no hook."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    imported = ("azure-native:compute:Image", "by-hand", at(azure).image)
    options = ("--protect=false", "--generate-code=false", "--yes", "--skip-preview")
    run(stack, "import", *imported, *options)
    stack.configure(stage="retired")
    checked = plan_check(stack)
    assert checked.returncode == 1, checked.stdout
    assert "image-in-the-state-twice" in checked.stderr
    assert not deleted(azure)


@pytest.mark.exhaustive
def test_no_option_of_a_command_gets_past_the_gate(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """The version is another image's: nothing that an operator can type deletes the one that it does not hold."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    urns = {str(one["urn"]).rsplit("-", 1)[-1]: str(one["urn"]) for one in stack.checkpoint()["resources"]}
    image, evidence, version = urns["source"], urns["evidence"], urns["version"]
    stack.configure(stage="retired")
    stack.env["PULUMI_EXPERIMENTAL"] = "true"  # plans are an experiment of the engine's
    run(stack, "preview", "--save-plan", "plan.json")
    CHANGES["version replaced"](azure, at(azure))
    azure.forget_requests()
    up, destroy = ("up", "--yes", "--skip-preview"), ("destroy", "--yes", "--skip-preview")
    for words in (
        (*up, "--plan", "plan.json"),
        (*up, "--continue-on-error"),
        (*up, "--ignore-protect"),
        (*up, "--replace", image),
        (*up, "--target-replace", image),
        (*up, "--target", image, "--target-dependents"),
        (*up, "--exclude", evidence),
        (*up, "--exclude", version, "--exclude-dependents"),
        (*destroy, "--ignore-protect"),
        (*destroy, "--run-program", "--target", image, "--target-dependents", "--ignore-protect"),
    ):
        stack.pulumi(*words)
        assert not deleted(azure), words


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "ending", ["__import__('os')._exit(0)", "raise asyncio.CancelledError", "await asyncio.sleep(3600)"]
)
def test_a_hook_that_ends_without_a_verdict_deletes_nothing(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, ending: str
) -> None:
    """The program goes away inside the hook, gives up, or does not come to an end within the deadline."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    stack.write_program(with_lines(stack.program, ENDLESS.replace("ENDING", ending)))
    azure.forget_requests()
    assert "proof-before-deleting-the-source-image" in refused(stack, "retired")
    assert not deleted(azure)
