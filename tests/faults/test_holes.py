"""Ways in which an image was once lost, found by looking for them; each is closed, or left to the plan check alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from soak.others import make_again
from soak.places import NAMES, Places
from soak.recovery import readopt, readopt_file, run
from soak.stack import SoakStack
from tests.faults.test_belts import deleted, plan_check

if TYPE_CHECKING:
    from pathlib import Path

    from soak.azure import Provider
    from soak.beginnings import Beginnings
    from tests.support.local_azure import LocalAzure

REFUSED = "version-newer-than-image"


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

    checked = plan_check(stack)
    assert checked.returncode == 1
    assert "image-replaced" in checked.stderr
    assert not deleted(azure)
