"""Which credential a configuration gets."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
import trustme

from local_azure.provider.arm.cloud import Cloud
from local_azure.provider.arm.credentials import AuthenticationError
from local_azure.provider.arm.identity import federated_assertion, tokens_for
from local_azure.provider.settings import Settings
from tests.local_azure.provider.conftest import LoopThread

CLOUD = Cloud("https://arm.test", "https://login.test", "https://arm.test/")
IDENTITY = {"subscription_id": "s", "tenant_id": "11111111-1111-1111-1111-111111111111", "client_id": "c"}


@pytest.fixture
def certificate(tmp_path: Path) -> str:
    path = tmp_path / "identity.pem"
    trustme.CA(key_type=trustme.KeyType.RSA).issue_cert(
        "identity.test", key_type=trustme.KeyType.RSA
    ).private_key_and_cert_chain_pem.write_to_path(path)
    return str(path)


@pytest.mark.parametrize(
    ("switches", "credential"),
    [
        ({"use_default_azure_credential": True, "client_secret": "x"}, "DefaultAzureCredential"),
        ({"with_certificate": True, "client_secret": "x"}, "CertificateCredential"),
        ({"client_secret": "x", "use_oidc": True, "use_msi": True}, "secret"),
        ({"use_oidc": True, "oidc_token": "o", "use_msi": True}, "assertion"),
        ({"use_msi": True}, "ManagedIdentityCredential"),
        ({}, "AzureCliCredential"),
    ],
)
def test_first_configured_way_is_taken(
    loop_thread: LoopThread, certificate: str, switches: dict[str, bool | str], credential: str
) -> None:
    chosen = {key: value for key, value in switches.items() if key != "with_certificate"}
    path = certificate if "with_certificate" in switches else ""
    settings = Settings(**IDENTITY, client_certificate_path=path, **chosen)  # pyright: ignore[reportArgumentType] - a table of keyword arguments

    async def kind() -> str:
        async with aiohttp.ClientSession() as http:
            tokens = tokens_for(http, CLOUD, settings)
            await tokens.close()
            inner = vars(tokens).get("_credential")
            return vars(tokens)["_proof"].__name__ if inner is None else type(inner).__name__

    assert loop_thread.run(kind()) == credential


def test_federated_identity_without_a_token_says_what_to_set(loop_thread: LoopThread) -> None:
    async def ask() -> str:
        async with aiohttp.ClientSession() as http:
            return await federated_assertion(http, Settings("s", use_oidc=True))

    with pytest.raises(AuthenticationError, match="set oidcToken, oidcTokenFilePath, or oidcRequestUrl"):
        loop_thread.run(ask())
