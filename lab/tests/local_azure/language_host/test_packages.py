"""Distributions and the plugins they need."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harness.engine_project import EngineProject
from local_azure.language_host.packages import Distribution, required_packages, top_level
from local_azure.language_host.plugin_version import plugin_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def distribution(name: str, plugin: Mapping[str, object] | None = None, *requires: str) -> Distribution:
    return Distribution(name, "1.2.3", requires, plugin)


def test_about_names_the_interpreter_and_what_the_program_depends_on(tmp_path: Path) -> None:
    project = EngineProject(tmp_path, "")
    about = json.loads(project.pulumi("about", "--json", check=True).stdout)
    assert about["runtime"]["executable"] == f"{project.virtualenv}/bin/python"
    assert about["errors"] == []
    assert {"name": "azure-native", "version": "3.29.0", "kind": "resource"} in about["plugins"]
    names = [dependency["name"] for dependency in about["dependencies"]]
    assert "ruff" in names
    assert "pulumi" not in names, "pulumi-azure-native requires it"


def test_a_plugin_file_names_the_plugin() -> None:
    plugin = {"resource": True, "name": "thing", "version": "4.5.6", "server": "https://example.com"}
    [package] = required_packages([distribution("unusual-name", plugin)])
    assert (package.name, package.version, package.kind, package.server) == (
        *("thing", "v4.5.6", "resource", "https://example.com"),
    )


def test_what_a_plugin_file_leaves_out_comes_from_the_package() -> None:
    [package] = required_packages([distribution("pulumi_thing", {"resource": True})])
    assert (package.name, package.version) == ("thing", "v1.2.3")


@pytest.mark.parametrize(
    "without_plugin",
    [
        distribution("requests"),
        distribution("pulumi"),
        distribution("pulumi_policy"),
        distribution("pulumi-library", {"resource": False}),
    ],
)
def test_packages_without_a_plugin(without_plugin: Distribution) -> None:
    assert required_packages([without_plugin]) == []


def test_top_level_leaves_out_what_others_require() -> None:
    program = distribution("program", None, "Some_Library>=1; python_version > '3'", "optional; extra == 'more'")
    everything = [program, distribution("some-library"), distribution("optional")]
    assert [entry.name for entry in top_level(everything)] == ["program", "optional"]


@pytest.mark.parametrize(
    ("package", "plugin"),
    [
        ("1.0", "1.0.0"),
        ("1.2.3a4", "1.2.3-alpha.4"),
        ("1.2.3rc4", "1.2.3-rc.4"),
        ("1.2.3.post4", "1.2.3+post4"),
        ("1.2.3.post4.dev5", "1.2.3+post4dev5"),
        ("1!1.0", None),
        ("1.0+local", None),
    ],
)
def test_the_version_of_a_plugin(package: str, plugin: str | None) -> None:
    assert plugin_version(package) == plugin
