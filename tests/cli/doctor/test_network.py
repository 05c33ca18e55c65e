from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.doctor.network import certificates, clock, reached

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure


@pytest.fixture
def bundle(azure: LocalAzure) -> str:
    return azure.env["SSL_CERT_FILE"]


def test_without_a_bundle_the_system_is_trusted() -> None:
    found = certificates({"SSL_CERT_FILE": ""})
    assert (found.well, found.found) == (True, "the system's")


def test_a_bundle_for_both_languages_is_well(bundle: str) -> None:
    found = certificates({"REQUESTS_CA_BUNDLE": bundle, "SSL_CERT_FILE": bundle}, "linux")
    assert found.well is True
    assert found.found == f"REQUESTS_CA_BUNDLE {bundle}, SSL_CERT_FILE {bundle}"


def test_a_bundle_that_only_python_reads_is_told_with_what_to_type(bundle: str) -> None:
    found = certificates({"REQUESTS_CA_BUNDLE": bundle}, "linux")
    assert found.well is None
    assert f"`export SSL_CERT_FILE={bundle}`" in found.remedy
    assert certificates({"REQUESTS_CA_BUNDLE": bundle}, "darwin").well is True
    assert certificates({"SSL_CERT_FILE": bundle}, "linux").well is True


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_bundle_that_cannot_be_used_is_told(variable: str, bundle: str, tmp_path: Path) -> None:
    """The second one too, though the program takes the first."""
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    both = {"REQUESTS_CA_BUNDLE": bundle, "SSL_CERT_FILE": bundle}
    for value in (str(bad), str(tmp_path / "missing.pem")):
        found = certificates({**both, variable: value})
        assert found.well is False
        assert f"{variable} names {value}" in found.found
        assert f"`unset {variable}`" in found.remedy


@pytest.mark.parametrize(
    ("seconds", "well", "found"),
    [
        (0.2, True, "as Azure's"),
        (59, True, "59 s ahead of Azure's"),
        (-60, True, "60 s behind Azure's"),
        (61, False, "61 s ahead of Azure's"),
        (-7200, False, "7,200 s behind Azure's"),
    ],
)
def test_a_clock_is_well_within_a_minute(seconds: float, well: bool, found: str) -> None:
    told = clock(timedelta(seconds=seconds))
    assert (told.well, told.found) == (well, found)


@pytest.mark.parametrize(
    ("system", "command"), [("linux", "timedatectl"), ("darwin", "sntp"), ("win32", "w32tm"), ("sunos5", "time server")]
)
def test_what_sets_the_clock_is_said_for_each_system(system: str, command: str) -> None:
    assert command in clock(timedelta(hours=1), system).remedy


def test_a_time_that_nobody_told_is_not_known() -> None:
    assert clock(None).well is None


def test_resource_manager_answers_with_its_time(azure: LocalAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, azure.env[name])
    manager, time = reached(AzureSettings.read({}, azure.env))
    assert (manager.subject, manager.well, time.well) == ("Resource Manager", True, True)
    assert manager.found.endswith(" answers")
