"""Plugins written in Python, started by the real engine through the stand-in language host."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

from harness.engine_project import EngineProject
from local_azure.language_host.errors import PluginNotRunnableError
from local_azure.language_host.options import RuntimeOptions
from local_azure.language_host.plugin import plugin_arguments

COMPONENT = """
import pulumi
from pulumi.provider.experimental import component_provider_host
from typing import TypedDict

class GreeterArgs(TypedDict):
    name: pulumi.Input[str]

class Greeter(pulumi.ComponentResource):
    greeting: pulumi.Output[str]

    def __init__(self, name: str, args: GreeterArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("greetings:index:Greeter", name, {}, opts)
        self.greeting = pulumi.Output.concat("hello ", args["name"])
        self.register_outputs({"greeting": self.greeting})

if __name__ == "__main__":
    component_provider_host([Greeter], name="greetings", version="1.2.3")
"""

# The smallest analyzer: it objects to every stash. `pulumi.policy` gives it the engine's address and its own folder.
POLICY = """
import sys
from concurrent.futures import ThreadPoolExecutor
import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

class NoStash(analyzer_pb2_grpc.AnalyzerServicer):
    def GetAnalyzerInfo(self, request, context):
        policy = analyzer_pb2.PolicyInfo(name="no-stash", enforcementLevel=analyzer_pb2.MANDATORY)
        return analyzer_pb2.AnalyzerInfo(name="no-stash-pack", version="1.0.0", policies=[policy])
    def GetPluginInfo(self, request, context):
        return plugin_pb2.PluginInfo(version="1.0.0")
    def Configure(self, request, context):
        return empty_pb2.Empty()
    def Analyze(self, request, context):
        if request.type != "pulumi:index:Stash":
            return analyzer_pb2.AnalyzeResponse()
        return analyzer_pb2.AnalyzeResponse(diagnostics=[analyzer_pb2.AnalyzeDiagnostic(
            policyName="no-stash", policyPackName="no-stash-pack", policyPackVersion="1.0.0",
            message="a stash is not allowed here", enforcementLevel=analyzer_pb2.MANDATORY, urn=request.urn)])
    def AnalyzeStack(self, request, context):
        return analyzer_pb2.AnalyzeResponse()

server = grpc.server(ThreadPoolExecutor())
analyzer_pb2_grpc.add_AnalyzerServicer_to_server(NoStash(), server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
"""


# A Python whose virtual environments are itself and where everything is installed already.
COMPLETE_PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip "*) ;;
  *) exec {python} "$@" ;;
esac
"""


def write_plugin(folder: Path, file_name: str, program: str) -> Path:
    folder.mkdir()
    (folder / file_name).write_text("runtime: python\n")
    (folder / "__main__.py").write_text(program)
    (folder / "venv").symlink_to(sys.prefix)
    return folder


def project_with_plugin(tmp_path: Path, plugin: str) -> EngineProject:
    """A project that names the local plugin `greetings`: the engine starts it as it is."""
    project = EngineProject(tmp_path / "project", "")
    write_plugin(tmp_path / "greetings", "PulumiPlugin.yaml", plugin)
    with (project.path / "Pulumi.yaml").open("a") as file:
        file.write("plugins:\n  providers:\n  - {name: greetings, path: ../greetings}\n")
    return project


def test_the_schema_of_a_component_package(tmp_path: Path) -> None:
    """Asked for by its path: the engine first installs the package's dependencies and the plugins they need."""
    project = EngineProject(tmp_path / "project", "")
    package = write_plugin(tmp_path / "greetings", "PulumiPlugin.yaml", COMPONENT)
    (package / "venv").unlink()
    python = tmp_path / "python3"
    python.write_text(COMPLETE_PYTHON.format(python=sys.executable))
    python.chmod(0o755)
    project.env["PULUMI_PYTHON_CMD"] = str(python)
    project.pretend_plugin("azure-native", metadata.version("pulumi-azure-native"))
    schema = json.loads(project.pulumi("package", "get-schema", str(package), check=True).stdout)
    assert schema["version"] == "1.2.3"
    assert schema["resources"]["greetings:index:Greeter"]["requiredInputs"] == ["name"]


def test_a_component_of_a_package_is_made(tmp_path: Path) -> None:
    project = project_with_plugin(tmp_path, COMPONENT)
    project.write_program("""
        import pulumi
        class Greeter(pulumi.ComponentResource):
            greeting: pulumi.Output[str]
            def __init__(self, resource_name, inputs):
                super().__init__("greetings:index:Greeter", resource_name, {**inputs, "greeting": None}, remote=True)
        pulumi.export("greeting", Greeter("greeter", {"name": "world"}).greeting)
        """)
    project.up()
    assert project.outputs() == {"greeting": "hello world"}


def test_a_plugin_that_fails_shows_what_it_wrote(tmp_path: Path) -> None:
    project = project_with_plugin(tmp_path, "raise SystemExit('no port today')")
    project.write_program("""
        import pulumi
        pulumi.ComponentResource("greetings:index:Greeter", "greeter", {}, remote=True)
        """)
    failed = project.up(check=False)
    assert failed.returncode != 0
    assert "no port today" in failed.stderr + failed.stdout


def test_a_policy_pack_stops_an_update(tmp_path: Path) -> None:
    project = EngineProject(tmp_path / "project", "import pulumi\npulumi.Stash('kept', input='x')")
    pack = write_plugin(tmp_path / "pack", "PulumiPolicy.yaml", POLICY)
    refused = project.up("--policy-pack", str(pack), check=False)
    assert refused.returncode != 0
    assert "a stash is not allowed here" in refused.stdout
    lax_pack = write_plugin(tmp_path / "lax", "PulumiPolicy.yaml", POLICY.replace("index:Stash", "index:Other"))
    project.up("--policy-pack", str(lax_pack))
    assert "pulumi:index:Stash" in [resource["type"] for resource in project.resources()]


def options_in(folder: Path) -> RuntimeOptions:
    return RuntimeOptions(folder, folder)


def test_a_folder_with_a_main_is_run_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "__main__.py").touch()
    assert plugin_arguments("resource", ["127.0.0.1:1"], options_in(tmp_path)) == [str(tmp_path), "127.0.0.1:1"]


def test_a_folder_without_a_main_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginNotRunnableError, match=r"it has no __main__\.py"):
        plugin_arguments("resource", [], options_in(tmp_path))
