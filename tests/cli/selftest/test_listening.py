"""What the provider asks while a command runs: in the recording, and nowhere else afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.recording import RECORDING, RECORDING_KEY
from managed_image_to_gallery.cli.selftest.listening import provider_noted
from tests.azure.test_provider_log import ANSWERED, ASKED

if TYPE_CHECKING:
    from pathlib import Path

LOG = "pulumi-resource-azure-native.host.user.log.INFO.20261129-160000.1"


def test_without_a_recording_nobody_is_listened_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RECORDING, raising=False)

    with provider_noted(tmp_path) as takes:
        assert takes == {}
    assert list(tmp_path.iterdir()) == []


def test_what_the_provider_logs_is_recorded_and_its_log_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RECORDING, str(tmp_path / "recording.jsonl"))
    monkeypatch.setenv(RECORDING_KEY, "key")

    with provider_noted(tmp_path) as takes:
        assert (takes["PULUMI_OPTION_LOGFLOW"], takes["PULUMI_OPTION_VERBOSE"]) == ("true", "9")
        logs = tmp_path / "provider-log"
        assert takes["TMPDIR"] == str(logs)
        (logs / LOG).write_text(ASKED + ANSWERED)
        (logs / "pulumi.host.user.log.INFO.20261129-160000.2").write_text("a secret of the config")

    (line,) = (tmp_path / "recording.jsonl").read_text().splitlines()
    assert (json.loads(line)["by"], json.loads(line)["status"]) == ("provider", 201)
    assert not logs.exists()


def test_the_log_is_deleted_after_an_interruption_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RECORDING, str(tmp_path / "recording.jsonl"))

    with pytest.raises(KeyboardInterrupt), provider_noted(tmp_path):
        raise KeyboardInterrupt

    assert list(tmp_path.iterdir()) == []
