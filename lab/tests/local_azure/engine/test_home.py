"""The folder a built engine runs from."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from local_azure.engine.home import assemble_home
from tests.local_azure.engine import fakes

if TYPE_CHECKING:
    from pathlib import Path


def test_the_engine_is_linked_and_the_language_host_starts_this_python(tmp_path: Path) -> None:
    python = fakes.script(tmp_path / "a b" / "python", 'echo "$LOCAL_AZURE_LANGUAGE_EXECUTOR" "$#" "$4"')
    home = assemble_home(fakes.built(tmp_path / "built"), tmp_path / "env", str(python))
    assert (home / "pulumi").samefile(tmp_path / "built" / "pulumi")
    said = subprocess.run(
        [home / "pulumi-language-python", "127.0.0.1:1"], capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == [str(home / "pulumi-language-python-exec"), "4", "127.0.0.1:1"]


def test_a_newer_build_replaces_the_engine(tmp_path: Path) -> None:
    assemble_home(fakes.built(tmp_path / "old"), tmp_path / "env")
    (fakes.built(tmp_path / "new") / "pulumi").write_text("newer and longer")
    home = assemble_home(tmp_path / "new", tmp_path / "env")
    assert (home / "pulumi").read_text() == "newer and longer"


def test_another_python_gets_the_language_host(tmp_path: Path) -> None:
    build = fakes.built(tmp_path / "built")
    assemble_home(build, tmp_path / "env", "/old/python")
    home = assemble_home(build, tmp_path / "env", "/new/python")
    assert "exec /new/python" in (home / "pulumi-language-python").read_text()
    assert sorted(path.name for path in home.iterdir()) == [
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
        "pulumi-resource-pulumi-python",
    ]
