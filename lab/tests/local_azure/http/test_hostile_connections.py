"""Bytes that no client of Azure sends, on the real port: refused with 4xx or cut off, and nothing is lost."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import GROUP_API, LocalAzure, running_local_azure

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

SEED = "resourceGroups: {kept: {location: eastus}}"
MEGABYTE = 1024 * 1024
GROUP = "/subscriptions/{subscription}/resourceGroups/{name}?api-version=" + GROUP_API
CANARY = "canary-of-the-file-system"


class Door:
    """The port of a local Azure, spoken to byte by byte."""

    def __init__(self, azure: LocalAzure, folder: Path) -> None:
        self.azure, self.folder = azure, folder
        self._context = ssl.create_default_context(cafile=azure.ready["ca_bundle"])
        self._port = int(azure.ready["arm_endpoint"].rsplit(":", 1)[1])

    def head(self, method: str, path: str, *lines: str) -> bytes:
        """The head of a request as the owner; a line of its own replaces one with the same name."""
        given = {line.partition(":")[0].lower() for line in lines}
        usual = (f"Host: localhost:{self._port}", f"Authorization: Bearer {self.azure.token()}", "Connection: close")
        sent = [*(line for line in usual if line.partition(":")[0].lower() not in given), *lines]
        return "\r\n".join([f"{method} {path} HTTP/1.1", *sent, "", ""]).encode("latin-1")

    def group(self, name: str) -> str:
        """Path of a resource group."""
        return GROUP.format(subscription=self.azure.subscription, name=name)

    def status(self, *parts: bytes) -> int:
        """The status that answers these bytes; 0 for a connection that was closed without one."""
        try:
            answer = self.answer(*parts)
        except (ConnectionError, ssl.SSLError):
            return 0
        return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0

    @contextmanager
    def connection(self) -> Generator[ssl.SSLSocket]:
        """A connection, closed at the end whatever was sent."""
        with (
            socket.create_connection(("127.0.0.1", self._port), timeout=30) as plain,
            self._context.wrap_socket(plain, server_hostname="localhost") as connection,
        ):
            yield connection

    def answer(self, *parts: bytes) -> bytes:
        """Everything that comes back for these bytes."""
        with self.connection() as connection:
            try:
                for part in parts:
                    connection.sendall(part)
            except ConnectionError:
                pass  # refused before the end: what was said about it can still be read
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A local Azure with its database in a folder, and one resource group."""
    folder = tmp_path_factory.mktemp("door")
    (folder / "secret.txt").write_text(CANARY)
    with running_local_azure(folder, seed=SEED, data=folder / "data") as azure:
        yield Door(azure, folder)


@pytest.fixture
def unharmed(door: Door) -> Iterator[None]:
    """Afterwards the server answers, has what it had and no more, and has noted no failure of its own."""
    files = {file for file in door.folder.rglob("*") if file.is_file()}
    yield
    groups = door.azure.get(f"/subscriptions/{door.azure.subscription}/resourceGroups", api_version=GROUP_API)
    assert [group["name"] for group in groups.json()["value"]] == ["kept"]
    assert {file for file in door.folder.rglob("*") if file.is_file()} <= files
    (log,) = door.folder.glob("*.log")
    assert "Traceback" not in log.read_text()


CHUNKED = "Transfer-Encoding: chunked"
BODY = b'{"location": "eastus"}'
BROKEN: dict[str, list[bytes]] = {
    "no HTTP": [b"\x16\x03\x01\x02\x00\x01\x00\xff" * 40],
    "no method": [b" / HTTP/1.1\r\n\r\n"],
    "no such version": [b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"],
    "header without colon": [b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n"],
    "NUL in a header": [b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n"],
    "header folded": [b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n 2\r\nConnection: close\r\n\r\n"],
    "NUL in the path": [b"GET /subscriptions/\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    "length that is none": [b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n"],
    "negative length": [b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"],
    "two lengths": [b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.usefixtures("unharmed")
def test_what_is_no_request_is_refused(door: Door, case: str) -> None:
    assert door.status(*BROKEN[case]) in {0, *range(400, 500)}


@pytest.mark.parametrize("chunk", [b"zz\r\n", b"-5\r\nabc", b"ffffffffffffffffff\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n"])
@pytest.mark.usefixtures("unharmed")
def test_chunks_that_are_none_are_refused(door: Door, chunk: bytes) -> None:
    head = door.head("PUT", door.group("new"), CHUNKED)

    assert door.status(head, chunk) in {0, 400}


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.usefixtures("unharmed")
def test_a_body_over_the_limit_is_refused_however_it_comes(door: Door, chunked: bool) -> None:
    size = 5 * MEGABYTE
    head = door.head("PUT", door.group("new"), CHUNKED if chunked else f"Content-Length: {size}")
    piece = b" " * MEGABYTE
    framed = f"{MEGABYTE:x}\r\n".encode() + piece + b"\r\n" if chunked else piece

    assert door.status(head, *[framed] * 5, *([b"0\r\n\r\n"] if chunked else [])) == 413


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(("method", "name"), [("PUT", "new"), ("DELETE", "kept")])
def test_half_a_request_changes_nothing(door: Door, method: str, name: str) -> None:
    head = door.head(method, door.group(name), f"Content-Length: {len(BODY) + 10}")
    with door.connection() as connection:
        connection.sendall(head + BODY)


@pytest.mark.parametrize("segment", ["a" * 100_000, "%00", "%2e%2e%2f" * 20, "%ff%fe", "%", "a%0d%0aX-Injected:%201"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.usefixtures("unharmed")
def test_names_that_are_none_are_refused(door: Door, method: str, segment: str) -> None:
    body = BODY if method == "PUT" else b""
    head = door.head(method, door.group(segment), f"Content-Length: {len(body)}")

    assert door.status(head, body) in range(400, 500)


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/subscriptions/..%2f..%2fsecret.txt",
        "/subscriptions/%2e%2e/%2e%2e/secret.txt",
        "/metadata/..%2f..%2fsecret.txt",
        "/admin/..%2f..%2fsecret.txt",
        "/..\\..\\secret.txt",
        "//secret.txt",
        "/file:///etc/passwd",
    ],
)
@pytest.mark.usefixtures("unharmed")
def test_no_path_reaches_a_file(door: Door, path: str) -> None:
    answer = door.answer(door.head("GET", path))

    assert answer.split(b" ", 2)[1][:1] == b"4", answer[:200]
    assert CANARY.encode() not in answer
    assert b"root:" not in answer


TOKENS = ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic dXNlcjpwYXNz", "Bearer " + "A" * 30_000, "Bearer \xff\xfe"]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.usefixtures("unharmed")
def test_a_token_that_is_none_opens_nothing(door: Door, token: str) -> None:
    head = door.head("PUT", door.group("new"), f"Authorization: {token}", f"Content-Length: {len(BODY)}")

    assert door.status(head, BODY) in range(400, 500)


def test_a_token_with_another_signature_or_none_opens_nothing(door: Door) -> None:
    header, claims, signature = door.azure.token().split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    for forged in (f"{header}.{claims}.{signature[::-1]}", f"{unsigned}.{claims}.", f"{header}.{claims}"):
        assert door.status(door.head("GET", door.group("kept"), f"Authorization: Bearer {forged}")) == 401
    assert door.status(door.head("GET", door.group("kept"))) == 200
