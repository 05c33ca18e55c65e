from __future__ import annotations

from pathlib import Path

import pytest

from managed_image_to_gallery.cli.doctor.machine import findings, version_in


def test_versions_are_read_as_the_engine_prints_them() -> None:
    assert version_in("v3.259.0\n") == (3, 259, 0)
    assert version_in("3.300.1-dev.0+abc") == (3, 300, 1)
    assert version_in("dev") is None


def _engine(folder: Path, version: str) -> None:
    program = folder / "pulumi"
    program.write_text(f"#!/bin/sh\n[ $1 = version ] && echo {version}\nexit 0\n")
    program.chmod(0o755)


def test_an_old_engine_is_found_with_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _engine(tmp_path, "v3.100.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    _, engine, _ = findings({})
    assert (engine.well, engine.found) == (False, "v3.100.0")
    assert "3.219.0 or newer" in engine.remedy


def test_a_missing_engine_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _, engine, provider = findings({})
    assert engine.found == "no `pulumi` on PATH"
    assert engine.remedy == "Install Pulumi: https://www.pulumi.com/docs/install/"
    assert provider.well is None
