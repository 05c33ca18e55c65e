"""Local Azure in the background: started, seeded, used, reset and stopped."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from harness.local_azure import without_proxies
from harness.product import ROOT
from harness.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path


def local(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(folder, *words), env=without_proxies(), cwd=folder, capture_output=True, text=True, check=False
    )


def test_from_start_to_stop(tmp_path: Path) -> None:
    assert local(tmp_path, "reset").returncode == 1
    started = local(tmp_path, "start")
    try:
        assert started.returncode == 0, started.stderr
        assert local(tmp_path, "start").returncode == 1
        seeded = local(tmp_path, "seed", str(ROOT / "examples" / "how-to.yaml"))
        assert "3 resource(s) added" in seeded.stdout, seeded.stdout + seeded.stderr
        (tmp_path / "wrong.yaml").write_text("nonsense: 1")
        refused = local(tmp_path, "seed", str(tmp_path / "wrong.yaml"))
        assert (refused.returncode, "nonsense" in refused.stderr) == (1, True)
        with terminal(_command(tmp_path, "shell"), {**without_proxies(), "SHELL": "/bin/sh"}, tmp_path) as shell:
            shell.type("echo $ARM_SUBSCRIPTION_ID; exit 7\n")
            assert shell.end() == 7
            assert "00000000-0000-4000-8000-000000000001" in shell.screen
            assert "In this shell Azure is local Azure at https://localhost:" in shell.screen
        assert local(tmp_path, "reset").returncode == 0
    finally:
        stopped = local(tmp_path, "stop")
    assert stopped.stdout == "Stopped.\n"
    assert local(tmp_path, "stop").stdout == "It was not running.\n"
    assert not (tmp_path / "azure" / "ready.json").exists()


def test_a_server_that_cannot_start_leaves_its_reason(tmp_path: Path) -> None:
    (tmp_path / "seed.yaml").write_text("nonsense: 1")

    started = local(tmp_path, "start", "--seed", str(tmp_path / "seed.yaml"))

    assert started.returncode == 1
    assert "nonsense" in started.stderr
    assert "local-azure.log" in started.stderr
    assert local(tmp_path, "stop").stdout == "It was not running.\n"


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "local_azure", *words, "--dir", str(folder / "azure")]
