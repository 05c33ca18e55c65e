"""The pack as the engine runs it, in the environment that its lock describes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.acceptance.product import ROOT, Product, seed
from tests.support.local_azure import LocalAzure, running_local_azure

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with running_local_azure(tmp_path_factory.mktemp("azure"), provider=True) as azure:
        yield azure


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the pack's files beside an environment made from its lock."""
    folder = tmp_path_factory.mktemp("pack")
    environment, pack = folder / ".venv-policy", folder / "policy"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    install = [str(environment / "bin/python"), "-m", "pip", "install", "-q", "--require-hashes"]
    subprocess.run([*install, "-r", str(ROOT / "policy/requirements.txt")], check=True)
    for file in (ROOT / "policy").rglob("*"):
        if file.suffix in {".py", ".yaml"}:
            copy = pack / file.relative_to(ROOT / "policy")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    settings = yaml.safe_load((pack / "PulumiPolicy.yaml").read_text())
    assert settings["runtime"]["options"]["virtualenv"] == "../.venv-policy"
    return pack


def test_preview_names_the_broken_rules_and_passes_when_they_are_kept(
    tmp_path: Path, azure: LocalAzure, pack: Path
) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, tags={"environment": "prod"})
    broken = product.preview("--policy-pack", str(pack), check=False)
    printed = broken.stdout + broken.stderr
    assert broken.returncode, printed
    for rule in ("end-of-life", "production-replicas", "production-zone-redundancy"):
        assert rule in printed
    assert "version-kept" not in printed
    product.configure(
        endOfLifeDate="2029-12-31",
        storageAccountType="Standard_ZRS",
        targetRegions=[{"name": "South Central US", "replicaCount": 2}, {"name": "West US 2", "replicaCount": 2}],
    )
    product.preview("--policy-pack", str(pack))
