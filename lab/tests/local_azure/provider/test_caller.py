"""Whose settings count when engines attach to a running server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_azure.provider.caller import environment_of_caller

if TYPE_CHECKING:
    from pathlib import Path

SERVER = {"ARM_CLIENT_ID": "owner", "ARM_CLIENT_SECRET": "owner's", "ARM_METADATA_HOSTNAME": "localhost:1", "HOME": "/"}
PEER = "ipv4:127.0.0.1:50123"


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """A `/proc` with process 7, connected with this one from port 50123, and 8, from there with another one."""
    (tmp_path / "net").mkdir()
    rest = "01 00000000:00000000 00:00000000 00000000  1000  0"
    client = f"1: 0100007F:C3CB 0100007F:1389 {rest} 4711 1 0 20 4"
    other = f"0: 0100007F:C3CB 0100007F:138A {rest} 4713 1 0 20 4"
    mapped = "0000000000000000FFFF0000"
    server = f"0: {mapped}0100007F:1389 {mapped}0100007F:C3CB {rest} 4712 1 0 20 4"
    (tmp_path / "net" / "tcp").write_text(f"  sl  local_address rem_address st\n   {other}\n   {client}\n")
    (tmp_path / "net" / "tcp6").write_text(f"  sl  local_address rem_address st\n   {server}\n")
    for process, socket in (("7", 4711), ("8", 4713), ("self", 4712)):
        (tmp_path / process / "fd").mkdir(parents=True)
        (tmp_path / process / "fd" / "3").symlink_to(f"socket:[{socket}]")
        (tmp_path / process / "fd" / "0").touch()  # no link any more: it was closed after it was listed
    (tmp_path / "8" / "environ").write_text("ARM_METADATA_HOSTNAME=localhost:2\0")
    return tmp_path


def started_with(proc: Path, **environ: str) -> dict[str, str]:
    text = "\0".join(f"{name}={value}" for name, value in environ.items())
    (proc / "7" / "environ").write_text(f"{text}\0")
    return environment_of_caller(PEER, SERVER, proc)


def test_the_identity_of_the_engine_that_attached_counts(proc: Path) -> None:
    found = started_with(proc, ARM_CLIENT_ID="reader", ARM_CLIENT_SECRET="reader's", PATH="/bin")

    assert found == {**SERVER, "ARM_CLIENT_ID": "reader", "ARM_CLIENT_SECRET": "reader's"}


def test_nothing_is_left_of_the_servers_identity(proc: Path) -> None:
    found = started_with(proc, ARM_CLIENT_ID="reader", ARM_USE_OIDC="true")

    assert "ARM_CLIENT_SECRET" not in found


def test_an_engine_without_settings_has_the_servers(proc: Path) -> None:
    assert started_with(proc, HOME="/home") == SERVER


@pytest.mark.parametrize("peer", ["ipv4:127.0.0.1:50124", "unix:/run/socket", "ipv4:10.0.0.1:50123"])
def test_a_caller_that_is_not_known_has_the_servers(proc: Path, peer: str) -> None:
    (proc / "7" / "environ").write_text("ARM_CLIENT_ID=reader\0")

    assert environment_of_caller(peer, SERVER, proc) == SERVER
