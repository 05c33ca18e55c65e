"""Access tokens: issued by the sign-in endpoint, checked on every ARM request.

They live by the wall clock, not by the clock that tests move: a client cannot see that clock, and would be logged out
in the middle of what it does.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource_type import Principal

if TYPE_CHECKING:
    from local_azure.authorization.service_principals import ServicePrincipal

LIFETIME_SECONDS = 3599
"""How long a token is valid by default, as Azure's `expires_in` says."""

AZURE_AUDIENCES = ("https://management.azure.com", "https://management.core.windows.net")
"""Azure's own audiences: SDK clients that are given only an endpoint ask for these."""

ALGORITHM = "HS256"


@dataclass
class Tokens:
    """Issues and checks tokens of one tenant, signed with one key."""

    signing_key: str
    tenant_id: str
    lifetime: int = LIFETIME_SECONDS
    wall_clock: Callable[[], float] = field(default=time.time)
    _checked: dict[tuple[str, str], Json] = field(default_factory=dict[tuple[str, str], Json])

    def issue(self, principal: ServicePrincipal, audience: str) -> str:
        """A JWT for `audience` with the claims that clients decode (docs/reference/resource-manager.md#sign-in)."""
        import jwt  # imported late: it takes longer than the rest of the start

        now = int(self.wall_clock())
        claims = {
            "aud": audience,
            "iss": f"https://sts.windows.net/{self.tenant_id}/",
            "iat": now,
            "nbf": now,
            "exp": now + self.lifetime,
            "appid": principal.client_id,
            "appidacr": "1",
            "idtyp": "app",
            "oid": principal.object_id,
            "sub": principal.object_id,
            "tid": self.tenant_id,
            "uti": uuid.uuid4().hex[:22],
            "ver": "1.0",
        }
        return jwt.encode(claims, self.signing_key, algorithm=ALGORITHM)

    def caller(self, authorization: str | None, base_url: str) -> Principal:
        """Who sends a request with this `Authorization` header; 401 when it does not prove it."""
        if not authorization:
            raise self._refusal(base_url, "AuthenticationFailed", MISSING_HEADER)
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise self._refusal(base_url, "AuthenticationFailedInvalidHeader", INVALID_HEADER)
        claims = self._claims(token.strip(), base_url)
        if claims["exp"] <= self.wall_clock():
            raise self._refusal(base_url, "ExpiredAuthenticationToken", _expired_text(claims["exp"]))
        return Principal(claims["appid"], claims["oid"])

    def _claims(self, token: str, base_url: str) -> Json:
        known = self._checked.get((token, base_url))
        if known is not None:
            return known
        claims = self._verified(token, base_url)
        audience = str(claims.get("aud", ""))
        if audience.rstrip("/") not in (base_url, *AZURE_AUDIENCES):
            raise self._refusal(base_url, "InvalidAuthenticationTokenAudience", _audience_text(audience, base_url))
        if len(self._checked) > 1000:
            self._checked.clear()
        self._checked[token, base_url] = claims
        return claims

    def _verified(self, token: str, base_url: str) -> Json:
        import jwt

        # Expiry and audience have answers of their own in Azure, so they are looked at afterwards.
        options = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        try:
            claims: Json = jwt.decode(token, self.signing_key, algorithms=[ALGORITHM], options=options)  # pyright: ignore[reportArgumentType] - PyJWT's options are a TypedDict of all keys
        except jwt.InvalidTokenError as cause:
            raise self._refusal(base_url, "InvalidAuthenticationToken", f"{INVALID_TOKEN} {cause}.") from cause
        return claims

    def _refusal(self, base_url: str, code: str, message: str) -> ArmError:
        challenge = (
            f'Bearer authorization_uri="{base_url}/{self.tenant_id}", error="invalid_token", '
            f'error_description="{message}"'
        )
        return ArmError(
            401, code, message, extra_headers={"WWW-Authenticate": challenge, "x-ms-failure-cause": "gateway"}
        )


# The first text: docs/reference/resource-manager.md#requests-and-errors; others are general knowledge of ARM's texts.
MISSING_HEADER = "Authentication failed. The 'Authorization' header is missing."
INVALID_HEADER = "Authentication failed. The 'Authorization' header is provided in an invalid format."
INVALID_TOKEN = "The access token is invalid."  # noqa: S105 - a text


def _expired_text(expiry: float) -> str:
    at = time.strftime("%m/%d/%Y %H:%M:%S", time.gmtime(expiry))
    return f"The access token expiry UTC time '{at}' is earlier than the current UTC time."


def _audience_text(found: str, base_url: str) -> str:
    return (
        f"The access token has been obtained for wrong audience or resource '{found}'. It should exactly match with "
        f"one of the allowed audiences '{base_url}','{base_url}/'."
    )
