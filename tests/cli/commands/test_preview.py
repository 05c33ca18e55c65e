"""`preview` with the real engine against local Azure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pytest

from harness.product import left_in, seed
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive


def test_a_reviewer_sees_each_stage_before_it_is_applied(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)

    new = operator.run("preview", "--markdown")
    assert new.returncode == 0, new.stdout + new.stderr
    assert "**New: 1 image version, " in new.stdout
    assert (
        "| myImageDefinition-1.0.0 | published | myResourceGroup/myImage | 38 | southcentralus\u00d71, " in new.stdout
    )
    assert left_in(azure) == ["Microsoft.Compute/galleries", "Microsoft.Compute/images"]

    operator.up()
    operator.configure(stage="validated")
    proven = operator.run("preview")
    assert proven.returncode == 0, proven.stdout + proven.stderr
    assert "published → **validated** | create record | ✅ passed" in proven.stdout

    operator.up()
    operator.configure(stage="retired")
    last = operator.run("preview")
    assert last.returncode == 0, last.stdout + last.stderr
    image = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images/myImage"
    assert "🔴 **Irreversible: 1 source image is deleted.**" in last.stdout
    assert f"delete {image}" in last.stdout

    operator.up()
    still = operator.run("preview", "--json")
    assert (still.returncode, json.loads(still.stdout)["mayBeApplied"]) == (0, True), still.stdout


def test_a_preview_that_failed_is_not_to_be_applied(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.configure(source={"resourceGroup": "myResourceGroup", "name": "nosuch"})
    file = tmp_path / "preview.json"
    file.write_text(operator.pulumi("preview", "--json").stdout)

    checked = operator.run("plan-check", str(file))

    assert (checked.returncode, checked.stdout) == (1, "")
    assert "nosuch" in checked.stderr


def test_a_faulty_config_is_told_in_the_comment(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.configure(version="one")
    refused = operator.run("preview")
    assert refused.returncode == 1
    assert "⛔ must not be applied" in refused.stdout
    line = 1 + next(at for at, text in enumerate(operator.file_text.splitlines()) if "version: one" in text)
    assert f"- **migrations\\[0\\].version** (`Pulumi.dev.yaml:{line}`): 'one': " in refused.stdout


def test_a_delete_that_is_pending_from_an_earlier_replacement_is_seen(azure: LocalAzure, tmp_path: Path) -> None:
    """The JSON of a preview leaves it out, and without the hook in its state nothing else stands before it."""
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.up()
    state = operator.export()
    resources = cast("JsonObject", state["deployment"])["resources"]
    assert isinstance(resources, list)
    (image,) = [one for one in cast("list[JsonObject]", resources) if one["type"] == "azure-native:compute:Image"]
    left_out = ("resourceHooks", "protect", "retainOnDelete", "dependencies", "propertyDependencies")
    pending = {name: value for name, value in image.items() if name not in left_out} | {"delete": True}
    resources.append(pending)
    (tmp_path / "state.json").write_text(json.dumps(state))
    operator.pulumi("stack", "import", "--file", "state.json", check=True)

    told = operator.run("preview", "--json")
    piped = operator.pulumi("preview", "--json", "--show-replacement-steps").stdout
    (tmp_path / "preview.json").write_text(piped)
    checked = operator.run("plan-check", "preview.json")

    assert (told.returncode, checked.returncode) == (1, 1), told.stdout + told.stderr
    assert "image-replaced" in told.stdout
    assert "image-replaced" in checked.stderr
