"""From a request to what it is about: the resource type, the id, the kind of access, and who handles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from local_azure.arm import lifecycle
from local_azure.arm.endpoint import Endpoint
from local_azure.arm.resource_ids import ArmId, ArmPath, parse_id, parse_path
from local_azure.arm.resource_type import Action, Call, ResourceType, Result, World
from local_azure.http import errors
from local_azure.http.api_versions import check_endpoint_version, check_type_version
from local_azure.http.exchange import Request
from local_azure.http.operation_polls import OperationPath, operation_path, poll

Handler = Callable[[Call], Result]


@dataclass(frozen=True)
class Route:
    """Where a request goes.

    `access` is get, list, head, put, patch, delete, action or poll; `permission` the action that a role must allow at
    `id`; `kind` is None at Resource Manager's own paths; `operation` is the verb of the operation that is polled,
    `polled_id` its id; `body_required` says whether a body must be there, `needs_json` whether its content type counts.
    """

    type_name: str
    id: ArmId
    access: str
    permission: str | None
    handler: Handler
    kind: ResourceType | None = None
    action: str | None = None
    operation: str | None = None
    polled_id: str | None = None
    body_required: bool = False
    needs_json: bool = False


class Router:
    """Finds routes among the resource types of a world and the paths of Resource Manager itself."""

    def __init__(self, world: World, endpoints: Sequence[Endpoint]) -> None:
        self._world = world
        self._endpoints = endpoints
        self._providers = {each.name.split("/", 1)[0].lower() for each in world.types.values()}

    def route(self, request: Request) -> Route:
        """The route of a request whose subscription is known to exist; raises `ArmError` when there is none."""
        parsed = parse_path(request.path)
        polled = operation_path(parsed) if parsed is not None else None
        if parsed is not None and polled is not None:
            return self._poll_route(request, parsed.id, polled)
        if parsed is None or not parsed.id.provider:
            return self._endpoint_route(request, parsed)
        if (parsed.tail is None and not parsed.id.types) or (parsed.tail is not None and self._is_endpoint(request)):
            return self._endpoint_route(request, parsed)
        return self._type_route(request, parsed)

    def _endpoint_route(self, request: Request, parsed: ArmPath | None) -> Route:
        path = request.path
        found = [(each, names) for each in self._endpoints if (names := each.match(path)) is not None]
        if not found:
            raise errors.not_found(path)
        for endpoint, names in found:
            if endpoint.method == request.method:
                check_endpoint_version(request.api_version, endpoint)
                return Route(
                    endpoint.name,
                    parsed.id if parsed is not None else ArmId(None),
                    _access(request.method, listing=endpoint.lists),
                    endpoint.permission,
                    partial(_call_endpoint, endpoint, names),
                    self._world.type_named(endpoint.name),
                    body_required=request.method in ("PUT", "PATCH"),
                    needs_json=endpoint.needs_json,
                )
        raise errors.method_not_allowed(request.method, path)

    def _is_endpoint(self, request: Request) -> bool:
        return any(each.match(request.path) is not None for each in self._endpoints)

    def _poll_route(self, request: Request, resource_id: ArmId, polled: OperationPath) -> Route:
        """A poll counts as one of the resource that the operation is about; an unknown operation answers 404 later."""
        if request.method != "GET":
            raise errors.method_not_allowed(request.method, request.path)
        if request.api_version is None:
            raise errors.missing_api_version()
        monitor = polled.monitor or request.query.get("monitor", "").lower() == "true"
        handler = partial(_poll, polled.operation_id, monitor, request.base_url)
        operation = self._world.operations.get(polled.operation_id)
        about = parse_id(operation.resource_id) if operation is not None else None
        if operation is None or about is None:
            return Route(polled.permission.removesuffix("/read"), resource_id, "poll", polled.permission, handler)
        kind = self._world.type_named(operation.resource_type)
        return Route(
            operation.resource_type,
            about,
            "poll",
            polled.permission,
            handler,
            kind,
            operation=operation.verb,
            polled_id=operation.id,
        )

    def _type_route(self, request: Request, parsed: ArmPath) -> Route:
        name = parsed.id.type if parsed.id.types else parsed.id.provider or ""
        if parsed.tail is None:
            return self._resource_route(request, parsed.id, self._kind(request, name))
        listed = self._world.type_named(f"{name}/{parsed.tail}")
        if listed is not None and request.method == "GET":
            check_type_version(request.api_version, listed, self._location(parsed.id))
            handler = partial(lifecycle.list_resources, listed)
            return Route(listed.name, _scope(parsed.id), "list", f"{listed.name}/read", handler, listed)
        return self._part_route(request, parsed, name, listed)

    def _part_route(self, request: Request, parsed: ArmPath, name: str, listed: ResourceType | None) -> Route:
        """A POST action, or a GET of a part of a resource."""
        if listed is not None or not parsed.id.types:
            self._kind(request, f"{name}/{parsed.tail}")
            raise errors.method_not_allowed(request.method, request.path)
        kind = self._kind(request, name)
        part = (parsed.tail or "").lower()
        if request.method == "POST":
            found = kind.actions().get(part)
            if found is None:
                raise errors.invalid_action(parsed.tail or "", kind.name)
            permission = f"{kind.name}/{parsed.tail}/action"
            return Route(kind.name, parsed.id, "action", permission, partial(_call_part, kind, found), kind, part)
        found = kind.views().get(part)
        if found is None or request.method != "GET":
            self._kind(request, f"{name}/{parsed.tail}")
        if found is None:
            raise errors.not_found(request.path)
        return Route(kind.name, parsed.id, "get", f"{kind.name}/read", partial(_call_part, kind, found), kind, part)

    def _resource_route(self, request: Request, resource_id: ArmId, kind: ResourceType) -> Route:
        handlers: dict[str, tuple[Callable[[ResourceType, Call], Result], str]] = {
            "GET": (lifecycle.get, "read"),
            "HEAD": (_exists, "read"),
            "PUT": (lifecycle.put, "write"),
            "PATCH": (lifecycle.patch, "write"),
            "DELETE": (lifecycle.delete, "delete"),
        }
        found = handlers.get(request.method)
        if found is None or request.method not in kind.methods:
            raise errors.method_not_allowed(request.method, request.path)
        handler, verb = found
        return Route(
            kind.name,
            resource_id,
            _access(request.method, listing=False),
            f"{kind.name}/{verb}",
            partial(handler, kind),
            kind,
            body_required=request.method in ("PUT", "PATCH"),
        )

    def _kind(self, request: Request, name: str) -> ResourceType:
        """The type with this name, at an api-version that it has."""
        kind = self._world.type_named(name)
        namespace, _, type_path = name.partition("/")
        if kind is None:
            if request.api_version is None:
                raise errors.missing_api_version()
            if namespace.lower() not in self._providers:
                raise errors.invalid_namespace(namespace)
            versions = sorted({each for kind in self._types_of(namespace) for each in kind.api_versions}, reverse=True)
            raise errors.invalid_type(namespace, type_path, request.api_version, versions)
        parsed = parse_path(request.path)
        check_type_version(request.api_version, kind, self._location(parsed.id if parsed is not None else None))
        return kind

    def _types_of(self, namespace: str) -> list[ResourceType]:
        prefix = namespace.lower() + "/"
        return [each for each in self._world.types.values() if each.name.lower().startswith(prefix)]

    def _location(self, resource_id: ArmId | None) -> str:
        """The location that the text of an unsupported api-version names: the resource's, or its group's."""
        if resource_id is None:
            return "global"
        group = ArmId(resource_id.subscription, resource_id.group)
        stored = self._world.store.get(resource_id) or self._world.store.get(group)
        return (stored.location if stored is not None else None) or "global"


def _poll(operation_id: str, monitor: bool, base_url: str, call: Call) -> Result:
    return poll(call, operation_id, monitor=monitor, base_url=base_url)


def _call_endpoint(endpoint: Endpoint, names: dict[str, str], call: Call) -> Result:
    return endpoint.handler(call, names)


def _call_part(kind: ResourceType, part: Action, call: Call) -> Result:
    resource = kind.found(call) or lifecycle.existing_resource(call)
    return part(call, resource)


def _exists(kind: ResourceType, call: Call) -> Result:
    """HEAD: ARM's existence check by id."""
    found = kind.existing(call)
    return Result(404 if found is None else 204)


def _access(method: str, *, listing: bool) -> str:
    if method == "POST":
        return "action"
    return "list" if listing else method.lower()


def _scope(resource_id: ArmId) -> ArmId:
    """What is listed: an id without a provider, unless it is a parent resource."""
    if resource_id.types:
        return resource_id
    return resource_id.extends or ArmId(resource_id.subscription, resource_id.group)
