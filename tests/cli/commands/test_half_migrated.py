"""An estate that others have half migrated in every way: the six commands end it without a needless copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import engine_azure
from harness.product import ROOT
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

OTHER_TEAM = "22222222-0000-4000-8000-00000000000b"
VERSIONS = "Microsoft.Compute/galleries/images/versions"
NEEDED = {
    *("deleted-01", "failed-01", "failed-02", "never-01", "never-02", "never-03", "never-04", "older-01", "older-02"),
    *("partly-02", "shallow-01", "shallow-02", "wrong-01"),
}
"""The images of which no version is a proof: nobody made one, or it is none."""
IN_THE_WAY = ("failed/versions/1.0.1", "failed/versions/1.0.2", "partly/versions/1.0.2")
SHALLOW = ("shallow/versions/1.0.1", "shallow/versions/1.0.2")


@pytest.fixture
def azure(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """One with the subscription of another team, and the estate."""
    with engine_azure(tmp_path_factory.mktemp("azure"), "--subscription", OTHER_TEAM) as running:
        running.seed((ROOT / "examples" / "half-migrated.yaml").read_text(encoding="utf-8"))
        yield running


def made(azure: LocalAzure) -> set[str]:
    """The definitions of the versions that were asked for since the requests were forgotten."""
    return {str(each["path"]).split("/")[-3] for each in azure.requests(method="PUT", type=VERSIONS)}


def init(operator: Operator) -> str:
    """What `init` says of every image, on standard error."""
    words = ("init", "*", "--gallery", "gallery/fleet", "--publisher", "contoso", "--also-in", OTHER_TEAM, "--yes")
    done = operator.run(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def images(operator: Operator) -> set[str]:
    return {str(one["source"]["name"]) for one in StackFile(operator.path / "Pulumi.dev.yaml").entries()}


def test_forty_images_come_to_a_finished_report_with_no_needless_copy(azure: LocalAzure, tmp_path: Path) -> None:
    operator = Operator.at(tmp_path, azure)
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    azure.forget_requests()

    said = init(operator)
    entries = StackFile(tmp_path / "Pulumi.dev.yaml").entries()
    assert {str(one["source"]["name"]) for one in entries if "existingVersions" not in one} == NEEDED
    assert "fleet/older/1.0.1 proves nothing: older than the image" in said
    assert "fleet/shallow/1.0.1 proves nothing: Shallow (replicationMode Shallow)" in said
    assert "so it can be deleted: az sig image-version delete -g gallery -r fleet -i failed -e 1.0.1" in said
    assert "images/partly-01 is left out: fleet/partly/1.0.1 proves nothing: incomplete" in said
    assert "images/specialized-01 is left out: image-generalized" in said
    (deleted,) = (one for one in entries if one["source"]["name"] == "deleted-01")
    assert deleted["version"] == "1.0.2"  # 1.0.1 is in the bin
    _done(operator, "check")
    _done(operator, "publish", "--yes")

    blocked = ("failed-01-1.0.0", "partly-02-1.0.0", "shallow-01-1.0.0")
    refused = operator.run("validate", *blocked, "--yes")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    told = " ".join((refused.stdout + refused.stderr).split())
    assert "unfinished image version gallery/fleet/failed/1.0.1 (provisioningState Failed)" in told
    assert "Shallow image version gallery/fleet/shallow/1.0.1 (it copies nothing" in told
    fleet = f"{azure.group_id('gallery')}/providers/Microsoft.Compute/galleries/fleet/images"
    for version in (*IN_THE_WAY, *SHALLOW):
        azure.remove(f"{fleet}/{version}")
    azure.advance(4 * 3600)

    init(operator)
    assert images(operator) - {str(one["source"]["name"]) for one in entries} == {"partly-01"}
    _done(operator, "publish", "--yes")
    _done(operator, "validate", "--yes")
    expected = [word for name in sorted(images(operator)) for word in ("--expect-delete", name)]
    _done(operator, "retire", "--yes", *expected)
    _done(operator, "report")

    assert made(azure) == {*NEEDED}
    left = azure.get(
        f"/subscriptions/{azure.subscription}/providers/Microsoft.Compute/images", api_version="2024-07-01"
    )
    assert [one["name"] for one in left.json()["value"]] == ["specialized-01"]
    status = json.loads(_done(operator, "status", "--json"))
    assert {(one["stage"], one["state"]) for one in status} == {("retired", "Completed")}
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "shared/team/1.0.1" in report
    assert "specialized-01" in report


def _done(operator: Operator, *words: str) -> str:
    done = operator.run(*words, seconds=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
