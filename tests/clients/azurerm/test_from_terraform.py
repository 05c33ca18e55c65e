"""docs/from-terraform.md with OpenTofu and azurerm: their versions stay theirs, and the image is retired here."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import engine_azure
from harness.product import ROOT
from harness.tofu import Tofu
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from harness.local_azure import LocalAzure

VERSIONS = "Microsoft.Compute/galleries/images/versions"


@pytest.fixture
def azure(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """With the stand-in provider beside it."""
    with engine_azure(tmp_path_factory.mktemp("azure")) as running:
        yield running


def release(tofu: Tofu, image: str) -> None:
    """Step 2 of the page."""
    script = ROOT / "examples" / "terraform" / "release_images.py"
    state = tofu("show", "-json")
    done = subprocess.run([sys.executable, script], input=state, capture_output=True, text=True, check=True)
    assert done.stderr.split() == [image]
    (tofu.folder / "removed.tf").write_text(done.stdout)
    main = tofu.folder / "main.tf"
    without = re.sub(
        r'resource "azurerm_image" "image" \{.*?^\}\n', "", main.read_text(), flags=re.DOTALL | re.MULTILINE
    )
    main.write_text(without.replace("azurerm_image.image.id", f'"{image}"'))


def test_versions_stay_terraforms_and_the_image_is_retired_here(azure: LocalAzure, tmp_path: Path) -> None:
    for folder in ("terraform", "stack"):
        (tmp_path / folder).mkdir()
    tofu = Tofu(azure, tmp_path / "terraform")
    tofu.apply()
    image = f"{azure.group_id('group')}/providers/Microsoft.Compute/images/image"
    operator = Operator.at(tmp_path / "stack", azure)
    (operator.path / "Pulumi.dev.yaml").write_text("config: {}\n")

    written = operator.run("init", "*", "--gallery", "group/gallery", "--yes")
    release(tofu, image)
    planned = tofu.plan()
    tofu.apply()
    azure.forget_requests()
    steps = [
        operator.run(*words)
        for words in (("publish", "--yes"), ("validate", "--yes"), ("retire", "--yes", "--expect-delete", "image"))
    ]

    assert written.returncode == 0, written.stderr
    (entry,) = StackFile(operator.path / "Pulumi.dev.yaml").entries()
    version = (
        f"{azure.group_id('group')}/providers/Microsoft.Compute/galleries/gallery/images/definition/versions/1.0.0"
    )
    assert entry["existingVersions"] == [version]
    assert planned == {"azurerm_image.image": ["forget"]}
    assert [done.returncode for done in steps] == [0, 0, 0], [done.stdout + done.stderr for done in steps]
    assert azure.get(image, api_version="2024-07-01").status_code == 404
    assert azure.requests(method="PUT", type=VERSIONS) == []
    assert tofu.plan() == {}
