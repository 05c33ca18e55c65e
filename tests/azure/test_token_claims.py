from __future__ import annotations

import base64
import json

import pytest

from managed_image_to_gallery.azure.token_claims import identity_of


def token(claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{payload}.signature"


@pytest.mark.parametrize(
    ("claims", "identity"),
    [
        ({"appid": "app", "oid": "object"}, "app (object id object)"),
        ({"upn": "me@example.com", "appid": "az", "oid": "object"}, "me@example.com (object id object)"),
        ({"azp": "app"}, "app"),
        ({"oid": "object"}, "object"),
        ({}, "unknown"),
        (["no", "claims"], "unknown"),
    ],
)
def test_an_identity_is_named_by_what_its_token_claims(claims: object, identity: str) -> None:
    assert identity_of(token(claims)) == identity


@pytest.mark.parametrize("text", ["", "opaque", "a.b", "a.!!!.c", "a.e30=.c.d"])
def test_an_opaque_token_names_nobody(text: str) -> None:
    assert identity_of(text) == "unknown"
