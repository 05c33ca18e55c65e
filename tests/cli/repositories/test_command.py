"""`gallery-migrate references --in`, typed: without Azure, without an engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.repositories.images import SUBSCRIPTION, VERSION, WEB

CONFIG = f"""config:
  azure-native:subscriptionId: {SUBSCRIPTION}
  managed-image-to-gallery:gallery: {{resourceGroup: rg, name: gal}}
  managed-image-to-gallery:defaults: {{targetRegions: [{{name: eastus}}]}}
  managed-image-to-gallery:migrations:
  - source: {{resourceGroup: rg, name: web}}
    definition: {{name: webdef, publisher: p, offer: o, sku: s, osType: Linux, hyperVGeneration: V2}}
    version: "1.0.0"
    stage: published
"""
LINE = f'source_image_id = "{WEB}"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: managed-image-to-gallery\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(CONFIG)
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(LINE)
    return folder


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "gallery-migrate"), "references", *words]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(project)}
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_references_are_found_without_an_engine(project: Path) -> None:
    done = run(project, "--in", "../infra")
    assert (done.returncode, "main.tf:1: certain, Terraform" in done.stdout) == (0, True), done.stderr
    assert VERSION in done.stdout
    assert "1 file with references: 1 certain. 1 file read." in done.stderr


def test_json_and_the_exit_status_for_ci(project: Path) -> None:
    done = run(project, "--in", "../infra", "--json", "--fail-on", "certain")
    assert done.returncode == 1
    (hit,) = json.loads(done.stdout)["references"]
    assert (hit["line"], hit["replacement"], hit["inPlace"]) == (1, VERSION, True)
    (project.parent / "infra" / "main.tf").write_text(f"# {LINE}")
    assert run(project, "--in", "../infra", "--fail-on", "hint").returncode == 0


def test_the_patch_is_written_and_the_files_are_not(project: Path) -> None:
    done = run(project, "--in", "../infra", "--patch", "x.patch")
    assert done.returncode == 0, done.stderr
    infra = project.parent / "infra"
    assert (infra / "main.tf").read_text() == LINE
    subprocess.run(["git", "apply", str(project / "x.patch")], cwd=infra, check=True)
    assert (infra / "main.tf").read_text() == f'source_image_id = "{VERSION}"\n'
    again = run(project, "--in", "../infra", "--patch", "x.patch")
    assert "was not written" in again.stderr


def test_a_file_that_is_no_patch_is_not_written_over(project: Path) -> None:
    done = run(project, "--in", "../infra", "--patch", "../infra/main.tf")
    assert (done.returncode, "is no patch" in done.stderr) == (2, True)
    assert (project.parent / "infra" / "main.tf").read_text() == LINE


def test_what_cannot_be_meant_is_refused(project: Path) -> None:
    assert run(project, "--in", "nowhere").returncode == 2
    assert run(project, "--patch", "x").returncode == 2
    assert run(project, "nobody", "--in", ".").returncode == 2


def test_a_file_the_project_itself_and_nothing_found(project: Path) -> None:
    assert "1 certain" in run(project, "--in", "../infra/main.tf").stderr
    done = run(project, "--in", ".")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing found." in done.stderr
    assert "Pulumi.dev.yaml" in done.stderr


def test_without_a_project_or_a_file_of_the_stack_that_is_said(project: Path) -> None:
    assert "is in no Pulumi project" in run(project, "--in", ".", "--cwd", "../infra").stderr
    assert "has no file" in run(project, "--in", ".", "--stack", "nowhere").stderr
