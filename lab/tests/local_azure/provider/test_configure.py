"""Configure: the cloud and the identity are found, or the reason is told."""

from __future__ import annotations

from pathlib import Path

import grpc
import pytest

from local_azure.provider.protos import provider_pb2
from tests.local_azure.provider.engine_calls import EngineCalls, message
from tests.local_azure.provider.fake_arm import FakeArm
from tests.local_azure.provider.samples import IMAGE, IMAGE_ID


def test_plugin_says_that_it_is_a_stand_in(unconfigured: EngineCalls) -> None:
    assert unconfigured.plugin_version() == "3.29.0+stand-in.for.local.azure"


def test_plain_values_are_asked_for_as_by_the_real_provider(unconfigured: EngineCalls) -> None:
    handshake = unconfigured.handshake()
    configured = unconfigured.configure()
    assert handshake.supports_autonaming_configuration
    assert configured.supportsPreview
    for answer in (handshake, configured):
        fields = {field.name for field, value in answer.ListFields() if value}
        assert not fields & {"acceptSecrets", "accept_secrets", "acceptOutputs", "accept_outputs", "acceptResources"}


def test_configuration_is_echoed_and_never_replaces(unconfigured: EngineCalls) -> None:
    checked, changed = unconfigured.check_config({"tenantId": "x"}), unconfigured.diff_config({"tenantId": "x"})
    assert checked == {"tenantId": "x"}
    assert (changed.changes, list(changed.replaces)) == (provider_pb2.DiffResponse.DIFF_UNKNOWN, [])


def test_calls_share_one_token(engine: EngineCalls, arm: FakeArm) -> None:
    for _ in range(3):
        engine.read_for_import(IMAGE, IMAGE_ID)
    assert arm.tokens_issued == 1


def test_rejected_token_is_renewed_once(engine: EngineCalls, arm: FakeArm) -> None:
    engine.read_for_import(IMAGE, IMAGE_ID)
    arm.valid_tokens.clear()
    assert engine.read_for_import(IMAGE, IMAGE_ID).id == ""
    assert arm.tokens_issued == 2


def test_wrong_secret_is_told_in_azures_words(unconfigured: EngineCalls) -> None:
    unconfigured.configure(clientSecret="wrong")
    with pytest.raises(grpc.RpcError) as refused:
        unconfigured.read_for_import(IMAGE, IMAGE_ID)
    assert message(refused.value) == (
        "Service principal authentication failed: AADSTS7000215: Invalid client secret provided."
    )


def test_federated_token_from_a_file_is_exchanged(unconfigured: EngineCalls, tmp_path: Path) -> None:
    token_file = tmp_path / "token"
    token_file.write_text("a federated token\n")
    unconfigured.configure(clientSecret="", useOidc="true", oidcTokenFilePath=str(token_file))
    assert unconfigured.read_for_import(IMAGE, IMAGE_ID).id == ""


def test_missing_setting_fails_configure(unconfigured: EngineCalls) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        unconfigured.configure(tenantId="")
    assert message(refused.value).startswith("A Tenant ID must be configured")


@pytest.mark.parametrize("path", ["", "/nothing"])
def test_metadata_that_cannot_be_read_fails_configure(unconfigured: EngineCalls, arm: FakeArm, path: str) -> None:
    host = f"{arm.base}{path}" if path else "localhost:1"
    with pytest.raises(grpc.RpcError) as refused:
        unconfigured.configure(metadataHost=host)
    assert message(refused.value).startswith("failed to get Azure environment metadata from https://localhost:")


def test_call_before_configure_is_refused(unconfigured: EngineCalls) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        unconfigured.read_for_import(IMAGE, IMAGE_ID)
    assert message(refused.value).startswith("the provider was not configured on this connection")
