from __future__ import annotations

from dataclasses import dataclass, field

import jwt
import pytest

from local_azure.arm.errors import ArmError
from local_azure.authorization.service_principals import ServicePrincipal
from local_azure.http.tokens import LIFETIME_SECONDS, Tokens

BASE_URL = "https://localhost:4443"
SOMEBODY = ServicePrincipal("client-1", "secret", "object-1")


@dataclass
class Wall:
    """A wall clock that the test moves."""

    now: float = 1_790_000_000.0
    tokens: Tokens = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = Tokens("a signing key of thirty-two bytes", "tenant-1", wall_clock=lambda: self.now)


@pytest.fixture
def wall() -> Wall:
    return Wall()


def refusal(wall: Wall, header: str | None) -> ArmError:
    with pytest.raises(ArmError) as caught:
        wall.tokens.caller(header, BASE_URL)
    return caught.value


@pytest.mark.parametrize("audience", [BASE_URL, BASE_URL + "/", "https://management.azure.com/"])
def test_the_caller_is_whom_the_token_was_issued_to(wall: Wall, audience: str) -> None:
    token = wall.tokens.issue(SOMEBODY, audience)

    caller = wall.tokens.caller(f"Bearer {token}", BASE_URL)

    assert (caller.client_id, caller.object_id) == ("client-1", "object-1")


def test_a_token_carries_the_claims_that_clients_decode(wall: Wall) -> None:
    claims = jwt.decode(wall.tokens.issue(SOMEBODY, BASE_URL), options={"verify_signature": False})

    assert {"aud", "iss", "iat", "nbf", "exp", "appid", "oid", "tid", "sub"} <= set(claims)
    assert claims["exp"] - claims["iat"] == LIFETIME_SECONDS
    assert claims["tid"] == "tenant-1"


def test_a_token_ends_with_its_lifetime_also_when_it_was_checked_before(wall: Wall) -> None:
    header = f"Bearer {wall.tokens.issue(SOMEBODY, BASE_URL)}"
    wall.tokens.caller(header, BASE_URL)

    wall.now += LIFETIME_SECONDS

    assert refusal(wall, header).code == "ExpiredAuthenticationToken"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "AuthenticationFailed"),
        ("Basic abc", "AuthenticationFailedInvalidHeader"),
        ("Bearer", "AuthenticationFailedInvalidHeader"),
        ("Bearer not-a-token", "InvalidAuthenticationToken"),
    ],
)
def test_what_is_no_token_is_refused_with_a_challenge(wall: Wall, header: str | None, code: str) -> None:
    refused = refusal(wall, header)

    assert (refused.status, refused.code) == (401, code)
    assert refused.extra_headers["WWW-Authenticate"].startswith(f'Bearer authorization_uri="{BASE_URL}/tenant-1"')


def test_a_token_of_another_key_is_refused(wall: Wall) -> None:
    stranger = Tokens("another signing key of 32 bytes..", "tenant-1", wall_clock=lambda: wall.now)

    assert refusal(wall, f"Bearer {stranger.issue(SOMEBODY, BASE_URL)}").code == "InvalidAuthenticationToken"


def test_a_token_for_another_resource_is_refused(wall: Wall) -> None:
    token = wall.tokens.issue(SOMEBODY, "https://graph.local-azure.invalid/")

    refused = refusal(wall, f"Bearer {token}")

    assert refused.code == "InvalidAuthenticationTokenAudience"
    assert "graph.local-azure.invalid" in refused.message
