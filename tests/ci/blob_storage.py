"""Azure Blob Storage on this machine: Microsoft's emulator, from npm, in memory.

Its account and key are the documented ones of every emulator
(learn.microsoft.com/azure/storage/common/storage-use-azurite), and requests are signed as
learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key says.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Generator

ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
FOLDER = Path(__file__).parent / "azurite"
OPTIONS = ["--blobPort", "0", "--silent", "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck"]


@dataclass(frozen=True)
class BlobStorage:
    """An account that listens on `port` of loopback."""

    port: int

    def backend(self, container: str) -> dict[str, str]:
        """The environment of an engine whose states are in a container."""
        place = f"protocol=http&domain=127.0.0.1:{self.port}&localemu=true"
        return {
            "PULUMI_BACKEND_URL": f"azblob://{container}?storage_account={ACCOUNT}&{place}",
            "AZURE_STORAGE_ACCOUNT": ACCOUNT,
            "AZURE_STORAGE_KEY": KEY,
        }

    def for_readers(self, container: str) -> dict[str, str]:
        """The same for an hour's access with the rights of Storage Blob Data Reader: read and list."""
        until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        # In the order of "Create a service SAS", version 2020-12-06; what is empty is not asked for.
        signed = ["rl", "", until, f"/blob/{ACCOUNT}/{container}", "", "", "http,https", "2020-12-06", "c", *[""] * 7]
        token = {"sp": "rl", "se": until, "spr": "http,https", "sv": "2020-12-06", "sr": "c"}
        token["sig"] = _signed("\n".join(signed))
        backend = self.backend(container)
        return {**backend, "AZURE_STORAGE_KEY": "", "AZURE_STORAGE_SAS_TOKEN": urlencode(token)}

    def make_container(self, name: str) -> None:
        """Make an empty container."""
        self._request("PUT", f"/{name}", {"restype": "container"})

    def blobs(self, container: str) -> dict[str, str]:
        """The text of every blob by its name."""
        listed = self._request("GET", f"/{container}", {"comp": "list", "restype": "container"})
        names = re.findall(r"<Name>(.+?)</Name>", listed)
        return {name: self._request("GET", f"/{container}/{name}", {}) for name in names}

    def _request(self, method: str, path: str, query: dict[str, str]) -> str:
        headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": "2023-11-03"}
        headers["Authorization"] = f"SharedKey {ACCOUNT}:{_signature(method, path, query, headers)}"
        url = f"http://127.0.0.1:{self.port}/{ACCOUNT}{path}"
        answer = httpx.request(method, url, params=query, headers=headers, trust_env=False)
        return answer.raise_for_status().text


@contextmanager
def running_blob_storage() -> Generator[BlobStorage]:
    """An account on a free port, until the end. Needs Node.js."""
    with FileLock(Path(sys.prefix) / "azurite.lock"):
        if not (FOLDER / "node_modules" / ".package-lock.json").exists():
            subprocess.run(["npm", "ci", "--silent"], cwd=FOLDER, check=True)
    command = [str(FOLDER / "node_modules" / ".bin" / "azurite-blob"), *OPTIONS]
    process = subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        listens = (re.search(r"listens on http://127\.0\.0\.1:(\d+)", line) for line in process.stdout)
        yield BlobStorage(next(int(found[1]) for found in listens if found))
    finally:
        process.terminate()
        process.communicate()


def _signature(method: str, path: str, query: dict[str, str], headers: dict[str, str]) -> str:
    """Of a request without a body: the eleven standard headers are empty; an emulator has the account in its path."""
    own = "".join(f"{name}:{value}\n" for name, value in sorted(headers.items()))
    asked = "".join(f"\n{name}:{value}" for name, value in sorted(query.items()))
    text = f"{method}{chr(10) * 12}{own}/{ACCOUNT}/{ACCOUNT}{path}{asked}"
    return _signed(text)


def _signed(text: str) -> str:
    return base64.b64encode(hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()).decode()
