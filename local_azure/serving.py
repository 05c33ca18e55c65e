"""`local-azure serve`: from the command line's options to a running server."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.environment import default_ready_file
from local_azure.http.server import listen, write_ready_file
from local_azure.http.server import serve as serve_http
from local_azure.http.tls import open_certificates
from local_azure.instance import Instance, open_instance

if TYPE_CHECKING:
    from collections.abc import Generator


@dataclass(frozen=True)
class Options:
    """What `serve` was asked for; None is in memory, nothing, or the default ready file."""

    port: int = 0
    data: Path | None = None
    seed: Path | None = None
    faults: Path | None = None
    ready_file: Path | None = None
    time_scale: float = 1.0
    throttling: bool = True


def serve(options: Options) -> None:
    """Serve until SIGTERM or SIGINT; the ready file goes when the server does."""
    announced = options.ready_file or default_ready_file()
    with _certificate_folder(options.data) as folder:
        certificates = open_certificates(folder)
        instance = open_instance(options.data, time_scale=options.time_scale, throttling=options.throttling)
        _prepare(instance, options)
        listener = listen(options.port)
        bound_port: int = listener.getsockname()[1]

        def announce() -> None:
            write_ready_file(announced, instance.ready_document(bound_port, certificates))

        try:
            serve_http(instance.application, listener, certificates, announce)
        except KeyboardInterrupt:
            pass
        finally:
            announced.unlink(missing_ok=True)
            instance.world.journal.close()


def _prepare(instance: Instance, options: Options) -> None:
    """Seed and fault rules; a data folder that has resources already is not seeded again."""
    if options.seed is not None and not any(each.type == GROUP_TYPE for each in instance.world.store.all()):
        from local_azure.seed.loading import apply_seed_file

        apply_seed_file(instance.application, options.seed)
    if options.faults is not None:
        from local_azure.faults.rules import read_rules

        for rule in read_rules(options.faults):
            instance.application.faults.add(rule)


@contextmanager
def _certificate_folder(data: Path | None) -> Generator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="local-azure-") as folder:
        yield Path(folder)
