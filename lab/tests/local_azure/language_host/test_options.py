"""Runtime options and the Python they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf import struct_pb2
from pulumi.runtime.proto import language_pb2

from local_azure.language_host.errors import InvalidRuntimeOptionError, PythonNotFoundError, VirtualEnvironmentError
from local_azure.language_host.options import RuntimeOptions, read_options
from local_azure.language_host.python_environment import activated, python_command, python_on_path

if TYPE_CHECKING:
    from pathlib import Path


def info(folder: Path, **options: str | float) -> language_pb2.ProgramInfo:
    values = struct_pb2.Struct()
    values.update(options)
    return language_pb2.ProgramInfo(root_directory=str(folder), program_directory=str(folder / "src"), options=values)


def test_pip_and_the_python_on_path_are_the_default(tmp_path: Path) -> None:
    assert read_options(info(tmp_path)) == RuntimeOptions(tmp_path, tmp_path / "src")


def test_pip_may_be_named(tmp_path: Path) -> None:
    assert read_options(info(tmp_path, toolchain="pip", typechecker="")) == RuntimeOptions(tmp_path, tmp_path / "src")


def test_uv_has_a_virtual_environment_of_its_own(tmp_path: Path) -> None:
    assert read_options(info(tmp_path, toolchain="uv")).virtualenv_path == tmp_path / ".venv"
    assert read_options(info(tmp_path, toolchain="uv", virtualenv="mine")).virtualenv_path == tmp_path / "mine"


@pytest.mark.parametrize(("option", "value"), [("toolchain", "poetry"), ("typechecker", "mypy"), ("virtualenv", 1.0)])
def test_what_it_does_not_know_is_refused_by_name(tmp_path: Path, option: str, value: str | float) -> None:
    with pytest.raises(InvalidRuntimeOptionError, match=option):
        read_options(info(tmp_path, **{option: value}))


def test_plugins_never_run_in_the_python_on_path(tmp_path: Path) -> None:
    assert read_options(info(tmp_path)).for_plugin().virtualenv_path == tmp_path / "venv"
    assert read_options(info(tmp_path, virtualenv="mine")).for_plugin().virtualenv_path == tmp_path / "mine"


def test_a_folder_without_python_is_no_virtual_environment(tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    with pytest.raises(VirtualEnvironmentError, match="doesn't appear to be a virtual environment"):
        python_command(RuntimeOptions(tmp_path, tmp_path, virtualenv="venv"))


def test_python3_is_preferred_and_can_be_chosen(tmp_path: Path) -> None:
    for name in ("python", "python3", "mine"):
        (tmp_path / name).touch(mode=0o755)
    assert python_on_path({"PATH": str(tmp_path)}) == str(tmp_path / "python3")
    assert python_on_path({"PATH": str(tmp_path), "PULUMI_PYTHON_CMD": "mine"}) == str(tmp_path / "mine")
    with pytest.raises(PythonNotFoundError, match="other"):
        python_on_path({"PATH": str(tmp_path), "PULUMI_PYTHON_CMD": "other"})


def test_activation_is_what_the_activate_script_does(tmp_path: Path) -> None:
    before = {"PATH": "/usr/bin", "PYTHONHOME": "/elsewhere", "VIRTUAL_ENV": "/other", "KEPT": "1"}
    assert activated(before, tmp_path) == {
        "PATH": f"{tmp_path}/bin:/usr/bin",
        "VIRTUAL_ENV": str(tmp_path),
        "KEPT": "1",
    }
    assert activated(before, None) == before
