"""`readopt` for a state that was lost, with the real engine against local Azure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harness.product import seed
from managed_image_to_gallery.azure.settings import READOPTS
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive


def test_a_lost_state_is_adopted_and_then_nothing_is_left_to_adopt(
    azure: LocalAzure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.up()
    empty = operator.run("readopt")
    assert (empty.returncode, empty.stdout) == (1, "")
    assert "nothing to adopt" in empty.stderr
    text = operator.file_text
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(text.replace("myImage", "anotherImage"))
    unknown = operator.run("readopt")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "it is not known what the stack lacks" in unknown.stderr
    assert "nothing to adopt" not in unknown.stderr
    file.write_text(text)
    for command in (["stack", "rm", "--force", "--yes", "--preserve-config", "dev"], ["stack", "init", "dev"]):
        operator.pulumi(*command, check=True)

    preview = tmp_path / "preview.json"
    refused = operator.pulumi("preview", "--json", check=False)
    assert "cannot create already existing resource" in refused.stdout
    monkeypatch.setitem(operator.env, READOPTS, "1")
    preview.write_text(operator.pulumi("preview", "--json", check=True).stdout)
    monkeypatch.delitem(operator.env, READOPTS)
    given = operator.run("readopt", str(preview))
    assert operator.run("readopt", "--output", "readopt.json").returncode == 0

    written = json.loads((tmp_path / "readopt.json").read_text())
    assert json.loads(given.stdout) == written
    types = {one["type"].rsplit(":", 1)[1] for one in written["resources"] if not one.get("component")}
    assert types == {"GalleryImage", "GalleryImageVersion"}
    operator.pulumi("import", "--file", "readopt.json", "--protect", "--generate-code=false", "--yes", check=True)
    azure.forget_requests()
    operator.up()
    assert azure.requests(method="DELETE") == []
    assert {"definition", "version"} <= operator.names()
