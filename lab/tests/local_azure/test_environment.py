from __future__ import annotations

from pathlib import Path

import pytest

from local_azure.environment import default_ready_file, environment, path_with_engine, print_environment

READY = {
    "arm_endpoint": "https://localhost:4443",
    "tenant_id": "t",
    "subscription_id": "s",
    "client_id": "c",
    "client_secret": "it's",
    "ca_bundle": "/ca.pem",
    "trust_bundle": "/bundle.pem",
    "ready_file": "/ready.json",
}


def test_every_kind_of_client_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = environment({**READY, "provider_address": "127.0.0.1:5555"})

    assert variables["ARM_METADATA_HOSTNAME"] == "localhost:4443"
    assert variables["ARM_DISABLE_INSTANCE_DISCOVERY"] == "true"
    assert variables["AZURE_AUTHORITY_HOST"] == "https://localhost:4443"
    assert variables["REQUESTS_CA_BUNDLE"] == variables["SSL_CERT_FILE"] == variables["CURL_CA_BUNDLE"] == "/bundle.pem"
    assert variables["NODE_EXTRA_CA_CERTS"] == "/bundle.pem"
    assert variables["PULUMI_DEBUG_PROVIDERS"] == "azure-native:5555"


def test_no_provider_is_attached_where_none_runs() -> None:
    assert "PULUMI_DEBUG_PROVIDERS" not in environment(READY)


def test_without_a_server_it_says_how_to_start_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        print_environment(tmp_path / "ready.json", as_json=False)

    assert caught.value.code == 1
    assert "local-azure serve" in capsys.readouterr().err


def test_that_no_engine_was_made_yet_is_told_with_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error: the output is for `eval`."""
    assert path_with_engine({"PATH": str(tmp_path), "LOCAL_AZURE_CACHE": str(tmp_path)}) is None

    out, err = capsys.readouterr()
    assert (out, "local-azure engine install" in err) == ("", True)


def test_the_ready_file_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOCAL_AZURE_READY_FILE", str(tmp_path / "mine.json"))

    assert default_ready_file() == tmp_path / "mine.json"
