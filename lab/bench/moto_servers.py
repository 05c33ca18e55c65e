"""The two servers that are compared, each empty at first: how they are started, and how the same calls look there."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import sys
import time
import venv
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from bench.fleets import GROUP, image_name
from harness.local_azure import running_local_azure

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from harness.local_azure import LocalAzure

LOCK = Path(__file__).with_name("moto_requirements.lock")
START_SECONDS = 60.0
API_VERSION = "2024-11-01"
AWS = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0"
"""What moto finds service and region in; it verifies no signature unless it is told to."""

Call = tuple[str, str, str]
"""Method, URL, body."""


@dataclass(frozen=True)
class Server:
    """A running server. `write` makes the image of a number; `reads`: from a listing, a call that reads each image."""

    name: str
    pid: int
    start_seconds: float
    headers: Mapping[str, str]
    trust: ssl.SSLContext | None
    write: Callable[[int], Call]
    list_all: Call
    reads: Callable[[str], list[Call]]


@contextmanager
def local_azure(folder: Path) -> Generator[Server]:
    """Local Azure as `local-azure serve` starts it, with one resource group; asked by TLS, as by every client."""
    started = time.monotonic()
    with running_local_azure(folder, time_scale=0.00001) as azure:
        azure.make_group(GROUP)
        yield _azure_server(azure, time.monotonic() - started)


def _azure_server(azure: LocalAzure, start_seconds: float) -> Server:
    endpoint = azure.ready["arm_endpoint"]
    group = f"{endpoint}{azure.group_id(GROUP)}/providers/Microsoft.Compute/images"
    query = f"?api-version={API_VERSION}"
    disk = {"osType": "Linux", "osState": "Generalized", "blobUri": "https://fleet.blob.core.windows.net/vhds/disk.vhd"}
    body = json.dumps({"location": "southcentralus", "properties": {"storageProfile": {"osDisk": disk}}})
    return Server(
        name="local Azure",
        pid=azure.process.pid,
        start_seconds=start_seconds,
        headers={"Authorization": f"Bearer {azure.token()}", "Content-Type": "application/json"},
        trust=ssl.create_default_context(cafile=azure.ready["ca_bundle"]),
        write=lambda number: ("PUT", f"{group}/{image_name(number)}{query}", body),
        list_all=("GET", f"{group}{query}", ""),
        reads=lambda listing: [("GET", f"{endpoint}{each['id']}{query}", "") for each in json.loads(listing)["value"]],
    )


@contextmanager
def moto(folder: Path) -> Generator[Server]:
    """The server as `moto_server` starts it, without the images that it brings: local Azure brings none."""
    environment = moto_environment()
    log = folder / "moto.log"
    env = {**os.environ, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false", "PYTHONUNBUFFERED": "1"}
    started = time.monotonic()
    with log.open("wb") as stream:
        command = [str(environment / "bin" / "moto_server"), "--host", "127.0.0.1", "--port", "0"]
        process = subprocess.Popen(command, env=env, stdout=stream, stderr=subprocess.STDOUT)
    try:
        url = _address(log, process, started + START_SECONDS)
        yield _moto_server(url, process.pid, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait()


def _moto_server(url: str, pid: int, start_seconds: float) -> Server:
    def ask(action: str) -> Call:
        return "POST", url, f"Action={action}&Version=2016-11-15"

    return Server(
        name="moto",
        pid=pid,
        start_seconds=start_seconds,
        headers={"Authorization": AWS, "Content-Type": "application/x-www-form-urlencoded"},
        trust=None,
        write=lambda number: ask(f"RegisterImage&Name={image_name(number)}"),
        list_all=ask("DescribeImages&Owner.1=self"),
        reads=lambda listing: [ask(f"DescribeImages&ImageId.1={each}") for each in re.findall(r"ami-\w+", listing)],
    )


def moto_environment() -> Path:
    """A Python environment for moto, made once, in the user's cache: the project's own lock stays without it."""
    place = platformdirs.user_cache_path("local-azure") / "bench-moto"
    done = place / "installed"
    if not done.exists() or done.read_bytes() != LOCK.read_bytes():
        venv.create(place, with_pip=True, clear=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True, stdout=sys.stderr)
        done.write_bytes(LOCK.read_bytes())
    return place


def moto_version() -> str:
    """The version that the lock names."""
    found = re.search(r"^moto(\[\S*\])?==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return found[2] if found else "unknown"


def _address(log: Path, process: subprocess.Popen[bytes], deadline: float) -> str:
    while process.poll() is None and time.monotonic() < deadline:
        found = re.search(r"Running on (http://\S+)", log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.01)  # another process's log: nothing else can be waited for
    raise RuntimeError(f"moto_server did not start:\n{log.read_text(encoding='utf-8')}")
