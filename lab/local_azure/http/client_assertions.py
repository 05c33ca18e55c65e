"""Client assertions: what a service principal signs in with instead of a secret.

A certificate's is signed by the application itself: issuer and subject are the client id, the audience is the token
endpoint, `x5t#S256` or `x5t` the certificate's thumbprint
(learn.microsoft.com/entra/identity-platform/certificate-credentials). It is checked against the certificate that the
principal was seeded with. Any other is a federated credential, a token of an issuer outside, which this Azure cannot
ask: whoever may reach this loopback server is believed, unless the token says itself that it has ended: those of
pipelines are valid for minutes, and are no proof when an access token made of one has to be renewed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json
    from local_azure.authorization.service_principals import ServicePrincipal

ALGORITHMS = ["RS256", "PS256"]
ENDED = "Client assertion is not within its valid time range."


class AssertionRefused(Exception):
    """An assertion that does not prove who signed it: Entra's number and text."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text
        super().__init__(text)


def check_assertion(principal: ServicePrincipal, assertion: str, audiences: list[str]) -> None:
    """Raise AssertionRefused unless the assertion is the principal's own, or federated."""
    claims = _claims(assertion)
    if str(claims.get("iss", "")).lower() != principal.client_id.lower():
        if "exp" in claims and claims["exp"] < time.time():
            raise AssertionRefused(700024, ENDED)
        return
    if not principal.certificate:
        text = "The certificate used to sign the client assertion is not registered on application "
        raise AssertionRefused(700027, f"{text}'{principal.client_id}'.")
    import jwt
    from cryptography.x509 import load_pem_x509_certificate

    key = load_pem_x509_certificate(principal.certificate.encode()).public_key()
    try:
        jwt.decode(assertion, key, algorithms=ALGORITHMS, audience=audiences, options={"require": ["exp", "aud"]})  # pyright: ignore[reportArgumentType] - any key type; another than RSA is refused by the algorithms
    except jwt.ExpiredSignatureError:
        raise AssertionRefused(700024, ENDED) from None
    except (jwt.InvalidTokenError, TypeError) as error:
        raise AssertionRefused(700027, f"Client assertion failed signature validation: {error}") from None


def _claims(assertion: str) -> Json:
    """What it says of itself; nothing where it is no token."""
    import jwt

    try:
        return jwt.decode(assertion, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return {}
