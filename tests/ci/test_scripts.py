"""The steps of the workflows as a runner runs them, with the real engine against local Azure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import azure, server
from tests.acceptance.product import ROOT, Product, left_in, seed

if TYPE_CHECKING:
    from tests.support.local_azure import LocalAzure

__all__ = ["azure", "server"]

IMAGE = "Microsoft.Compute/images"


def run(product: Product, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.prefix) / "bin"), product.env["PATH"]])
    return subprocess.run(
        [str(ROOT / "ci" / script), *words],
        cwd=product.path,
        env={**product.env, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.exhaustive
def test_from_pull_request_to_nightly_drift(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)

    preview = run(product, "preview.sh", "dev", "comment.md")
    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert (tmp_path / "comment.md").read_text() == preview.stdout
    update = run(product, "update.sh", "dev")
    assert update.returncode == 0, update.stdout + update.stderr
    drift = run(product, "drift.sh", "dev")
    assert drift.returncode == 0, drift.stdout + drift.stderr

    product.configure(stage="retired")
    refused = run(product, "preview.sh", "dev", "comment.md")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "⛔ must not be applied" in (tmp_path / "comment.md").read_text()
    assert (tmp_path / "comment.md").read_text() == (ROOT / "examples" / "ci-comment-refused.md").read_text()
    stopped = run(product, "update.sh", "dev")
    assert stopped.returncode != 0, stopped.stdout
    assert IMAGE in left_in(azure)
    assert run(product, "drift.sh", "dev").returncode != 0


@pytest.mark.exhaustive
def test_drift_names_what_was_changed_behind_the_stack_s_back(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.up()
    (version,) = (str(one["id"]) for one in product.resources() if str(one["type"]).endswith(":GalleryImageVersion"))
    assert run(product, "drift.sh", "dev").returncode == 0

    azure.change(version, {"tags": {"by": "hand"}})
    drift = run(product, "drift.sh", "dev")

    assert drift.returncode != 0, drift.stdout
    assert "GalleryImageVersion" in drift.stdout
    assert '"hand"' in drift.stdout
    assert run(product, "drift.sh", "dev").returncode != 0, "looking must not make the difference go away"
