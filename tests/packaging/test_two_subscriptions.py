"""`examples/two_subscriptions`: the component used directly, with a provider for each subscription."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.engine_project import EngineProject, clean_environment
from harness.local_azure import running_local_azure
from harness.warm_programs import warm_programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "two_subscriptions"
IMAGES, PRODUCTION = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
IMAGE_API, VERSION_API = "2024-07-01", "2024-03-03"


class Example(EngineProject):
    """A stack of the example, with its settings but for the environment that runs it."""

    def write_project(self, **runtime_options: str) -> None:
        """The project's name is that of its config keys."""
        settings = yaml.safe_load((EXAMPLE / "Pulumi.yaml").read_text(encoding="utf-8"))
        settings["runtime"]["options"]["virtualenv"] = self.virtualenv
        (self.path / "Pulumi.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    def enter(self, web: str, worker: str, **changes: str) -> None:
        """Write the stages, and update."""
        settings = yaml.safe_load((EXAMPLE / "Pulumi.dev.yaml").read_text(encoding="utf-8"))
        settings["config"]["two-subscriptions:stages"] = {"web": web, "worker": worker}
        file = self.path / f"Pulumi.{self.stack}.yaml"
        kept = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None
        file.write_text(yaml.safe_dump({**(kept or {}), **settings}), encoding="utf-8")
        self.up()


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    folder = tmp_path_factory.mktemp("azure")
    with (
        running_local_azure(
            folder, provider=True, options=["--subscription", PRODUCTION], seed=EXAMPLE / "images.yaml"
        ) as running,
        warm_programs(folder) as variables,
    ):
        # The program's own settings say which subscription is meant, never the shell.
        running.env = {name: value for name, value in running.env.items() if "SUBSCRIPTION" not in name} | variables
        yield running


def image(name: str) -> str:
    return f"/subscriptions/{IMAGES}/resourceGroups/images/providers/Microsoft.Compute/images/{name}"


def version(subscription: str, group: str, name: str) -> str:
    gallery = f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/galleries/{group}"
    return f"{gallery}/images/{name}/versions/1.0.0"


def status(azure: LocalAzure, path: str) -> int:
    api = VERSION_API if "/versions/" in path else IMAGE_API
    return azure.get(path, api_version=api).status_code


PROGRAMS = [ROOT / "__main__.py", ROOT / "examples" / "template" / "__main__.py", EXAMPLE / "__main__.py"]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.parent.name)
def test_an_interrupt_ends_a_program_quietly_from_before_it_loads_the_component(program: Path) -> None:
    before, _, _ = program.read_text(encoding="utf-8").partition("from managed_image_to_gallery import")

    assert "\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n" in before


@pytest.mark.exhaustive
def test_each_version_is_made_in_its_subscription_and_the_image_leaves_the_other(
    azure: LocalAzure, tmp_path: Path
) -> None:
    # What an installed package would be found by: warm programs do not see the checkout.
    program = (EXAMPLE / "__main__.py").read_text(encoding="utf-8")
    project = Example(tmp_path, program, env=clean_environment() | azure.env)
    project.enter("published", "published")
    assert status(azure, version(IMAGES, "images", "web")) == 200
    assert status(azure, version(PRODUCTION, "production", "worker")) == 200
    project.enter("published", "validated")
    assert PRODUCTION in json.dumps(project.outputs())
    project.enter("validated", "retired")
    assert [status(azure, image(name)) for name in ("web", "worker")] == [200, 404]
    assert status(azure, version(PRODUCTION, "production", "worker")) == 200
