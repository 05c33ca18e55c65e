"""Behind a proxy in lower case: the command line reaches its engine; the doctor warns whoever types `pulumi` alone."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from harness.product import Product, seed

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.posix


@contextmanager
def refusing_proxy() -> Generator[tuple[str, list[str]]]:
    """A proxy that leads nowhere: its URL, and what it is asked to lead to."""
    asked: list[str] = []

    class Refusing(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            self.send_response_only(502)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    azure.seed(seed())
    return Product.of(tmp_path / "product", azure)


def test_the_command_line_does_not_ask_it_for_the_engine(product: Product) -> None:
    with refusing_proxy() as (url, asked):
        product.env["http_proxy"] = url
        done = product.gallery_migrate("preview")

    assert done.returncode == 0, done.stdout + done.stderr
    assert asked == []


def test_by_hand_the_engine_is_not_reached_and_doctor_has_said_so(product: Product) -> None:
    """What grpc's library does without `no_proxy`: if it spares this machine one day, the doctor need not warn."""
    with refusing_proxy() as (url, asked):
        product.env["http_proxy"] = url
        told = product.gallery_migrate("doctor")
        refused = product.preview(check=False)
        assert {each.rpartition(":")[0] for each in asked} == {"127.0.0.1"}
        product.env["no_proxy"] = "127.0.0.1"
        spared = product.preview()

    assert refused.returncode
    assert "for 127.0.0.1 too" in " ".join(told.stdout.split())
    assert spared.returncode == 0
