"""Local Azure for tests: in the test's own process without a network, or as the real `local-azure serve`.

with running_local_azure(tmp_path, seed="resourceGroups: {rg: {location: eastus}}") as azure:
    subprocess.run([...], env={**os.environ, **azure.env})   # any client, over TLS
    azure.add_fault({"match": {...}, "refuse": {"status": 503}})
    azure.settle()                                           # moves the clock to the end of what is running
    azure.put("/subscriptions/…", {"location": "eastus"}, api_version="2024-11-01")

azure = InProcessAzure()          # the same application behind an httpx client; `azure.world`, `azure.faults` at hand
"""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from local_azure.arm.clock import Clock
from local_azure.arm.settings import ManagerLimits, Settings
from local_azure.environment import environment
from local_azure.instance import Instance, open_instance
from local_azure.seed.loading import apply_seed_text
from local_azure.starting import START_SECONDS, ServerNotStarted, wait_until_ready

"""How long a start or a stop may take on a machine that is busy with other things."""

GROUP_API = "2024-11-01"

GRAPH = "Microsoft.ResourceGraph/resources"
"""What a query of Resource Graph is logged as: it comes by POST, and only reads."""


class _Requests:
    """Requests of the owner to Resource Manager: what both kinds of local Azure can do."""

    subscription: str

    def request(
        self, method: str, path: str, body: object = None, *, api_version: str | None = None, **options: Any
    ) -> httpx.Response:
        raise NotImplementedError

    def get(self, path: str, *, api_version: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, api_version=api_version, **options)

    def put(self, path: str, body: object, *, api_version: str, **options: Any) -> httpx.Response:
        return self.request("PUT", path, body, api_version=api_version, **options)

    def delete(self, path: str, *, api_version: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", path, api_version=api_version, **options)

    def group_id(self, name: str) -> str:
        return f"/subscriptions/{self.subscription}/resourceGroups/{name}"

    def make_group(self, name: str, location: str = "southcentralus") -> str:
        """Make a resource group; its id."""
        answer = self.put(self.group_id(name), {"location": location}, api_version=GROUP_API)
        assert answer.status_code in (200, 201), answer.text
        return self.group_id(name)


@dataclass
class LocalAzure(_Requests):
    """A `local-azure serve` process: `ready` is its ready file, `env` what `local-azure env` prints."""

    ready: dict[str, Any]
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    client: httpx.Client = field(init=False)
    _token: str | None = None
    _token_ends: float = 0.0

    def __post_init__(self) -> None:
        context = ssl.create_default_context(cafile=self.ready["ca_bundle"])
        self.client = httpx.Client(base_url=self.ready["arm_endpoint"], verify=context, trust_env=False, timeout=60)
        self.subscription = self.ready["subscription_id"]

    def request(
        self, method: str, path: str, body: object = None, *, api_version: str | None = None, **options: Any
    ) -> httpx.Response:
        query = dict(options.pop("query", {}))
        if api_version is not None:
            query["api-version"] = api_version
        headers = {"Authorization": f"Bearer {self.token()}", **options.pop("headers", {})}
        content = None if body is None else json.dumps(body)
        return self.client.request(method, path, params=query or None, headers=headers, content=content, **options)

    def token(self) -> str:
        if self._token is None or time.monotonic() > self._token_ends:
            issued = self._sign_in()
            self._token, self._token_ends = (
                str(issued["access_token"]),
                time.monotonic() + int(issued["expires_in"]) / 2,
            )
        return self._token

    def fresh_token(self) -> str:
        """An access token that is issued now."""
        return str(self._sign_in()["access_token"])

    def _sign_in(self) -> dict[str, Any]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.ready["client_id"],
            "client_secret": self.ready["client_secret"],
            "scope": f"{self.ready['arm_endpoint']}/.default",
        }
        answer = self.client.post(f"/{self.ready['tenant_id']}/oauth2/v2.0/token", data=form)
        return answer.raise_for_status().json()

    def admin(self, method: str, path: str, body: object = None, text: str | None = None) -> Any:
        """A request to the admin endpoint; its JSON, or None."""
        content = text if text is not None else (None if body is None else json.dumps(body))
        headers = {"Authorization": f"Bearer {self.ready['admin_secret']}"}
        answer = self.client.request(method, f"/admin/{path}", content=content, headers=headers)
        assert answer.is_success, f"{method} /admin/{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def add_fault(self, rule: dict[str, Any]) -> str:
        """Put a rule in force (form: lab/local_azure/faults/rules.py); its id."""
        return str(self.admin("POST", "faults", rule)["ids"][0])

    def remove_fault(self, rule_id: str) -> None:
        self.admin("DELETE", f"faults/{rule_id}")

    def clear_faults(self) -> None:
        self.admin("DELETE", "faults")

    def injected(self) -> list[dict[str, Any]]:
        """The log of what rules did."""
        return self.admin("GET", "faults/log")["injected"]

    def advance(self, seconds: float) -> None:
        """Move the clock."""
        self.admin("POST", "clock", {"advance": seconds})

    def settle(self) -> None:
        """Move the clock to the end of every operation that is running and not held."""
        self.admin("POST", "clock", {"settle": True})

    def seed(self, text: str) -> list[str]:
        """Add what a seed (YAML) declares; the ids."""
        return self.admin("POST", "seed", text=text)["ids"]

    def change(self, resource_id: str, merge: dict[str, Any]) -> None:
        """Somebody else changes a resource: a JSON merge patch, past every check."""
        self.admin("POST", "change", {"id": resource_id, "merge": merge})

    def remove(self, resource_id: str) -> None:
        """Somebody else deletes a resource, past every check."""
        self.admin("POST", "change", {"id": resource_id, "delete": True})

    def requests(self, *, method: str | None = None, type: str | None = None) -> list[dict[str, Any]]:  # noqa: A002
        """The requests so far (method, path, api_version, type, access, status), without the admin's and sign-ins."""
        found = self.admin("GET", "requests")["requests"]
        return [
            each
            for each in found
            if method in (None, each["method"]) and (type is None or each["type"].lower() == type.lower())
        ]

    def writes(self) -> list[dict[str, Any]]:
        """The requests so far that ask for a change: all but those by GET or HEAD, and queries of Resource Graph."""
        return [each for each in self.requests() if each["method"] not in {"GET", "HEAD"} and each["type"] != GRAPH]

    def forget_requests(self) -> None:
        self.admin("DELETE", "requests")

    def reset(self) -> None:
        """Forget all resources, operations, rules and logs."""
        self.admin("POST", "reset")

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and wait; the exit status."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(sign)
        status = self.process.wait(timeout=START_SECONDS)
        _close_input(self.process)
        return status


