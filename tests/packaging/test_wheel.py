"""The wheel carries all that it needs and nothing of the laboratory: installed away from the checkout."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from harness.installed import Installed, build

ROOT = Path(__file__).parents[2]
PACKAGE = "managed_image_to_gallery"
COMMAND_LINE = ("jinja2", "rich", "ruamel", "typer")
"""What only the command line imports."""
SURFACE = "from managed_image_to_gallery import ManagedImageToGallery, ManagedImageToGalleryArgs"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def component(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Without an extra, for a project that has its own folder `components`."""
    installed = Installed.of(wheel, tmp_path_factory.mktemp("component"))
    mine = installed.elsewhere / "components"
    mine.mkdir()
    (mine / "__init__.py").write_text("", encoding="utf-8")
    (mine / "network.py").write_text("OF_THE_PROJECT = True\n", encoding="utf-8")
    return installed


@pytest.fixture(scope="module")
def command_line(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed.of(wheel, tmp_path_factory.mktemp("command_line"), extra="cli")


def test_it_says_its_licence_and_carries_the_text(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        information = "managed_image_to_gallery-0.1.0.dist-info"
        assert "License-Expression: Apache-2.0" in archive.read(f"{information}/METADATA").decode()
        assert "Apache License" in archive.read(f"{information}/licenses/LICENSE").decode()


def test_it_carries_the_whole_of_one_package_and_nothing_else(wheel: Path) -> None:
    root = ROOT / "components"
    files = (file for file in (root / PACKAGE).rglob("*") if file.is_file())
    there = {str(file.relative_to(root)) for file in files if "__pycache__" not in file.parts}
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in carried} == {PACKAGE}
    assert there == carried


def test_the_component_is_imported_beside_a_folder_components(component: Installed) -> None:
    code = f"{SURFACE}; from components.network import OF_THE_PROJECT; print(ManagedImageToGallery.__module__)"
    told = component.run("python", "-c", code)
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip() == f"{PACKAGE}.component.managed_image_to_gallery"


def test_everything_that_is_public_is_there_without_the_command_line(component: Installed) -> None:
    """Its libraries are not there at all, so an import of one would fail."""
    known = ", ".join(map(repr, COMMAND_LINE))
    code = (
        f"import importlib.util as u, {PACKAGE} as p\n"
        f"for name in p.__all__: getattr(p, name)\n"
        f"print(p.__file__, [name for name in ({known},) if u.find_spec(name)])"
    )
    told = component.run("python", "-c", code)
    assert told.returncode == 0, told.stderr
    file, _, libraries = told.stdout.strip().partition(" ")
    assert Path(file).is_relative_to(component.environment)
    assert libraries == "[]"


def test_the_component_as_a_package_for_other_languages_needs_no_command_line(component: Installed) -> None:
    told = component.run("python", "-c", f"import {PACKAGE}.component.package_schema as s; print(len(s.schema_text()))")
    assert told.returncode == 0, told.stderr


def test_a_command_without_its_libraries_says_how_to_install_them(component: Installed) -> None:
    told = component.run("gallery-migrate", "--help")
    assert told.returncode == 2
    assert told.stderr == (
        "gallery-migrate: the package typer is not installed; run python -m pip install '<wheel or checkout>[cli]'\n"
    )


def test_the_command_says_what_it_does(command_line: Installed) -> None:
    told = command_line.run("gallery-migrate", "--help")
    assert told.returncode == 0, told.stderr
    assert "Usage: gallery-migrate" in told.stdout


def test_doctor_examines_the_machine_and_says_what_is_missing(command_line: Installed) -> None:
    told = command_line.run("gallery-migrate", "doctor")
    assert told.returncode == 1, told.stdout + told.stderr
    assert "engine" in told.stdout
    assert "Traceback" not in told.stderr


def test_every_module_of_the_product_is_imported_with_what_it_names(command_line: Installed) -> None:
    """Also those that a command imports only when it needs them."""
    code = (
        f"import importlib, pkgutil, {PACKAGE} as p\n"
        "for each in pkgutil.walk_packages(p.__path__, p.__name__ + '.'): importlib.import_module(each.name)"
    )
    told = command_line.run("python", "-c", code)
    assert told.returncode == 0, told.stderr
