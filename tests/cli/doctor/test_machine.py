from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.doctor.machine import findings, version_in

if TYPE_CHECKING:
    from pathlib import Path

    from managed_image_to_gallery.cli.doctor.finding import Finding

WANTED = version("pulumi-azure-native")


def test_versions_are_read_as_the_engine_prints_them() -> None:
    assert version_in("v3.259.0\n") == (3, 259, 0)
    assert version_in("3.300.1-dev.0+abc") == (3, 300, 1)
    assert version_in("dev") is None


def found(environment: dict[str, str] | None = None) -> dict[str, Finding]:
    return {one.subject: one for one in findings(environment or {})}


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only program on PATH: says the version, and the plugins, that a test writes beside it."""
    program = tmp_path / "pulumi"
    answers = '#!/bin/sh\ncase "$1" in version) . ./version;; plugin) . ./plugins;; esac\n'
    program.write_text(answers.replace("./", f"{tmp_path}/"))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    say(tmp_path, "v3.259.0")
    return tmp_path


def say(folder: Path, said: str, *plugins: dict[str, str]) -> None:
    (folder / "version").write_text(f"echo {said}")
    (folder / "plugins").write_text(f"echo '{json.dumps(plugins)}'")


@pytest.mark.posix
def test_an_old_engine_is_found_with_what_is_needed(engine: Path) -> None:
    say(engine, "v3.100.0")
    old = found()["Pulumi engine"]
    assert (old.well, old.found) == (False, "v3.100.0")
    assert "3.219.0 or newer" in old.remedy


@pytest.mark.posix
@pytest.mark.parametrize(("said", "remedy"), [("v3.219.0", "3.256.0"), ("v3.255.9", "3.256.0"), ("v3.256.0", "")])
def test_an_engine_that_can_do_all_but_a_destroy_is_well_and_told(engine: Path, said: str, remedy: str) -> None:
    say(engine, said)
    found_here = found()["Pulumi engine"]
    assert (found_here.well, found_here.found) == (True, said)
    assert remedy in found_here.remedy
    assert bool(found_here.remedy) == bool(remedy)


@pytest.mark.posix
def test_an_engine_of_the_next_major_version_is_not_called_well(engine: Path) -> None:
    say(engine, "v4.0.0")
    new = found()["Pulumi engine"]
    assert new.well is None
    assert "v4.0.0, newer than any" in new.found
    assert "Install Pulumi 3" in new.remedy


def test_a_missing_engine_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    engine = found()["Pulumi engine"]
    assert engine.found == "no `pulumi` on PATH"
    assert engine.remedy == "Install Pulumi: https://www.pulumi.com/docs/install/"
    assert found()["azure-native provider"].well is None


def test_the_sdk_is_told_with_its_versions() -> None:
    sdk = found()["Pulumi SDK"]
    assert (sdk.well, sdk.found) == (True, f"pulumi {version('pulumi')}, pulumi-azure-native {WANTED}")


@pytest.mark.posix
def test_the_plugin_of_the_packages_version_is_well(engine: Path) -> None:
    say(engine, "v3.259.0", {"name": "random", "version": WANTED}, {"name": "azure-native", "version": WANTED})
    provider = found()["azure-native provider"]
    assert (provider.well, provider.found) == (True, f"installed ({WANTED})")


@pytest.mark.posix
def test_a_plugin_of_another_version_is_told_beside_the_one_that_will_be_fetched(engine: Path) -> None:
    say(engine, "v3.259.0", {"name": "azure-native", "version": "2.1.0"})
    provider = found()["azure-native provider"]
    assert (provider.well, provider.found) == (None, f"{WANTED} is not installed, 2.1.0 is")
    assert f"`pulumi plugin install resource azure-native {WANTED}`" in provider.remedy


@pytest.mark.posix
def test_a_list_of_plugins_that_is_none_is_no_plugin(engine: Path) -> None:
    (engine / "plugins").write_text("echo nothing")
    assert found()["azure-native provider"].found == f"{WANTED} is not installed"


def test_an_attached_provider_is_named() -> None:
    provider = found({"PULUMI_DEBUG_PROVIDERS": "azure-native:1"})["azure-native provider"]
    assert provider.well is True
    assert "attached (azure-native:1)" in provider.found
