"""What docs/environments.md says of self-managed backends: the engine's own in files and in Azure Blob Storage."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from harness.engine_project import EngineProject
from tests.ci.blob_storage import running_blob_storage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.engine_project import JsonObject
    from tests.ci.blob_storage import BlobStorage

LOCKED = """
import os
import subprocess
from pathlib import Path

if "INNER" not in os.environ:
    # The update that runs this program holds the lock of the stack until the program has ended.
    inner = {name: value for name, value in os.environ.items() if name in OUTER}
    for name, words in {"second": ["up", "--yes", "--skip-preview"], "preview": ["preview"]}.items():
        done = subprocess.run(
            ["pulumi", "--non-interactive", *words], env={**inner, "INNER": "1"}, capture_output=True, text=True
        )
        Path(name).write_text(f"{done.returncode} {done.stdout}{done.stderr}")
"""
TOLD = 'import pulumi\npulumi.export("told", pulumi.Config().require_secret("word"))'
SECRET = "open-sesame"


@dataclass
class ProjectElsewhere(EngineProject):
    """A project whose backend is `backend`, variables of the engine's environment, instead of a folder."""

    backend: dict[str, str] = field(default_factory=dict[str, str])

    def write_project(self, **runtime_options: str) -> None:
        """The first thing that a project does."""
        self.env |= self.backend
        super().write_project(**runtime_options)

    def export(self) -> JsonObject:
        """The state is no file here: the engine is asked for it."""
        return json.loads(self.pulumi("stack", "export", check=True).stdout)


@pytest.fixture(scope="module")
def storage() -> Iterator[BlobStorage]:
    with running_blob_storage() as running:
        yield running


def test_files_a_second_update_is_refused_by_the_lock_and_a_preview_is_not(tmp_path: Path) -> None:
    _see_the_lock(EngineProject(tmp_path, ""))


@pytest.mark.exhaustive
def test_files_a_passphrase_keeps_secrets_out_of_the_stack_file_and_the_state(tmp_path: Path) -> None:
    project = EngineProject(tmp_path, TOLD)
    _see_the_passphrase(project)
    assert _files_with_the_secret(tmp_path) == []


@pytest.mark.exhaustive
def test_blobs_a_second_update_is_refused_by_the_lock_and_a_preview_is_not(
    tmp_path: Path, storage: BlobStorage
) -> None:
    storage.make_container("locks")
    _see_the_lock(ProjectElsewhere(tmp_path, "", backend=storage.backend("locks")))
    names = list(storage.blobs("locks"))
    assert [name for name in names if name.startswith(".pulumi/stacks/")], names
    assert not [name for name in names if name.startswith(".pulumi/locks/")], "the lock is gone with the update"


@pytest.mark.exhaustive
def test_blobs_a_passphrase_keeps_secrets_out_of_the_stack_file_and_the_state(
    tmp_path: Path, storage: BlobStorage
) -> None:
    storage.make_container("secrets")
    _see_the_passphrase(ProjectElsewhere(tmp_path, TOLD, backend=storage.backend("secrets")))
    states = storage.blobs("secrets")
    assert any("engine-project" in text for text in states.values()), "the state is there"
    assert [name for name, text in states.items() if SECRET in text] == []
    assert _files_with_the_secret(tmp_path) == []


@pytest.mark.exhaustive
def test_blobs_who_may_only_read_can_preview_and_look_for_drift_but_not_update(
    tmp_path: Path, storage: BlobStorage
) -> None:
    storage.make_container("readers")
    project = ProjectElsewhere(tmp_path, TOLD.replace("require", "get"), backend=storage.backend("readers"))
    project.up()
    before = storage.blobs("readers")
    project.env |= storage.for_readers("readers")

    project.preview()
    project.pulumi("refresh", "--preview-only", "--expect-no-changes", "--run-program", check=True)
    assert project.resources() != []

    assert project.up(check=False).returncode != 0
    assert storage.blobs("readers") == before


def _see_the_lock(project: EngineProject) -> None:
    project.write_program(f"OUTER = {sorted(project.env)!r}\n{LOCKED}")

    project.up()

    status, told = (project.path / "second").read_text().split(" ", 1)
    assert status != "0"
    assert "the stack is currently locked by 1 lock(s)" in told
    assert (project.path / "preview").read_text().startswith("0 ")
    project.up("--expect-no-changes")


def _see_the_passphrase(project: EngineProject) -> None:
    project.config("word", SECRET, secret=True)
    project.up()
    assert project.outputs(show_secrets=True) == {"told": SECRET}
    project.env["PULUMI_CONFIG_PASSPHRASE"] = "another"
    refused = project.up(check=False)
    assert refused.returncode != 0
    assert "incorrect passphrase" in refused.stdout + refused.stderr


def _files_with_the_secret(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
