"""The bundle of `local-azure env` keeps what the shell and the system trusted."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from local_azure.trust import VARIABLES, add_authorities

if TYPE_CHECKING:
    from pathlib import Path


def certificate(name: str) -> str:
    return f"-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----\n"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    made = tmp_path / "bundle.pem"
    made.write_text(certificate("public") + certificate("ours"))
    return made


def company(tmp_path: Path) -> Path:
    file = tmp_path / "company.pem"
    file.write_text("# the company's proxy\n" + certificate("public") + certificate("company"))
    return file


@pytest.mark.parametrize("name", VARIABLES)
def test_what_a_variable_names_is_added_once(tmp_path: Path, bundle: Path, name: str) -> None:
    for environ in ({name: str(company(tmp_path))}, {name: str(bundle)}):  # as in a shell that has taken it over
        add_authorities(bundle, environ, system=())

    text = bundle.read_text()
    assert [text.count(each) for each in ("public", "ours", "company")] == [1, 1, 1]
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o600


def test_a_folder_and_the_systems_bundle_are_added(tmp_path: Path, bundle: Path) -> None:
    folder, system = tmp_path / "certificates", tmp_path / "system.pem"
    folder.mkdir()
    company(folder)
    system.write_text(certificate("system"))

    add_authorities(bundle, {"SSL_CERT_DIR": str(folder)}, system=(str(system),))

    assert "company" in bundle.read_text()
    assert "system" in bundle.read_text()


def test_what_is_not_there_is_left_out(bundle: Path) -> None:
    before = bundle.read_text()

    add_authorities(bundle, {"SSL_CERT_FILE": "/not/there.pem"}, system=("/not/there/either",))

    assert certificate("ours") in bundle.read_text()
    assert before.split() == bundle.read_text().split()[: len(before.split())]
