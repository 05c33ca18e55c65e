"""Whose settings count: those of the engine that attached, and not only those of this server.

A plugin that the engine starts has the engine's environment. A server that engines attach to has its own, and a
Reader's `pulumi up` would go on as the server's owner. On Linux the process at the other end of a connection is known,
and with it the environment that it was started with; elsewhere the server's own counts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_SETTING = re.compile("ARM_|ACTIONS_ID_TOKEN_|AZURE_ENVIRONMENT$")
_IDENTITY = re.compile("ARM_(CLIENT_|TENANT_|USE_|OIDC_)|ACTIONS_ID_TOKEN_")
_LOOPBACK = "0100007F"
"""127.0.0.1 as `/proc/net/tcp` writes it."""


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
    socket = _socket_at(int(found[1]), proc) if found else None
    if socket is None:
        return {}
    for process in _processes(proc):
        try:
            if any(str(each.readlink()) == f"socket:[{socket}]" for each in (process / "fd").iterdir()):
                return _environment_of(process)
        except OSError:
            continue  # another user's, or it has ended meanwhile
    return {}


def _socket_at(port: int, proc: Path) -> str | None:
    """The number of the socket with this local port."""
    try:
        lines = (proc / "net" / "tcp").read_text().splitlines()[1:]
    except OSError:
        return None
    local = f"{_LOOPBACK}:{port:04X}"
    return next((fields[9] for fields in map(str.split, lines) if fields[1] == local), None)


def _processes(proc: Path) -> Iterator[Path]:
    return (each for each in proc.iterdir() if each.name.isdigit() and int(each.name) != os.getpid())


def _environment_of(process: Path) -> dict[str, str]:
    pairs = (process / "environ").read_bytes().decode(errors="surrogateescape").split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
