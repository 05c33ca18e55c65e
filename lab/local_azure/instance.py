"""One local Azure put together: world, identities, certificates, the ASGI application."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.arm.clock import Clock
from local_azure.arm.settings import Settings
from local_azure.arm.store import Journal
from local_azure.arm.world import LocalWorld, registry
from local_azure.authorization.service_principals import Identities, open_identities
from local_azure.catalog import endpoints, resource_types
from local_azure.faults.engine import FaultEngine
from local_azure.http.application import Application
from local_azure.http.throttling import Throttle
from local_azure.http.tokens import LIFETIME_SECONDS
from local_azure.private_files import private_folder

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json
    from local_azure.http.tls import Certificates

DATABASE = "local-azure.sqlite"
IDENTITIES = "identities.json"


@dataclass
class Instance:
    """A world with its application."""

    world: LocalWorld
    identities: Identities
    application: Application

    def ready_document(self, port: int, certificates: Certificates) -> Json:
        """What a client has to know, and what `env` and the admin endpoint need beyond it."""
        owner = self.identities.owner
        return {
            "arm_endpoint": f"https://localhost:{port}",
            "tenant_id": self.world.settings.tenant_id,
            "subscription_id": self.world.settings.subscriptions[0],
            "client_id": owner.client_id,
            "client_secret": owner.secret,
            "object_id": owner.object_id,
            "ca_bundle": str(certificates.authority),
            "trust_bundle": str(certificates.bundle),
            "admin_endpoint": f"https://localhost:{port}/admin",
            "admin_secret": self.identities.admin_secret,
            "time_scale": self.world.clock.time_scale,
            "pid": os.getpid(),
        }


def open_instance(
    data: Path | None = None,
    *,
    time_scale: float = 1.0,
    settings: Settings | None = None,
    clock: Clock | None = None,
    limits: float = 1.0,
    token_lifetime: int = LIFETIME_SECONDS,
) -> Instance:
    """Make a local Azure, or take up the one kept in the folder `data`.

    `limits` is the share of Azure's request limits that is allowed; 0 switches them off. `token_lifetime`: seconds.
    """
    if data is not None:
        private_folder(data, mark=DATABASE)
    world = LocalWorld(
        registry(resource_types()),
        Journal(data / DATABASE if data is not None else None),
        clock or Clock(time_scale),
        settings or Settings(),
    )
    identities = open_identities(data / IDENTITIES if data is not None else None)
    faults = FaultEngine(world)
    world.region_faults = faults
    application = Application(world, identities, endpoints(), faults, Throttle(world, limits), token_lifetime)
    application.grant_owner()
    return Instance(world, identities, application)
