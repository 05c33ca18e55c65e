"""`pulumi new <checkout>/examples/template`: a new project, complete but for its environment, by the real engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.engine_project import clean_environment
from harness.local_azure import running_local_azure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "examples" / "template"
NEW = ["new", str(TEMPLATE), "--yes", "--generate-only", "--description", "Images of the web team"]


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """What is there before the documented example begins."""
    with running_local_azure(tmp_path_factory.mktemp("azure"), provider=True) as server:
        server.seed((ROOT / "examples" / "how-to.yaml").read_text(encoding="utf-8"))
        yield server


def pulumi(folder: Path, azure: LocalAzure, *arguments: str) -> str:
    """Run `pulumi` in the project `folder`, with a home and a backend beside it; what it printed."""
    state = folder.parent / "state"
    state.mkdir(exist_ok=True)
    own = {
        "PULUMI_HOME": str(folder.parent / "home"),
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["pulumi", "--non-interactive", *arguments],
        cwd=folder,
        env=clean_environment() | azure.env | own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def project(azure: LocalAzure, tmp_path: Path) -> Path:
    folder = tmp_path / "new-project"
    folder.mkdir()
    pulumi(folder, azure, *NEW)
    # A user installs the wheel into `venv/`; here it is the environment that runs the tests.
    (folder / "venv").symlink_to(sys.prefix)
    return folder


def test_a_new_project_previews_its_example(project: Path, azure: LocalAzure) -> None:
    pulumi(project, azure, "stack", "init", "dev")
    told = pulumi(project, azure, "preview")
    assert "azure-native:compute:Image" in told
    assert "import" in told
    assert "azure-native:compute:GalleryImageVersion" in told


def test_a_new_project_has_the_name_of_its_config_keys(project: Path) -> None:
    settings = yaml.safe_load((project / "Pulumi.yaml").read_text(encoding="utf-8"))
    stack = yaml.safe_load((project / "Pulumi.dev.yaml").read_text(encoding="utf-8"))
    assert settings["description"] == "Images of the web team"
    assert {key.partition(":")[0] for key in stack["config"]} == {settings["name"]}


def test_the_program_is_a_copy_of_the_checkouts(project: Path) -> None:
    program = project / "__main__.py"
    assert not program.is_symlink()
    assert program.read_bytes() == (ROOT / "__main__.py").read_bytes()
