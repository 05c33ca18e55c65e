"""`local-azure serve`: from the command line's options to a running server."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.environment import default_ready_file
from local_azure.http.server import listen, write_ready_file
from local_azure.http.server import serve as serve_http
from local_azure.http.tls import open_certificates
from local_azure.instance import open_instance

if TYPE_CHECKING:
    from collections.abc import Iterator


def serve(*, port: int, data: Path | None, ready_file: Path | None, time_scale: float) -> None:
    """Serve until SIGTERM or SIGINT; the ready file goes when the server does."""
    announced = ready_file or default_ready_file()
    with _certificate_folder(data) as folder:
        certificates = open_certificates(folder)
        instance = open_instance(data, time_scale=time_scale)
        listener = listen(port)
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


@contextmanager
def _certificate_folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="local-azure-") as folder:
        yield Path(folder)
