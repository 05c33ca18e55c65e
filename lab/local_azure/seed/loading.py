"""Carrying out a seed: through the rules of every resource type, in the past, one after the other.

Seeding happens a while ago by this Azure's clock, so that what takes Azure twenty minutes is done when the seed is, and
what was seeded is not younger than a second.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from local_azure.arm import lifecycle
from local_azure.arm.errors import ArmError
from local_azure.arm.operations import FAILED
from local_azure.arm.resource_ids import GROUP_TYPE, parse_path
from local_azure.arm.resource_type import Call, Result
from local_azure.authorization.assignments import grant
from local_azure.authorization.service_principals import ServicePrincipal
from local_azure.resource_groups.endpoints import put_group
from local_azure.seed.afterwards import Afterwards, happen
from local_azure.seed.gone import gone_writes
from local_azure.seed.model import Gone, Seed
from local_azure.seed.paths import A_DAY_AGO, LONG_AGO, Paths, Put, WrongNameError, expand_scope
from local_azure.seed.puts import afterwards, puts
from local_azure.subscriptions.registration import namespace_named, register

if TYPE_CHECKING:
    from local_azure.arm.operations import Operation
    from local_azure.arm.world import LocalWorld
    from local_azure.authorization.service_principals import Identities

CLIENTS = uuid.UUID("2c6b2f0e-8f0c-4a55-9a34-6d9f0f0a7a11")


class SeedError(Exception):
    """A seed that cannot be carried out: the file, the place in it, the reason."""

    def __init__(self, source: str, place: str, reason: str) -> None:
        super().__init__(f"{source}: {place}: {reason}")
        self.source = source
        self.place = place
        self.reason = reason


def apply_seed_file(world: LocalWorld, identities: Identities, path: Path) -> list[str]:
    """Carry out a seed file; the ids of what was made."""
    try:
        text = path.read_text()
    except OSError as cause:
        raise SeedError(str(path), "file", str(cause)) from cause
    return apply_seed_text(world, identities, text, str(path))


def apply_seed_text(world: LocalWorld, identities: Identities, text: str, source: str) -> list[str]:
    """Carry out a seed given as YAML; `source` names it in errors."""
    seed = parse_seed(text, source)
    subscription = world.settings.subscriptions[0]
    now_offset = world.clock.offset
    world.clock.offset -= LONG_AGO
    try:
        made = [_carry_out(world, each, source) for each in puts(seed, subscription)]
        world.clock.offset = max(now_offset - A_DAY_AGO, world.clock.offset)
        for each in afterwards(seed, subscription):
            _become(world, each, source)
    except WrongNameError as wrong:
        raise SeedError(source, "seed", str(wrong)) from wrong
    finally:
        world.clock.offset = max(now_offset, world.clock.offset)
    for name, state in seed.providers.items():
        _set_state(world, name, state, source)
    for principal in seed.principals:
        object_id = principal.object_id or str(uuid.uuid5(CLIENTS, principal.client_id))
        identities.add(
            ServicePrincipal(
                principal.client_id, principal.secret, object_id, principal.name, certificate=principal.certificate
            )
        )
        for role in principal.roles:
            _grant(world, object_id, role.role, expand_scope(role.scope, subscription), source, principal.name)
    for gone in seed.gone:
        _note_gone(world, identities, Paths(seed, subscription), gone, source)
    return made


def parse_seed(text: str, source: str) -> Seed:
    """Read a seed; `SeedError` names the first fault and where it stands."""
    try:
        document: object = yaml.safe_load(text) or {}
        return Seed.model_validate(document)
    except yaml.YAMLError as cause:
        raise SeedError(source, "YAML", str(cause)) from cause
    except ValidationError as cause:
        first = cause.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise SeedError(source, place, f"{first['msg']} (found {first['input']!r:.80})") from cause


def _carry_out(world: LocalWorld, put: Put, source: str) -> str:
    try:
        result, call = _put(world, put)
        _wait(world, result.operation)
        for action in put.actions:
            kind = world.types[call.id.type.lower()]
            acting = Call(world, "POST", call.id, call.api_version)
            _wait(world, kind.actions()[action.lower()](acting, lifecycle.existing_resource(acting)).operation)
    except ArmError as refusal:
        raise SeedError(source, put.place, f"{put.path}: {refusal.code}: {refusal.message}") from refusal
    except KeyError as missing:
        raise SeedError(source, put.place, f"{put.path}: there is no action {missing}") from missing
    operation = result.operation
    if operation is not None and operation.status == FAILED:
        raise SeedError(source, put.place, f"{put.path}: {(operation.error or {}).get('message')}")
    return put.path


def _become(world: LocalWorld, change: Afterwards, source: str) -> None:
    try:
        result = happen(world, change)
    except ArmError as refusal:
        raise SeedError(source, change.path, f"{refusal.code}: {refusal.message}") from refusal
    except LookupError as missing:
        raise SeedError(source, change.path, f"there is no {missing}") from missing
    _wait(world, result.operation if result is not None else None)


def _put(world: LocalWorld, put: Put) -> tuple[Result, Call]:
    parsed = parse_path(put.path)
    if parsed is None or parsed.tail is not None:
        raise ArmError(400, "InvalidResourceId", f"'{put.path}' is not a resource id")
    kind = world.type_named(parsed.id.type)
    if kind is None:
        raise ArmError(404, "InvalidResourceType", f"this Azure has no type '{parsed.id.type}'")
    call = Call(world, "PUT", parsed.id, put.api_version or kind.api_versions[-1], put.body)
    if kind.name == GROUP_TYPE:
        names = {"subscription": parsed.id.subscription or "", "group": parsed.id.group or ""}
        return put_group(call, names), call
    return lifecycle.put(kind, call), call


def _wait(world: LocalWorld, operation: Operation | None) -> None:
    """Move the clock until an operation has ended."""
    while operation is not None and operation.running:
        world.clock.advance(max(0.0, operation.due - world.now) + 0.001)
        world.settle()


def _note_gone(world: LocalWorld, identities: Identities, paths: Paths, gone: Gone, source: str) -> None:
    """Put what came and went into the activity log, as the owner's doing or that of a principal who is known."""
    client_id = gone.client_id or identities.owner.client_id
    callers = {each.client_id: each.object_id for each in identities}
    if client_id not in callers:
        raise SeedError(source, f"gone.{gone.name}", f"there is no principal with the clientId {client_id}")
    try:
        for write in gone_writes(paths, gone, world.now, (client_id, callers[client_id])):
            world.writes.note(write)
    except WrongNameError as wrong:
        raise SeedError(source, f"gone.{gone.name}", str(wrong)) from wrong


def _set_state(world: LocalWorld, name: str, state: str, source: str) -> None:
    """The state of a provider in every subscription."""
    try:
        namespace = namespace_named(world.types, name)
    except ArmError as unknown:
        raise SeedError(source, f"providers.{name}", unknown.message) from unknown
    for subscription in world.settings.subscriptions:
        register(world, subscription, namespace, state)


def _grant(world: LocalWorld, object_id: str, role: str, scope: str, source: str, principal: str) -> None:
    try:
        grant(world, object_id, role, scope)
    except KeyError as missing:
        raise SeedError(source, f"principals.{principal}", f"there is no built-in role {missing}") from missing
