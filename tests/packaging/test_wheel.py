"""The wheel carries all that the two commands need: installed away from the checkout, with an empty home.

The environment has only the wheel's own files and, through a .pth file, the libraries of the environment that runs the
tests: installing those from the registry is what `pipx` does, and takes minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("azure_facts", "components", "gallery_migrate", "local_azure")


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, and an empty folder that is its home and where its commands are run."""

    environment: Path
    elsewhere: Path

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run an installed command with nothing of this shell's but the path of the system's programs."""
        return subprocess.run(
            [str(self.environment / "bin" / command), *arguments],
            cwd=self.elsewhere,
            env={"PATH": os.defpath, "HOME": str(self.elsewhere), "COLUMNS": "120", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    environment, elsewhere = folder / "venv", folder / "home"
    elsewhere.mkdir()
    venv.create(environment, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(environment / "bin" / "python")]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    # `addsitedir` would follow the .pth file of the checkout's editable installation; a plain line does not.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Installed(environment, elsewhere)


def test_it_says_its_licence_and_carries_the_text(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        information = "managed_image_to_gallery-0.1.0.dist-info"
        assert "License-Expression: Apache-2.0" in archive.read(f"{information}/METADATA").decode()
        assert "Apache License" in archive.read(f"{information}/licenses/LICENSE").decode()


def test_it_carries_the_whole_of_the_four_packages_and_nothing_else(wheel: Path) -> None:
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file())
    there = {str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts}
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name for name in archive.namelist() if not name.startswith("managed_image_to_gallery-0.1.0.dist-info")
        }
    assert {name.partition("/")[0] for name in carried} == set(PACKAGES)
    assert there <= carried


def test_the_installed_code_is_the_wheels_and_not_the_checkouts(installed: Installed) -> None:
    code = "import components, gallery_migrate, local_azure; print(components.__file__)"
    told = installed.run("python", "-c", code)
    assert Path(told.stdout.strip()).is_relative_to(installed.environment), told.stdout + told.stderr


@pytest.mark.parametrize("command", ["gallery-migrate", "local-azure"])
def test_the_commands_say_what_they_do(installed: Installed, command: str) -> None:
    told = installed.run(command, "--help")
    assert told.returncode == 0, told.stderr
    assert f"Usage: {command}" in told.stdout


def test_doctor_examines_the_machine_and_says_what_is_missing(installed: Installed) -> None:
    told = installed.run("gallery-migrate", "doctor")
    assert told.returncode == 1, told.stdout + told.stderr
    assert "local-azure engine install" in told.stdout
    assert "Traceback" not in told.stderr


def test_local_azure_lists_its_resource_types(installed: Installed) -> None:
    told = installed.run("local-azure", "types")
    assert told.returncode == 0, told.stderr
    assert "Microsoft.Compute/galleries/images/versions" in told.stdout
