"""A server under test ends with whoever started it, however that ended."""

from __future__ import annotations

from pathlib import Path

from harness.local_azure import start_local_azure


def test_a_server_ends_when_its_starter_is_gone(tmp_path: Path) -> None:
    azure = start_local_azure(tmp_path)
    assert azure.process.stdin is not None

    azure.process.stdin.close()  # as the kernel does for whoever was killed

    assert azure.process.wait(timeout=60) == 0
    assert not Path(azure.ready["ready_file"]).exists()
