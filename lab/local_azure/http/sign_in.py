"""The endpoints of Microsoft Entra ID that a service principal's sign-in needs.

Source: docs/reference/resource-manager.md#sign-in.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response

from local_azure.http.client_assertions import AssertionRefused, check_assertion

if TYPE_CHECKING:
    from starlette.requests import Request

    from local_azure.arm.json_types import Json
    from local_azure.authorization.service_principals import Identities, ServicePrincipal
    from local_azure.http.tokens import Tokens

ANY_TENANT = ("common", "organizations")
OIDC_SCOPES = ("openid", "offline_access", "profile")
CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class SignInRefused(Exception):
    """A sign-in that is refused: OAuth's error word and Entra's numbered text."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(f"AADSTS{number}: {text}")
        self.status = status
        self.error = error
        self.number = number


class SignIn:
    """Configuration and tokens of one tenant."""

    def __init__(self, identities: Identities, tokens: Tokens) -> None:
        self._identities = identities
        self._tokens = tokens

    async def configuration(self, request: Request) -> Response:
        """GET `/{tenant}[/v2.0]/.well-known/openid-configuration`."""
        base = _base_url(request)
        tenant = request.path_params["tenant"]
        issuer_tenant = self._tokens.tenant_id if tenant.lower() in ANY_TENANT else tenant
        try:
            self._check_tenant(tenant)
        except SignInRefused as refused:
            return _refusal(refused)
        document: Json = {
            "issuer": f"{base}/{issuer_tenant}/v2.0",
            "authorization_endpoint": f"{base}/{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/{tenant}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "device_authorization_endpoint": f"{base}/{tenant}/oauth2/v2.0/devicecode",
            "jwks_uri": f"{base}/{tenant}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code", "id_token", "code id_token", "token id_token", "token"],
            "scopes_supported": list(OIDC_SCOPES),
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": "NA",
        }
        return JSONResponse(document)

    async def keys(self, request: Request) -> Response:
        """GET the public keys: none, tokens are signed with a key that only this server has."""
        return JSONResponse({"keys": []})

    async def token(self, request: Request) -> Response:
        """POST `/{tenant}/oauth2[/v2.0]/token`: client credentials against an access token."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        try:
            self._check_tenant(request.path_params["tenant"])
            principal = self._authenticated(form, str(request.url).partition("?")[0])
            audience = _audience(form)
        except SignInRefused as refused:
            return _refusal(refused)
        lifetime = self._tokens.lifetime
        body: Json = {
            "token_type": "Bearer",
            "expires_in": lifetime,
            "ext_expires_in": lifetime,
            "access_token": self._tokens.issue(principal, audience),
        }
        if "resource" in form:
            # The older endpoint answers numbers as text.
            body |= {"expires_in": str(lifetime), "resource": audience}
        return JSONResponse(body, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})

    def _audiences(self, endpoint: str) -> list[str]:
        """What an assertion may be meant for: the token endpoint, of either version."""
        return [endpoint, endpoint.replace("/oauth2/token", "/oauth2/v2.0/token")]

    def _check_tenant(self, tenant: str) -> None:
        if tenant.lower() not in (self._tokens.tenant_id.lower(), *ANY_TENANT):
            text = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
            raise SignInRefused(400, "invalid_request", 90002, text)

    def _authenticated(self, form: dict[str, str], endpoint: str) -> ServicePrincipal:
        grant = form.get("grant_type", "")
        if grant != "client_credentials":
            text = f"The app requested an unsupported grant type '{grant}'."
            raise SignInRefused(400, "unsupported_grant_type", 70003, text)
        client_id = form.get("client_id", "")
        principal = self._identities.get(client_id)
        if principal is None:
            text = (
                f"Application with identifier '{client_id}' was not found in the directory 'local-azure'. This can "
                "happen if the application has not been installed by the administrator of the tenant."
            )
            raise SignInRefused(400, "unauthorized_client", 700016, text)
        if form.get("client_assertion_type") == CLIENT_ASSERTION and form.get("client_assertion"):
            try:
                check_assertion(principal, form["client_assertion"], self._audiences(endpoint))
            except AssertionRefused as refused:
                raise SignInRefused(401, "invalid_client", refused.number, refused.text) from refused
            return principal
        if not hmac.compare_digest(form.get("client_secret", "").encode(), principal.secret.encode()):
            text = (
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
                f"value, not the client secret ID, for a secret added to app '{client_id}'."
            )
            raise SignInRefused(401, "invalid_client", 7000215, text)
        return principal


def _audience(form: dict[str, str]) -> str:
    """`https://host:port//.default` asks for `https://host:port/`, `…:port/.default` for the same without the slash."""
    if form.get("resource"):
        return form["resource"]
    asked = [scope for scope in form.get("scope", "").split() if scope not in OIDC_SCOPES]
    if len(asked) != 1 or not asked[0].endswith("/.default"):
        text = f"The provided value for the input parameter 'scope' is not valid: '{form.get('scope', '')}'."
        raise SignInRefused(400, "invalid_scope", 1002012, text)
    return asked[0].removesuffix("/.default")


def _base_url(request: Request) -> str:
    return f"https://{request.headers.get('host', 'localhost')}"


def _refusal(refused: SignInRefused) -> Response:
    body: Json = {
        "error": refused.error,
        "error_description": str(refused),
        "error_codes": [refused.number],
        "error_uri": f"https://login.microsoftonline.com/error?code={refused.number}",
    }
    return JSONResponse(body, refused.status)
