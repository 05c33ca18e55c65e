from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trustme
from azure.core.pipeline.transport import AsyncHttpTransport

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The certificate authority of the test server."""
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment trusts the authority as it does for requests-based clients; the bundle's path."""
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    return bundle


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Retries do not wait; the seconds that each would have waited."""
    waits: list[float] = []

    async def sleep(_transport: object, duration: float) -> None:
        waits.append(duration)

    monkeypatch.setattr(AsyncHttpTransport, "sleep", sleep)
    return waits
