"""Distributions and the plugins they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_azure.language_host.packages import Distribution, plugin_version, required_packages

if TYPE_CHECKING:
    from collections.abc import Mapping


def distribution(name: str, plugin: Mapping[str, object] | None = None) -> Distribution:
    return Distribution(name, "1.2.3", plugin)


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
