"""The certificate authority of one local Azure, and the bundles in which clients find it.

Source: docs/reference/resource-manager.md#certificates.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from local_azure.private_files import write_private

NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Certificates:
    """Paths of PEM files: the CA's certificate, the server's key and chain, and public roots together with the CA."""

    authority: Path
    server: Path
    bundle: Path


def open_certificates(folder: Path) -> Certificates:
    """The certificates kept in `folder`, made when they are not there."""
    found = Certificates(folder / "ca.pem", folder / "server.pem", folder / "ca-bundle.pem")
    if not all(path.exists() for path in (found.authority, found.server, found.bundle)):
        _make(found)
    return found


def _make(certificates: Certificates) -> None:
    # Imported late: a server whose certificates are there needs neither.
    import certifi
    import trustme

    authority = trustme.CA(organization_name="local Azure", organization_unit_name="embedded stand-in for Azure")
    issued = authority.issue_cert(*NAMES)
    own = authority.cert_pem.bytes()
    write_private(certificates.authority, own)
    write_private(certificates.server, issued.private_key_and_cert_chain_pem.bytes())
    write_private(certificates.bundle, Path(certifi.where()).read_bytes() + b"\n" + own)
