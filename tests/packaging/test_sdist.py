"""The source distribution has what the wheel is made of, and the same wheel comes out of it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from harness.installed import build

ROOT = Path(__file__).parents[2]


def test_it_carries_the_product_alone_and_makes_the_same_wheel(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (packed,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / packed.name.removesuffix(".tar.gz")
    there = {file.relative_to(unpacked).parts[0] for file in unpacked.rglob("*") if file.is_file()}
    assert there == {
        *("CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml", ".gitignore"),
        "components",
    }
    wheels = [build(unpacked, tmp_path / "from-sdist"), build(ROOT, tmp_path / "from-checkout")]
    of_sdist, of_checkout = ({*zipfile.ZipFile(wheel).namelist()} for wheel in wheels)
    assert of_sdist == of_checkout
