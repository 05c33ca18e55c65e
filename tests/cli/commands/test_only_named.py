"""A command about some migrations touches nothing of the others, and does what its plan says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest

from harness.terminal import CTRL_C
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

VERSIONS = "Microsoft.Compute/galleries/images/versions"
SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - {resourceGroup: myResourceGroup, name: one, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: two, osType: Linux, hyperVGeneration: V2}
galleries: [{resourceGroup: myResourceGroup, name: myGallery}]
"""
PLANNED = re.compile(r"^  (?:create|adopt|update|delete) .* (\S+)$", re.MULTILINE)


def entry(source: str, definition: str, version: str = "1.0.0", **said: str) -> JsonObject:
    """An entry of the config; `said` is what it says of its definition besides."""
    return {
        "stage": "published",
        "source": {"resourceGroup": "myResourceGroup", "name": source},
        "definition": {"name": definition, "publisher": "p", "offer": "o", "sku": definition, **said},
        "version": version,
        "targetRegions": [{"name": "South Central US"}],
    }


def stack_of(folder: Path, azure: LocalAzure, *entries: JsonObject) -> Operator:
    azure.seed(SEED)
    operator = Operator.at(folder, azure)
    operator.write_config({"migrations": list(entries)})
    return operator


def made(operator: Operator) -> set[str]:
    """Names of everything below the stack, without its providers."""
    names = {str(one["urn"]).rsplit("::", 1)[-1] for one in operator.resources()}
    return {name for name in names if re.search(r"-\d", name)}


def parts(*migrations: str) -> set[str]:
    kinds = ("", "-adopted", "-definition", "-source", "-version")
    return {f"{migration}{kind}" for migration in migrations for kind in kinds}


def test_publish_makes_what_was_named_and_what_that_needs(azure: LocalAzure, tmp_path: Path) -> None:
    shared = entry("two", "shared", "2.0.0", description="only the later one says this")
    tagged = entry("one", "shared", "1.0.0")
    operator = stack_of(tmp_path, azure, shared, tagged, entry("one", "same-image"), entry("two", "other"))
    before = operator.file_text

    first = operator.run("publish", "shared-1.0.0", "other-1.0.0", "--yes", "--verbose", "--in-flight", "1")

    assert first.returncode == 0, first.stdout + first.stderr
    assert made(operator) == parts("shared-1.0.0", "other-1.0.0")
    assert set(PLANNED.findall(first.stdout)) == made(operator) - {"shared-1.0.0", "other-1.0.0"}
    described = next(one for one in operator.resources() if str(one["urn"]).endswith("::shared-1.0.0-definition"))
    assert cast("JsonObject", described["inputs"])["description"] == "only the later one says this"
    assert operator.file_text == before

    tagged["tags"] = {"changed": "meanwhile"}
    operator.write_config({"migrations": [shared, tagged, entry("one", "same-image"), entry("two", "other")]})
    azure.forget_requests()
    second = operator.run("publish", "same-image-1.0.0", "--yes", "--every", "0.1", "--verbose")

    assert second.returncode == 0, second.stdout + second.stderr
    planned = set(PLANNED.findall(second.stdout))
    assert planned == {f"same-image-1.0.0-{kind}" for kind in ("adopted", "definition", "version")}
    assert not [one for one in azure.requests(method="PUT", type=VERSIONS) if "/shared/" in one["path"]]
    assert made(operator) == parts("shared-1.0.0", "other-1.0.0") | parts("same-image-1.0.0") - {
        "same-image-1.0.0-source"
    }

    whole = operator.run("publish", "--yes", "--every", "0.1")
    assert whole.returncode == 0, whole.stdout + whole.stderr
    operator.up("--expect-no-changes")


def test_resume_goes_on_with_exactly_what_was_asked(azure: LocalAzure, tmp_path: Path) -> None:
    operator = stack_of(
        tmp_path, azure, entry("one", "first"), entry("two", "second"), *(entry("two", f"more-{n}") for n in range(3))
    )
    region = {"name": "South Central US", "state": "Replicating", "progress": 40}
    rule = azure.add_fault({"region": region, "match": {"type": VERSIONS}})
    with operator.in_terminal("publish", "first-1.0.0", "second-1.0.0", "--yes", "--in-flight", "1") as terminal:
        terminal.wait_for("40 %")
        terminal.type(CTRL_C)
        assert terminal.end() == 130, terminal.screen
    azure.remove_fault(rule)

    done = operator.run("resume", "--yes", "--every", "0.1")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "`gallery-migrate publish first-1.0.0 second-1.0.0 --in-flight 1`" in done.stdout
    assert made(operator) == parts("first-1.0.0", "second-1.0.0")
    assert "of 3 migrations" in done.stdout
    assert "They are left as they are." in done.stdout
    again = operator.run("resume", "--no-input")
    assert (again.returncode, made(operator)) == (2, parts("first-1.0.0", "second-1.0.0")), again.stdout


def test_an_older_checkout_undoes_no_stage(azure: LocalAzure, tmp_path: Path) -> None:
    operator = stack_of(tmp_path, azure, entry("one", "first"), entry("two", "second"))
    operator.up()
    older = operator.file_text
    assert operator.run("validate", "second-1.0.0", "--yes", "--every", "0.1").returncode == 0
    assert "second-1.0.0-evidence" in made(operator)
    (operator.path / "Pulumi.dev.yaml").write_text(older)

    refused = operator.run("validate", "first-1.0.0", "--yes", "--every", "0.1")

    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "second-1.0.0: validated in the stack, published in the file" in refused.stderr
    assert operator.file_text == older
    assert "second-1.0.0-evidence" in made(operator)
    assert "first-1.0.0-evidence" not in made(operator)


def test_an_entry_that_others_merge_goes_on_alone(azure: LocalAzure, tmp_path: Path) -> None:
    operator = stack_of(tmp_path, azure)
    file = operator.path / "Pulumi.dev.yaml"
    salt = next(line for line in operator.file_text.splitlines() if line.startswith("encryptionsalt"))
    text = f"""\
{salt}
config:
  managed-image-to-gallery:gallery: {{resourceGroup: myResourceGroup, name: myGallery}}
  managed-image-to-gallery:migrations:
    - &base
      stage: published
      source: {{resourceGroup: myResourceGroup, name: one}}
      definition: {{name: first, publisher: p, offer: o, sku: first}}
      version: "1.10.0"
      targetRegions: &regions [{{name: South Central US}}]
    - <<: *base            # the second one
      source: {{resourceGroup: myResourceGroup, name: two}}
      definition: {{name: second, publisher: p, offer: o, sku: second}}
"""
    file.write_text(text)
    operator.up()

    done = operator.run("validate", "first-1.10.0", "--yes", "--every", "0.1")

    assert done.returncode == 0, done.stdout + done.stderr
    assert file.read_text() == text.replace("stage: published", "stage: validated").replace(
        "- <<: *base ", "- stage: published\n      <<: *base "
    )
    assert "second-1.10.0-evidence" not in made(operator)
    (source,) = (one for one in operator.resources() if str(one["urn"]).endswith("::second-1.10.0-source"))
    assert source["protect"] is True
    operator.up("--expect-no-changes")
