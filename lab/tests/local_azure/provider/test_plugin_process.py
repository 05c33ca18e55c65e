"""The plugin as a process: started by an engine, or kept for engines that attach."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import grpc
import pytest

from local_azure.provider.launcher import PLUGIN_NAME, PluginStartError, attached_provider, install_plugin
from local_azure.provider.protos import provider_pb2_grpc
from tests.local_azure.provider.engine_calls import EngineCalls
from tests.local_azure.provider.fake_arm import FakeArm
from tests.local_azure.provider.samples import GROUP, GROUP_ID


def connected(port: int) -> grpc.Channel:
    return grpc.insecure_channel(f"127.0.0.1:{port}")


@pytest.fixture
def process_environ(environ: dict[str, str], ca_file: Path) -> dict[str, str]:
    return {**os.environ, **environ, "SSL_CERT_FILE": str(ca_file)}


def test_plugin_on_path_prints_its_port_first_and_ends_quietly(
    arm: FakeArm, process_environ: dict[str, str], tmp_path: Path
) -> None:
    plugin = install_plugin(tmp_path / "plugins")
    assert [entry.stem for entry in plugin.parent.iterdir()] == [PLUGIN_NAME]
    shadow = tmp_path / "project"
    shadow.mkdir()
    (shadow / "yaml.py").write_text("raise RuntimeError('a module of the user was imported')")
    with subprocess.Popen(
        [plugin, "127.0.0.1:1"],
        env=process_environ,
        cwd=shadow,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        with connected(int(process.stdout.readline())) as channel:
            engine = EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel))
            engine.configure()
            created, _ = engine.create(GROUP, {"resourceGroupName": "rg", "location": "westus2"})
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert created.lower() == GROUP_ID.lower()
    assert (out, err, process.returncode) == ("", "", 0)


def test_attached_provider_serves_while_it_is_kept(arm: FakeArm, process_environ: dict[str, str]) -> None:
    with attached_provider(process_environ) as port:
        with connected(port) as channel:
            ended = EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel))
            ended.configure()
            ended.cancel()
        with connected(port) as channel:
            engine = EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel))
            engine.configure()
            engine.create(GROUP, {"resourceGroupName": "rg", "location": "westus2"})
    with connected(port) as channel, pytest.raises(grpc.RpcError):
        EngineCalls(provider_pb2_grpc.ResourceProviderStub(channel)).plugin_version()
    assert list(arm.resources) == [GROUP_ID.lower()]


def test_attached_provider_without_its_port_is_told(process_environ: dict[str, str]) -> None:
    with attached_provider(process_environ) as taken:
        second = attached_provider(process_environ, taken)
        with pytest.raises(PluginStartError, match="ended with status 1"):
            second.__enter__()
