"""The proxies that the environment names: can all three languages use them, and do they spare this machine?

The program and this command line are Python, which goes by the names in lower case first; the engine and its provider
are Go, which goes by those in capitals first and spares this machine by itself. What connects the program with the
engine, grpc's own library, reads the lower case alone and spares nothing that `no_proxy` does not name: seen with grpc
1.7x, whose text for it is "failed to connect to all addresses".
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from managed_image_to_gallery.cli.doctor.finding import Finding, without_account

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOOPBACK = "127.0.0.1"
MACHINE_METADATA = "169.254.169.254"
"""Where a managed identity is asked for; no proxy reaches it for the machine that asks."""

_BY_HTTPS, _BY_HTTP = ("https_proxy", "HTTPS_PROXY"), ("http_proxy", "HTTP_PROXY")


def proxies(environment: Mapping[str, str], *, managed_identity: bool = False) -> Finding:
    """What is named, and the first thing about it that would stand in the way."""
    said = {name: environment[name] for name in (*_BY_HTTPS, *_BY_HTTP) if environment.get(name)}
    if not said:
        return Finding("proxy", well=True, found="none")
    shown = ", ".join(f"{name} {without_account(value)}" for name, value in said.items())
    for found, remedy in _faults(said, shown, environment, managed_identity=managed_identity):
        return Finding("proxy", well=False, found=found, remedy=remedy)
    return Finding("proxy", well=True, found=shown)


def _faults(
    said: Mapping[str, str], shown: str, environment: Mapping[str, str], *, managed_identity: bool
) -> Iterator[tuple[str, str]]:
    """What was found and what to do about it, the gravest first."""
    for name, value in said.items():
        if not _is_url(value):
            yield f"{name} is {without_account(value)}", f"Write it as a URL: `export {name}=http://HOST:PORT`."
    for lower, upper in (_BY_HTTPS, _BY_HTTP):
        if len({said[name] for name in (lower, upper) if name in said}) > 1:
            found = f"{lower} and {upper} name two proxies: the program takes the first, its provider the second"
            yield found, f"Give both the same value, or `unset {upper}`."
    spared = _first(environment, "no_grpc_proxy", "no_proxy")
    if any(name.islower() for name in said) and not spares(spared, LOOPBACK):
        command = f"`export no_proxy={_with(_first(environment, 'no_proxy', 'NO_PROXY'), LOOPBACK)}`"
        yield f"{shown}, for {LOOPBACK} too", f"The program of `pulumi up` does not reach its engine by it: {command}."
    spared = _first(environment, "no_proxy", "NO_PROXY")
    if managed_identity and any(name in said for name in _BY_HTTP) and not spares(spared, MACHINE_METADATA):
        both = _with(spared, MACHINE_METADATA)
        command = f"`export no_proxy={both} NO_PROXY={both}`"
        yield f"{shown}, for {MACHINE_METADATA} too", f"A managed identity is asked for there: {command}."


def spares(hosts: str, host: str) -> bool:
    """Whether a list of hosts that need no proxy has an address: by its end, or in a network."""
    return any(_covers(entry.strip(), host) for entry in hosts.split(","))


def _covers(entry: str, host: str) -> bool:
    if "/" not in entry:
        return bool(entry) and host.endswith(entry)
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _first(environment: Mapping[str, str], *names: str) -> str:
    return next((environment[name] for name in names if environment.get(name)), "")


def _with(hosts: str, host: str) -> str:
    return ",".join(part for part in (hosts.strip(", "), host) if part)
