"""Who may sign in: the service principals of this Azure's one tenant, and the secrets of this server."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from local_azure.arm.json_types import Json
from local_azure.private_files import write_private


@dataclass(frozen=True)
class ServicePrincipal:
    """An application with a secret, and perhaps a certificate (PEM, without its key).

    `object_id` is the principal's id in role assignments.
    """

    client_id: str
    secret: str
    object_id: str
    display_name: str = ""
    certificate: str = ""


@dataclass
class Identities:
    """The service principals by client id, the key that signs tokens, the secret of the admin endpoint.

    `path` is where they are kept (None: in memory); every change is written at once.
    """

    path: Path | None = None
    signing_key: str = field(default_factory=lambda: secrets.token_hex(32))
    admin_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    owner_client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    _principals: dict[str, ServicePrincipal] = field(default_factory=dict[str, ServicePrincipal])

    def __iter__(self) -> Iterator[ServicePrincipal]:
        return iter(list(self._principals.values()))

    @property
    def owner(self) -> ServicePrincipal:
        """The principal that every shell gets: Owner of the subscriptions."""
        return self._principals[self.owner_client_id]

    def get(self, client_id: str) -> ServicePrincipal | None:
        """The principal of a client id, whatever the case."""
        return self._principals.get(client_id.lower())

    def add(self, principal: ServicePrincipal) -> None:
        """Add or replace a principal."""
        self._principals[principal.client_id.lower()] = principal
        self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        write_private(self.path, json.dumps(self._document(), indent=2).encode())

    def _document(self) -> Json:
        return {
            "signing_key": self.signing_key,
            "admin_secret": self.admin_secret,
            "owner_client_id": self.owner_client_id,
            "principals": [asdict(each) for each in self],
        }


def open_identities(path: Path | None) -> Identities:
    """The identities kept at `path`; new ones with one Owner when nothing is there."""
    if path is not None and path.exists():
        return _read(path)
    identities = Identities(path)
    identities.add(
        ServicePrincipal(identities.owner_client_id, secrets.token_hex(30), str(uuid.uuid4()), "local-azure-owner")
    )
    return identities


def _read(path: Path) -> Identities:
    document: Json = json.loads(path.read_text())
    principals = [ServicePrincipal(**each) for each in document["principals"]]
    return Identities(
        path,
        document["signing_key"],
        document["admin_secret"],
        document["owner_client_id"],
        {each.client_id.lower(): each for each in principals},
    )
