"""`local-azure serve`: from the command line's options to a running server."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.settings import DEFAULT_SUBSCRIPTION, ManagerLimits, Settings
from local_azure.environment import default_ready_file, environment
from local_azure.http.server import listen, write_ready_file
from local_azure.http.server import serve as serve_http
from local_azure.http.tls import open_certificates
from local_azure.http.tokens import LIFETIME_SECONDS
from local_azure.instance import DATABASE, Instance, open_instance
from local_azure.private_files import private_folder
from local_azure.provider.launcher import PluginStartError, attached_provider

if TYPE_CHECKING:
    from collections.abc import Generator

    from local_azure.arm.json_types import Json


_GUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class ServeError(Exception):
    """A server that cannot start; the text says which file, port or provider is at fault."""


@dataclass(frozen=True)
class Options:
    """What `serve` was asked for; None is in memory, nothing, the default ready file, or Azure's delay of the log.

    Limits of 0 are none. Delays are in seconds of this Azure's clock.
    """

    port: int = 0
    data: Path | None = None
    seed: Path | None = None
    faults: Path | None = None
    ready_file: Path | None = None
    time_scale: float = 1.0
    limits: float = 1.0
    provider: bool = True
    further_subscriptions: tuple[str, ...] = ()
    filter_lists: bool = False
    graph_delay: float = 0.0
    log_delay: float | None = None
    token_lifetime: int = LIFETIME_SECONDS
    manager_limits: ManagerLimits = ManagerLimits.PER_SECOND


def serve(options: Options) -> None:
    """Serve until SIGTERM or SIGINT; the ready file goes when the server does.

    The provider, a process of its own, starts while the server does.
    """
    ready_file = (options.ready_file or default_ready_file()).absolute()
    with ExitStack() as stack:
        certificates = open_certificates(stack.enter_context(_certificate_folder(options.data)))
        instance = open_instance(
            options.data,
            time_scale=options.time_scale,
            settings=_settings(options),
            limits=options.limits,
            token_lifetime=options.token_lifetime,
        )
        stack.callback(instance.world.journal.close)
        try:
            listener = stack.enter_context(listen(options.port))
        except OSError as cause:
            raise ServeError(f"port {options.port} on 127.0.0.1 cannot be used: {cause.strerror}") from cause
        ready = instance.ready_document(listener.getsockname()[1], certificates)
        ready["ready_file"] = str(ready_file)
        provider = stack.enter_context(_starting_provider(ready)) if options.provider else None
        _prepare(instance, options)
        stack.callback(ready_file.unlink, missing_ok=True)

        def announce() -> None:
            if provider is not None:
                ready["provider_address"] = f"127.0.0.1:{provider.result()}"
            write_ready_file(ready_file, ready)
            sys.stderr.write(greeting(ready))

        try:
            serve_http(instance.application, listener, certificates, announce)
        except PluginStartError as cause:
            raise ServeError(str(cause)) from cause


def end_with_standard_input() -> None:
    """End this process, in order, when its standard input is closed: when whoever started it is gone, however."""

    def wait() -> None:
        sys.stdin.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def greeting(ready: Json) -> str:
    """What a person who started it by hand wants to know next."""
    double = "a stand-in azure-native provider" if ready.get("provider_address") else "no provider"
    return (
        f"Local Azure, a test double with {double}, answers at {ready['arm_endpoint']}.\n"
        f'In another shell: eval "$(local-azure env --ready-file {shlex.quote(str(ready["ready_file"]))})". '
        "Ctrl-C stops it.\n"
    )


@contextmanager
def _starting_provider(ready: Json) -> Generator[Future[int]]:
    """The stand-in provider, started in the background; its port comes when it answers."""
    environ = {**os.environ, **environment(ready)}
    with ExitStack() as stack, ThreadPoolExecutor(max_workers=1) as pool:
        yield pool.submit(stack.enter_context, attached_provider(environ))
        pool.shutdown(wait=True)


def _prepare(instance: Instance, options: Options) -> None:
    """Seed and fault rules; a data folder that has groups already is not seeded again."""
    if options.seed is not None and not instance.world.store.of_type(GROUP_TYPE):
        from local_azure.seed.loading import SeedError, apply_seed_file

        try:
            apply_seed_file(instance.application.world, instance.application.identities, options.seed)
        except SeedError as cause:
            raise ServeError(str(cause)) from cause
    if options.faults is not None:
        from local_azure.faults.rules import FaultFileError, read_rules

        try:
            rules = read_rules(options.faults)
        except FaultFileError as cause:
            raise ServeError(str(cause)) from cause
        for rule in rules:
            instance.application.faults.add(rule)
    instance.world.replica.set_delay(options.graph_delay)
    if options.log_delay is not None:
        instance.world.writes.delay = options.log_delay


def _settings(options: Options) -> Settings:
    return Settings(
        subscriptions=_subscriptions(options), filter_lists=options.filter_lists, manager_limits=options.manager_limits
    )


def _subscriptions(options: Options) -> tuple[str, ...]:
    """The one that every shell gets, then the others; ids are compared in lower case."""
    for given in options.further_subscriptions:
        if not _GUID.fullmatch(given):
            raise ServeError(f"subscription {given!r} is not an id: a GUID is wanted")
    return tuple(dict.fromkeys([DEFAULT_SUBSCRIPTION, *(given.lower() for given in options.further_subscriptions)]))


@contextmanager
def _certificate_folder(data: Path | None) -> Generator[Path]:
    if data is not None:
        private_folder(data, mark=DATABASE)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="local-azure-") as folder:
        yield Path(folder)
