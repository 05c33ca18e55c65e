from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import pytest
from azure.core.rest import HttpRequest

from managed_image_to_gallery.azure.errors import SettingsInvalid
from managed_image_to_gallery.azure.transport import open_transport, trust, until_left

if TYPE_CHECKING:
    from pathlib import Path

    import trustme
    from azure.core.rest import AsyncHttpResponse


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_private_authority_is_trusted_alone(variable: str, bundle: Path) -> None:
    context = trust({variable: str(bundle)})

    assert len(context.get_ca_certs()) == 1
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_bundle_for_requests_comes_first(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_text("")

    assert len(trust({"REQUESTS_CA_BUNDLE": str(bundle), "SSL_CERT_FILE": str(other)}).get_ca_certs()) == 1


def test_a_directory_of_certificates_is_looked_into_when_needed(tmp_path: Path) -> None:
    assert trust({"REQUESTS_CA_BUNDLE": str(tmp_path)}).get_ca_certs() == []


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_bundle_that_cannot_be_used_is_named(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SettingsInvalid, match=r"REQUESTS_CA_BUNDLE.*bundle\.pem"):
        trust({"REQUESTS_CA_BUNDLE": str(path)})


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "http_proxy"])
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:99999", "http://proxy:port", "http://[::1"])
def test_a_proxy_that_is_no_address_is_named(variable: str, proxy: str) -> None:
    async def opened() -> None:
        async with open_transport({variable: proxy}):
            pass

    with pytest.raises(SettingsInvalid, match=f"{variable} is http"):
        asyncio.run(opened())


def test_the_users_of_a_transport_do_not_close_it() -> None:
    async def close_and_look() -> bool:
        async with open_transport({}) as transport:
            await transport.open()
            await transport.close()
            await transport.open()
            return True

    assert asyncio.run(close_and_look())


class Waiting:
    """Sends a request that is never answered."""

    def __init__(self) -> None:
        self.sends = asyncio.Event()

    async def send_request(self, request: HttpRequest) -> AsyncHttpResponse:
        self.sends.set()
        await asyncio.Event().wait()
        raise AssertionError(request)


def test_requests_that_nobody_waits_for_are_ended_before_their_connection_is() -> None:
    async def leave_one_under_way() -> None:
        sender, request = Waiting(), HttpRequest("GET", "https://management.azure.com")
        async with until_left(sender) as own:
            left = asyncio.ensure_future(own.send_request(request))
            await sender.sends.wait()
        assert left.cancelled()
        late = asyncio.ensure_future(own.send_request(request))
        await asyncio.wait([late])
        assert late.cancelled()

    asyncio.run(leave_one_under_way())
