"""The wheel of local Azure, installed away from the checkout and without the product."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from harness.installed import Installed, build

LAB = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(LAB, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed.of(wheel, tmp_path_factory.mktemp("installed"))


def test_it_carries_the_whole_of_one_package_and_nothing_else(wheel: Path) -> None:
    files = (file for file in (LAB / "local_azure").rglob("*") if file.is_file())
    there = {str(file.relative_to(LAB)) for file in files if "__pycache__" not in file.parts}
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in carried} == {"local_azure"}
    assert there == carried


def test_it_lists_its_resource_types(installed: Installed) -> None:
    told = installed.run("local-azure", "types")
    assert told.returncode == 0, told.stderr
    assert "Microsoft.Compute/galleries/images/versions" in told.stdout


def test_every_module_is_imported_without_the_product(installed: Installed) -> None:
    code = (
        "import importlib, pkgutil, local_azure as p\n"
        "names = [each.name for each in pkgutil.walk_packages(p.__path__, p.__name__ + '.')]\n"
        "for name in names:\n"
        "    if not name.endswith('__main__'): importlib.import_module(name)\n"
        "try: import managed_image_to_gallery\n"
        "except ModuleNotFoundError: print('alone')"
    )
    told = installed.run("python", "-c", code)
    assert told.returncode == 0, told.stderr
    assert told.stdout == "alone\n"
