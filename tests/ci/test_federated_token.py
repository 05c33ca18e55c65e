"""The token of a job is in its file at once, and is renewed there."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

SCRIPT = Path(__file__).parents[2] / "ci" / "federated_token.sh"


class Tokens(ThreadingHTTPServer):
    """Answers `token 1`, `token 2` …, and refuses the second request. `fifth` is set when that many have been asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.fifth = Event()

    @property
    def job(self) -> dict[str, str]:
        """The environment that GitHub gives a job, with hardly any time between two tokens."""
        return {
            **os.environ,
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "mine",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"http://127.0.0.1:{self.server_port}/?job=1",
            "FEDERATED_TOKEN_SECONDS": "0.05",
            "NO_PROXY": "*",
        }


class Answer(BaseHTTPRequestHandler):
    server: Tokens  # pyright: ignore[reportIncompatibleVariableOverride] # the class says it in general

    def do_GET(self) -> None:  # the name is http.server's
        self._answer("value")

    def do_POST(self) -> None:  # the name is http.server's
        self._answer("oidcToken")

    def _answer(self, key: str) -> None:
        self.server.asked.append(f"{self.path} {self.headers['Authorization']}")
        number = len(self.server.asked)
        if number == 5:
            self.server.fifth.set()
        self.send_response(400 if number == 2 else 200)
        self.end_headers()
        self.wfile.write(json.dumps({key: f"token {number}"}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name is http.server's
        """Say nothing."""


@contextmanager
def serving() -> Generator[Tokens]:
    with Tokens() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_the_token_is_there_at_once_and_renewed_although_a_try_fails(tmp_path: Path) -> None:
    file = tmp_path / "token"
    with serving() as server:
        process = subprocess.Popen([SCRIPT, file], env=server.job, start_new_session=True)
        try:
            assert process.wait(30) == 0
            first = file.read_text()
            assert server.fifth.wait(30)
            renewed = file.read_text()
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert server.asked[0] == "/?job=1&audience=api://AzureADTokenExchange Bearer mine"
    assert first.startswith("token ")
    assert int(renewed.removeprefix("token ")) >= 3
    assert file.stat().st_mode & 0o077 == 0


def test_in_azure_pipelines_it_is_the_token_of_the_service_connection(tmp_path: Path) -> None:
    file = tmp_path / "token"
    with serving() as server:
        job = {
            **server.job,
            "SYSTEM_OIDCREQUESTURI": f"http://127.0.0.1:{server.server_port}/oidc",
            "SYSTEM_ACCESSTOKEN": "the job's",
            "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection",
        }
        process = subprocess.Popen([SCRIPT, file], env=job, start_new_session=True)
        try:
            assert process.wait(30) == 0
            assert server.fifth.wait(30)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert set(server.asked) == {"/oidc?api-version=7.1&serviceConnectionId=connection Bearer the job's"}
    assert file.read_text().startswith("token ")


def test_renewing_ends_with_the_runner(tmp_path: Path) -> None:
    """The runner starts a step's shell, which starts the script; what is left has this pipe open until it ends."""
    file = tmp_path / "token"
    with serving() as server:
        kept_open, theirs = os.pipe()
        step = f"bash -c '{SCRIPT} {file}; true'; true"
        runner = subprocess.Popen(["bash", "-c", step], env=server.job, start_new_session=True, pass_fds=[theirs])
        os.close(theirs)
        try:
            assert runner.wait(30) == 0
            assert select.select([kept_open], [], [], 30)[0]
            assert os.read(kept_open, 1) == b""
        finally:
            os.close(kept_open)
            with suppress(ProcessLookupError):
                os.killpg(runner.pid, signal.SIGKILL)
    assert file.exists()
