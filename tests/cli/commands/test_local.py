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
    code = "from managed_image_to_gallery.cli.main import main; main()"
    command = [sys.executable, "-c", code, "local", *words, "--dir", str(folder / "azure")]
    return subprocess.run(command, env=without_proxies(), cwd=folder, capture_output=True, text=True, check=False)


def test_from_start_to_stop(tmp_path: Path) -> None:
    assert local(tmp_path, "reset").returncode == 2
    started = local(tmp_path, "start")
    try:
        assert started.returncode == 0, started.stderr
        assert local(tmp_path, "start").returncode == 2
        seeded = local(tmp_path, "seed", str(ROOT / "examples" / "how-to.yaml"))
        assert "3 resource(s) added" in seeded.stdout, seeded.stdout + seeded.stderr
        code = "from managed_image_to_gallery.cli.main import main; main()"
        command = [sys.executable, "-c", code, "local", "shell", "--dir", str(tmp_path / "azure")]
        with terminal(command, {**without_proxies(), "SHELL": "/bin/sh"}, tmp_path) as shell:
            shell.type("echo $ARM_SUBSCRIPTION_ID; exit 7\n")
            assert shell.end() == 7
            assert "00000000-0000-4000-8000-000000000001" in shell.screen
        assert local(tmp_path, "reset").returncode == 0
    finally:
        stopped = local(tmp_path, "stop")
    assert stopped.stdout == "Stopped.\n"
    assert local(tmp_path, "stop").stdout == "It was not running.\n"
    assert not (tmp_path / "azure" / "ready.json").exists()
