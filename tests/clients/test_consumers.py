"""The example consumers run from publishing to the deletion: in TypeScript and Go compiled with generated SDKs, and in
YAML as they stand, by Pulumi's own host.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.client_programs import require_on_path
from harness.engine_azure import engine_azure
from harness.engine_project import EngineProject, clean_environment
from harness.package import package_in
from harness.product import left_in
from harness.program_host import go_starter, program_host, typescript_starter
from managed_image_to_gallery.azure.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.local_azure import LocalAzure
    from harness.program_host import Starter

CONSUMERS = Path(__file__).parents[2] / "examples" / "consumers"


@pytest.fixture(scope="module")
def seed() -> str:
    """What the examples say is there."""
    return (Path(__file__).parents[2] / "examples" / "how-to.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """With the stand-in provider beside it."""
    with engine_azure(tmp_path_factory.mktemp("azure")) as running:
        yield running


@pytest.fixture(scope="module")
def built() -> Path:
    """The examples, each compiled with the SDK that is generated for it; what is up to date is left as it is."""
    for program, what in (("go", "Go"), ("npm", "Node.js")):
        require_on_path(program, what)
    done = subprocess.run(["make", "-C", str(CONSUMERS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return CONSUMERS


@pytest.fixture(scope="module")
def with_yaml_host(azure: LocalAzure) -> dict[str, str]:
    """The environment in which an engine finds Pulumi's host for YAML, which is built where it is not there."""
    require_on_path("go", "Go")
    host = CONSUMERS / "bin" / "pulumi-language-yaml"
    command = ["make", "-C", str(CONSUMERS), str(host.relative_to(CONSUMERS))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    environment = clean_environment() | azure.env
    return environment | {"PATH": f"{host.parent}{os.pathsep}{environment['PATH']}"}


class Consumer(EngineProject):
    """A stack of an example, with its settings but for where the package is: `program` is the example's folder."""

    def write_project(self, **runtime_options: str) -> None:
        """The project has the name and the runtime of the example."""
        settings = yaml.safe_load((Path(self.program) / "Pulumi.yaml").read_text(encoding="utf-8"))
        settings["packages"] = {PROJECT: str(package_in(self.path))}
        (self.path / "Pulumi.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    def write_program(self, text: str) -> None:
        """The program stays where it was compiled."""


AMONG_OTHERS = Path(__file__).parents[2] / "examples" / "among_others"
OWNER = "somebody-whose-name-is-nobody's-business"
HEAD = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups"
IMAGE = f"{HEAD}/images/providers/Microsoft.Compute/images/web"
VERSION = f"{HEAD}/gallery/providers/Microsoft.Compute/galleries/images/images/web/versions/1.0.0"


def exists(azure: LocalAzure, path: str) -> bool:
    api_version = "2024-03-03" if "/galleries/" in path else "2024-07-01"
    return azure.get(path, api_version=api_version).status_code == 200


def starter_of(language: str) -> Starter:
    if language == "go":
        return go_starter(CONSUMERS / "go" / "bin" / "migration-in-go")
    return typescript_starter(require_on_path("node", "Node.js"), CONSUMERS / "typescript")


@pytest.mark.parametrize(("language", "folder"), [("nodejs", "typescript"), ("go", "go")])
def test_it_moves_its_image(
    language: str, folder: str, built: Path, azure: LocalAzure, seed: str, tmp_path: Path
) -> None:
    azure.reset()
    azure.seed(seed)
    with program_host(language, starter_of(language)) as variables:
        project = Consumer(tmp_path, str(built / folder), env=clean_environment() | azure.env | variables)
        for stage in ("published", "validated"):
            project.config("stage", stage)
            project.up()
            assert "Microsoft.Compute/images" in left_in(azure)
        assert "replication-complete" in json.dumps(project.outputs())
        project.config("stage", "retired")
        project.up()
    assert "Microsoft.Compute/images" not in left_in(azure)
    assert "Microsoft.Compute/galleries/images/versions" in left_in(azure)


def test_yaml_moves_its_image(with_yaml_host: dict[str, str], azure: LocalAzure, seed: str, tmp_path: Path) -> None:
    """Without a line of Python; a stage that is skipped is refused by the package's process."""
    azure.reset()
    azure.seed(seed)
    project = Consumer(tmp_path, str(CONSUMERS / "yaml"), env=with_yaml_host)
    project.config("stage", "published")
    project.up()
    project.preview("--expect-no-changes")
    project.config("stage", "retired")
    refused = project.preview(check=False)
    assert refused.returncode
    assert "stage validated was skipped" in refused.stdout + refused.stderr
    assert "Microsoft.Compute/images" in left_in(azure)
    project.config("stage", "validated")
    project.up()
    assert "replication-complete" in json.dumps(project.outputs())
    project.config("stage", "retired")
    project.up()
    assert "Microsoft.Compute/images" not in left_in(azure)
    assert "Microsoft.Compute/galleries/images/versions" in left_in(azure)


def test_yaml_makes_the_gallery_that_it_names(
    with_yaml_host: dict[str, str], azure: LocalAzure, tmp_path: Path
) -> None:
    azure.reset()
    azure.seed((AMONG_OTHERS / "images.yaml").read_text(encoding="utf-8"))
    program = CONSUMERS / "yaml" / "among_others"
    _goes_its_way(Consumer(tmp_path, str(program), env=with_yaml_host), azure)


def _goes_its_way(project: EngineProject, azure: LocalAzure) -> None:
    """From a preview that knows neither group nor gallery to the deletion of the image."""
    project.config("owner", OWNER, secret=True)
    project.config("stage", "published")
    assert "will be known in the update only" in project.preview().stdout
    project.up()
    project.preview("--expect-no-changes")
    assert OWNER not in json.dumps(project.export())
    project.config("stage", "validated")
    project.up()
    assert exists(azure, IMAGE)
    project.config("stage", "retired")
    project.up()
    assert (exists(azure, IMAGE), exists(azure, VERSION)) == (False, True)


def test_typescript_makes_the_gallery_that_it_names(built: Path, azure: LocalAzure, tmp_path: Path) -> None:
    azure.reset()
    azure.seed((AMONG_OTHERS / "images.yaml").read_text(encoding="utf-8"))
    program = built / "typescript" / "among_others"
    starter = typescript_starter(require_on_path("node", "Node.js"), program, modules=built / "typescript")
    with program_host("nodejs", starter) as variables:
        _goes_its_way(Consumer(tmp_path, str(program), env=clean_environment() | azure.env | variables), azure)
