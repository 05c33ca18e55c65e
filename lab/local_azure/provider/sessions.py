"""Which configuration a call belongs to.

A plugin process started by the engine serves one engine; a server that engines attach to serves several at once. The
protocol names no configuration in its calls, so it is kept by gRPC connection. Equal configurations share an ARM
client, with its token.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field

import aiohttp

from .arm.client import ArmClient
from .arm.cloud import custom_cloud, named_cloud
from .arm.identity import tokens_for
from .errors import ProviderError
from .operations import Operations
from .settings import Settings
from .version import user_agent


class NotConfiguredError(ProviderError):
    """A call came on a connection that has sent no configuration."""

    def __init__(self) -> None:
        super().__init__("the provider was not configured on this connection; the engine has to call Configure first")


@dataclass(frozen=True)
class Session:
    """One configuration at work, for one connection: what operations remember does not outlive an engine's run."""

    settings: Settings
    client: ArmClient
    operations: Operations


@dataclass
class Connection:
    """One engine's gRPC connection: its session, once configured, and what stops its running operations."""

    session: Session | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)


class Sessions:
    """All connections of this process and their sessions. To be made and used inside one event loop."""

    def __init__(self) -> None:
        # Made here and not taken from aiohttp, whose own context has read SSL_CERT_FILE when it was imported.
        trust = ssl.create_default_context()
        # The engine starts as many operations at once as `--parallel` says; it is the one to limit them.
        connector = aiohttp.TCPConnector(limit=0, ssl=trust)
        self._http = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None))
        self._connections: dict[str, Connection] = {}
        self._clients: dict[Settings, ArmClient] = {}

    async def configure(self, peer: str, settings: Settings) -> None:
        """Bind a connection to a configuration, as the beginning of a run: another may have had this address before.

        Raises `MetadataError` when its cloud cannot be found out.
        """
        if settings not in self._clients:
            self._clients[settings] = await self._client(settings)
        self._connections[peer] = Connection(self._opened(settings))

    def session(self, peer: str) -> Session:
        """The session of a connection; a new one gets the only configuration there is, for engines reconnect.

        Raises `NotConfiguredError` when there is none, or more than one to choose from.
        """
        connection = self._connection(peer)
        if connection.session is None and len(self._clients) == 1:
            connection.session = self._opened(next(iter(self._clients)))
        if connection.session is None:
            raise NotConfiguredError
        return connection.session

    def stop_event(self, peer: str) -> asyncio.Event:
        """What is set when the connection's running operations have to stop."""
        return self._connection(peer).stop

    def cancel(self, peer: str) -> None:
        """Stop the connection's running operations, and those that come later.

        An engine that was interrupted sends this once, and starts what was in its queue all the same. It sends it too
        at the end of every run, of which each has a connection of its own.
        """
        self._connection(peer).stop.set()

    async def close(self) -> None:
        """Stop everything and close all connections to Azure."""
        for connection in self._connections.values():
            connection.stop.set()
        for client in self._clients.values():
            await client.tokens.close()
        await self._http.close()

    def _connection(self, peer: str) -> Connection:
        return self._connections.setdefault(peer, Connection())

    def _opened(self, settings: Settings) -> Session:
        client = self._clients[settings]
        return Session(settings, client, Operations(client, settings))

    async def _client(self, settings: Settings) -> ArmClient:
        host = settings.metadata_host
        cloud = await custom_cloud(self._http, host) if host else named_cloud(settings.environment)
        agent = user_agent(partner_id=settings.partner_id, disable_partner_id=settings.disable_pulumi_partner_id)
        return ArmClient(self._http, cloud, tokens_for(self._http, cloud, settings), user_agent=agent)
