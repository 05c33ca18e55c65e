from __future__ import annotations

from pathlib import Path

import pytest

from managed_image_to_gallery.cli.doctor.program import ENVIRONMENT, findings

pytestmark = pytest.mark.posix


def executable(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def installed(environment: Path, *distributions: str) -> None:
    executable(environment / "bin" / "python")
    for each in distributions:
        (environment / "lib" / "python3.12" / "site-packages" / f"{each}-1.0.dist-info").mkdir(parents=True)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PATH: one folder with `pulumi`, which is a link into its installation, as package managers make it."""
    folder = tmp_path / "path"
    engine = executable(tmp_path / "installation" / "pulumi")
    executable(engine.with_name("pulumi-language-python"))
    folder.mkdir()
    (folder / "pulumi").symlink_to(engine)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def said(project: Path, runtime: str) -> dict[str, tuple[bool | None, str, str]]:
    (project / "Pulumi.yaml").write_text(f"name: p\nruntime: {runtime}\n")
    return {one.subject: (one.well, one.found, one.remedy) for one in findings(project)}


PIP = "{name: python, options: {virtualenv: venv}}"


def test_a_host_beside_the_installation_that_a_link_leads_to_is_found(path: Path, project: Path) -> None:
    assert said(project, PIP)["language host"][:2] == (True, "pulumi-language-python")


def test_a_host_on_path_is_told_with_its_place(path: Path, project: Path) -> None:
    executable(path / "pulumi-language-yaml")
    found = said(project, "yaml")
    assert found == {"language host": (True, f"{path}/pulumi-language-yaml, from PATH", "")}


def test_a_host_that_is_nowhere_is_told(path: Path, project: Path) -> None:
    well, found, remedy = said(project, "go")["language host"]
    assert well is None
    assert found == f"no pulumi-language-go beside {path}/pulumi nor on PATH"
    assert "install Pulumi whole" in remedy


def test_without_an_engine_nothing_is_known_of_hosts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert said(project, "go")["language host"][0] is None


@pytest.mark.parametrize("runtime", ["", "[]", "{options: {}}"])
def test_a_project_that_names_no_language_is_left_to_the_engine(runtime: str, path: Path, project: Path) -> None:
    assert said(project, runtime) == {}


def test_without_a_project_there_is_nothing_to_find(project: Path) -> None:
    assert findings(project) == []


def test_an_environment_with_all_it_needs_is_well(path: Path, project: Path) -> None:
    installed(project / "venv", "pip", "managed_image_to_gallery")
    assert said(project, PIP)[ENVIRONMENT] == (True, str(project / "venv"), "")


def test_an_environment_that_is_not_there_is_told_with_how_to_make_it(path: Path, project: Path) -> None:
    well, found, remedy = said(project, PIP)[ENVIRONMENT]
    assert (well, found) == (False, f"{project}/venv is no virtual environment")
    assert f"`python3 -m venv {project}/venv`" in remedy


def test_an_environment_without_pip_is_told(path: Path, project: Path) -> None:
    """As `uv venv` makes it; Pulumi's host lists the packages by `python -m pip list`."""
    installed(project / "venv", "managed_image_to_gallery")
    well, found, remedy = said(project, PIP)[ENVIRONMENT]
    assert well is False
    assert "has no pip" in found
    assert f"`{project}/venv/bin/python -m ensurepip`" in remedy


def test_an_environment_without_this_package_is_told(path: Path, project: Path) -> None:
    installed(project / "venv", "pip")
    well, found, remedy = said(project, PIP)[ENVIRONMENT]
    assert (well, found) == (False, f"{project}/venv does not have managed_image_to_gallery")
    assert f"`{project}/venv/bin/python -m pip install …`" in remedy


def test_a_program_without_an_environment_runs_in_paths_python(path: Path, project: Path) -> None:
    assert said(project, "python")[ENVIRONMENT][0] is None


@pytest.mark.parametrize("tool", ["uv", "poetry"])
def test_a_tool_that_is_not_on_path_is_told(tool: str, path: Path, project: Path) -> None:
    well, found, remedy = said(project, f"{{name: python, options: {{toolchain: {tool}}}}}")[ENVIRONMENT]
    assert (well, found) == (False, f"kept by {tool}, which is not on PATH")
    assert f"Install {tool}" in remedy


@pytest.mark.parametrize("tool", ["uv", "poetry"])
def test_a_tool_without_its_lock_is_told(tool: str, path: Path, project: Path) -> None:
    executable(path / tool)
    well, found, remedy = said(project, f"{{name: python, options: {{toolchain: {tool}}}}}")[ENVIRONMENT]
    assert (well, found) == (False, f"kept by {tool}, and there is no {tool}.lock here or above")
    assert remedy == "Run `pulumi install`: it makes both."


@pytest.mark.parametrize("runtime", ["{name: python, options: {toolchain: uv}}", "python"])
def test_uv_keeps_its_environment_beside_its_lock(runtime: str, path: Path, project: Path) -> None:
    """Also where Pulumi.yaml names no toolchain: the lock decides, in the folder or above."""
    executable(path / "uv")
    (project.parent / "uv.lock").touch()
    assert said(project, runtime)[ENVIRONMENT][1] == f"kept by uv, and {project.parent}/.venv is no virtual environment"
    installed(project.parent / ".venv", "managed_image_to_gallery")
    assert said(project, runtime)[ENVIRONMENT][:2] == (True, str(project.parent / ".venv"))


def test_an_environment_that_is_named_to_uv_counts(path: Path, project: Path) -> None:
    executable(path / "uv")
    (project / "uv.lock").touch()
    installed(project / "here", "managed_image_to_gallery")
    found = said(project, "{name: python, options: {toolchain: uv, virtualenv: here}}")
    assert found[ENVIRONMENT][:2] == (True, str(project / "here"))


def test_where_poetry_keeps_it_its_lock_tells_what_is_in_it(path: Path, project: Path) -> None:
    executable(path / "poetry")
    lock = project / "poetry.lock"
    lock.write_text('[[package]]\nname = "managed-image-to-gallery-too"\nversion = "0.1.0"\n')
    well, found, remedy = said(project, "python")[ENVIRONMENT]
    assert (well, found) == (False, f"kept by poetry, and {lock} does not have managed-image-to-gallery")
    assert "`poetry add …`" in remedy
    lock.write_text('[[package]]\nname = "managed-image-to-gallery"\nversion = "0.1.0"\n')
    assert said(project, "python")[ENVIRONMENT][:2] == (True, f"kept by poetry ({lock})")