def _close_input(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()


def start_local_azure(
    folder: Path,
    *,
    time_scale: float = 0.001,
    seed: str | Path | None = None,
    data: Path | None = None,
    provider: bool = False,
    limits: float = 0.0,
    options: Iterable[str] = (),
) -> LocalAzure:
    """Start `local-azure serve`; `folder` takes its ready file and output; `seed` is YAML or a file.

    `limits` is the share of Azure's request limits: a server that many tests share has none unless they are the matter.
    `provider=True` starts the stand-in provider beside it, which the engine finds through `env`.
    """
    ready_file = folder / f"ready-{time.monotonic_ns()}.json"
    command = [sys.executable, "-m", "local_azure", "serve", "--ready-file", str(ready_file)]
    command += ["--time-scale", str(time_scale), "--provider" if provider else "--no-provider"]
    command += ["--limits", str(limits), "--while-stdin-is-open", *options]
    if isinstance(seed, str):
        seed_file = folder / "seed.yaml"
        seed_file.write_text(seed)
        seed = seed_file
    if seed is not None:
        command += ["--seed", str(seed)]
    if data is not None:
        command += ["--data", str(data)]
    output = ready_file.with_suffix(".log")
    with output.open("wb") as stream:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stream, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(process, ready_file, output)
    except ServerNotStarted:
        _close_input(process)
        raise
    ready = json.loads(ready_file.read_text())
    return LocalAzure(ready, environment({**ready, "ready_file": str(ready_file)}), process)


@contextmanager
def running_local_azure(folder: Path, **options: Any) -> Generator[LocalAzure]:
    """As `start_local_azure`, stopped at the end."""
    azure = start_local_azure(folder, **options)
    try:
        yield azure
    finally:
        azure.stop()


class InProcessAzure(_Requests):
    """A local Azure in this process, asked through ASGI; its clock stands still until it is moved."""

    base_url = "https://localhost"

    def __init__(
        self,
        *,
        seed: str | None = None,
        time_scale: float = 1.0,
        limits: float = 1.0,
        filter_lists: bool = False,
        manager_limits: ManagerLimits = ManagerLimits.PER_SECOND,
    ) -> None:
        settings = Settings(filter_lists=filter_lists, manager_limits=manager_limits)
        self.clock = Clock(time_scale, source=lambda: 1_790_000_000.0)
        self.instance: Instance = open_instance(clock=self.clock, limits=limits, settings=settings)
        self.world = self.instance.world
        self.application = self.instance.application
        self.faults = self.application.faults
        self.subscription = self.world.settings.subscriptions[0]
        if seed is not None:
            self.seed(seed)

    def seed(self, text: str) -> list[str]:
        """Add what a seed (YAML) declares; the ids."""
        return apply_seed_text(self.application.world, self.application.identities, text, "seed")

    @property
    def authorization(self) -> str:
        """The owner's header."""
        return f"Bearer {self.application.tokens.issue(self.instance.identities.owner, self.base_url)}"

    def request(
        self, method: str, path: str, body: object = None, *, api_version: str | None = None, **options: Any
    ) -> httpx.Response:
        import asyncio

        query = dict(options.pop("query", {}))
        if api_version is not None:
            query["api-version"] = api_version
        headers = {"Authorization": self.authorization, **options.pop("headers", {})}
        headers = {name: value for name, value in headers.items() if value is not None}
        content = options.pop("content", None if body is None else json.dumps(body))

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.application)
            async with httpx.AsyncClient(transport=transport) as client:
                url = self.base_url + path
                return await client.request(
                    method, url, params=query or None, headers=headers, content=content, **options
                )

        return asyncio.run(send())

    def close(self) -> None:
        """Let go of the database."""
        self.world.journal.close()

    def follow(self, url: str) -> httpx.Response:
        """GET an URL of an answer (`Azure-AsyncOperation`, `Location`, `nextLink`)."""
        return self.request("GET", url.removeprefix(self.base_url))

    def settle(self) -> None:
        """Move the clock to the end of every operation that is running and not held."""
        from local_azure.http.admin import settle_everything

        settle_everything(self.world)


def without_proxies() -> dict[str, str]:
    """The environment of this process without what would send a client elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and not name.startswith(("ARM_", "AZURE_"))
    }
