"""The certificate authorities of `local-azure env`: this server's, added to what the shell and the system trust.

The variables that name a bundle replace what a client trusts. Behind a company's proxy pip and `pulumi install` would
fail without that company's own authority.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path

from local_azure.private_files import write_private

VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "PIP_CERT")
SYSTEM = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem")
"""Debian's, Red Hat's and SUSE's; OpenSSL's own default comes first."""
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def add_authorities(bundle: Path, environ: Mapping[str, str], system: tuple[str, ...] = SYSTEM) -> None:
    """Add to a bundle every authority that the environment or the system has and the bundle has not."""
    known = bundle.read_bytes()
    certificates = dict.fromkeys(_CERTIFICATE.findall(known))
    for path in _bundles(environ, system):
        certificates |= dict.fromkeys(_certificates(path))
    text = b"\n".join(certificates) + b"\n"
    if len(certificates) > len(_CERTIFICATE.findall(known)):
        write_private(bundle, text)


def _bundles(environ: Mapping[str, str], system: tuple[str, ...]) -> Iterator[Path]:
    named = [Path(environ[name]) for name in VARIABLES if environ.get(name)]
    folder = environ.get("SSL_CERT_DIR")
    yield from named
    yield from sorted(Path(folder).glob("*")) if folder else []
    default = Path(ssl.get_default_verify_paths().openssl_cafile)
    yield from (path for path in [default, *map(Path, system)] if path not in named)


def _certificates(path: Path) -> list[bytes]:
    """The certificates of a file or of a folder's files; none of what cannot be read."""
    try:
        if path.is_dir():
            return [each for file in sorted(path.iterdir()) if file.is_file() for each in _certificates(file)]
        return _CERTIFICATE.findall(path.read_bytes())
    except OSError:
        return []
