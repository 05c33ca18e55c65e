"""The commands that only read, as a user runs them, on a stack that the real engine has deployed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.product import NAME, SEED, Product

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

_MACHINE = """
virtualMachines:
  - {resourceGroup: myResourceGroup, name: user, location: southcentralus, image: myResourceGroup/myImage}
"""
_GROUP = "/resourceGroups/myResourceGroup/providers/Microsoft.Compute"


def _shown(page: Path) -> str:
    """What a browser makes of a page; the page itself where there is no browser, because it has no script."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return page.read_text(encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_a_stack_is_checked_shown_and_reported(tmp_path: Path, azure: LocalAzure) -> None:
    azure.seed(SEED.replace("OS\n", "Linux\n"))
    product = Product.of(tmp_path, azure, acceptedReferences=[])
    checked = product.gallery_migrate("check")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
    before = product.gallery_migrate("status", "--json")
    assert {row["state"] for row in json.loads(before.stdout)} == {"Absent"}

    product.pulumi("up", "--yes", "--skip-preview", check=True)
    azure.settle()
    (product.path / "another-stack").mkdir()
    another = Product.of(product.path / "another-stack", azure)
    found_there = another.gallery_migrate("check", "--json")
    places = [fault["where"] for fault in json.loads(found_there.stdout)]
    assert places == ["migrations[0].definition", "migrations[0].version"], "Azure has them, and that stack has not"
    shown = product.gallery_migrate("status", "--csv")
    assert f"{NAME},published,myImage,southcentralus,Completed,100," in shown.stdout
    product.configure(stage="validated")
    product.pulumi("up", "--yes", "--skip-preview", check=True)

    file = tmp_path / "evidence.json"
    assert product.gallery_migrate("evidence", "--output", str(file)).returncode == 0
    assert json.loads(file.read_text())["migrations"][NAME]["intact"] is True

    azure.seed(_MACHINE)
    found = product.gallery_migrate("references", NAME)
    assert f"/subscriptions/{azure.subscription}{_GROUP}/virtualMachines/user".lower() in found.stdout.lower()
    assert f'source_image_id = "/subscriptions/{azure.subscription}{_GROUP}/galleries/myGallery' in found.stdout

    refused = product.gallery_migrate("check", "--json")
    assert refused.returncode == 1
    assert [fault["where"] for fault in json.loads(refused.stdout)] == ["migrations[0].stage"]

    done = product.gallery_migrate("report", "--output", str(tmp_path / "report.html"))
    assert done.returncode == 0, done.stderr
    twin = (tmp_path / "report.md").read_text()
    assert "| no-references | failed |" in twin
    assert f"| {NAME} | validated | myImage |" in twin
    assert "Evidence: taken" in twin
    _renders(tmp_path / "report.html")


def _renders(file: Path) -> None:
    """A browser shows it without loading anything else, and a screen reader finds its way."""
    dom = _shown(file)
    assert '<html lang="en">' in dom
    assert dom.count("<table") == dom.count("<caption>") > 0
    assert "<script" not in dom
    assert "src=" not in dom


def test_what_is_wrong_with_the_config_is_a_table_and_status_1(tmp_path: Path, azure: LocalAzure) -> None:
    azure.seed(SEED.replace("OS\n", "Linux\n"))
    product = Product.of(tmp_path, azure, version="1.0", source={"resourceGroup": "myResourceGroup", "name": "no"})
    done = product.gallery_migrate("check", "--csv")
    assert done.returncode == 1
    assert "migrations[0].version" in done.stdout


def test_without_a_stack_there_is_one_text_and_status_2(tmp_path: Path, azure: LocalAzure) -> None:
    product = Product.of(tmp_path, azure)
    done = product.gallery_migrate("status", "--stack", "nowhere")
    assert done.returncode == 2
    assert "gallery-migrate: There is no stack nowhere." in done.stderr.splitlines()
    assert done.stdout == ""
