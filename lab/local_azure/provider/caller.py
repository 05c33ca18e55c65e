"""Whose settings count: those of the engine that attached, and not only those of this server.

A plugin that the engine starts has the engine's environment. A server that engines attach to has its own, and a
Reader's `pulumi up` would go on as the server's owner. On Linux the process at the other end of a connection is known,
and with it the environment that it was started with; elsewhere the server's own counts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_SETTING = re.compile("ARM_|ACTIONS_ID_TOKEN_|AZURE_ENVIRONMENT$")
_IDENTITY = re.compile("ARM_(CLIENT_|TENANT_|USE_|OIDC_)|ACTIONS_ID_TOKEN_")
_LOOPBACK = "0100007F"
"""127.0.0.1 as `/proc/net/tcp` writes it; a server that may be reached by IPv6 as well is in `tcp6`."""


def environment_of_caller(peer: str, environ: Mapping[str, str], proc: Path = Path("/proc")) -> dict[str, str]:
    """The settings of the process that a gRPC peer (`ipv4:127.0.0.1:50123`) is, over those of this server.

    A caller that names an identity brings all of it: nothing is left of the server's.
    """
    given = {name: value for name, value in _environment_at(peer, proc).items() if _SETTING.match(name)}
    identified = any(_IDENTITY.match(name) for name in given)
    kept = {name: value for name, value in environ.items() if not (identified and _IDENTITY.match(name))}
    return {**kept, **given}


def _environment_at(peer: str, proc: Path) -> dict[str, str]:
    found = re.fullmatch(r"ipv4:127\.0\.0\.1:(\d+)", peer)
    socket = _socket_of(f"{int(found[1]):04X}", proc) if found else None
    if socket is None:
        return {}
    for process in _processes(proc):
        if socket in _sockets_held(process):
            return _environment_of(process)
    return {}


def _socket_of(port: str, proc: Path) -> str | None:
    """The number of the socket that has this local port and is connected with this process.

    The port alone is not enough: several connections may have the same one, each to another server.
    """
    rows = [row for table in ("tcp", "tcp6") for row in _rows(proc / "net" / table)]
    own = _sockets_held(proc / "self")
    ends = {local for local, remote, socket in rows if socket in own and remote == f"{_LOOPBACK}:{port}"}
    return next((socket for local, remote, socket in rows if local == f"{_LOOPBACK}:{port}" and remote in ends), None)


def _rows(table: Path) -> Iterator[tuple[str, str, str]]:
    """Local address, remote address and number of each socket; IPv4 addresses as such, whoever listens."""
    try:
        lines = table.read_text().splitlines()[1:]
    except OSError:
        return
    for fields in map(str.split, lines):
        yield fields[1][-13:], fields[2][-13:], f"socket:[{fields[9]}]"


def _sockets_held(process: Path) -> set[str]:
    """The sockets of a process; none of another user's, nor what was closed meanwhile, as the listing itself is."""
    held: set[str] = set()
    with suppress(OSError):
        for each in (process / "fd").iterdir():
            with suppress(OSError):
                held.add(str(each.readlink()))
    return held


def _processes(proc: Path) -> Iterator[Path]:
    return (each for each in proc.iterdir() if each.name.isdigit() and int(each.name) != os.getpid())


def _environment_of(process: Path) -> dict[str, str]:
    """What a process was started with; nothing of one that has ended meanwhile."""
    try:
        pairs = (process / "environ").read_bytes().decode(errors="surrogateescape").split("\0")
    except OSError:
        return {}
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
