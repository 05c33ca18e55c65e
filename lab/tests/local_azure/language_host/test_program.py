"""Programs run by the real engine through the stand-in language host."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from pulumi import automation
from pulumi.runtime.proto import language_pb2
from semver import VersionInfo

from harness.engine_project import PROJECT, EngineProject
from harness.files import wait_for_file
from local_azure.language_host.program import config_variables, executor_arguments, response_for

if TYPE_CHECKING:
    from pathlib import Path


def test_config_secrets_and_identity_reach_the_program(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import os, pulumi
        config = pulumi.Config()
        pulumi.export("plain", config.require("plain"))
        pulumi.export("secret", config.require_secret("secret"))
        pulumi.export("identity", [pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack()])
        pulumi.export("root", pulumi.runtime.get_root_directory() == os.getcwd())
        """,
    )
    project.config("plain", "hello")
    project.config("secret", "s3cr3t", secret=True)
    project.up()
    assert project.outputs(show_secrets=True) == {
        "plain": "hello",
        "secret": "s3cr3t",
        "identity": ["organization", PROJECT, "dev"],
        "root": True,
    }
    assert project.outputs()["secret"] == "[secret]"


def test_a_preview_is_a_dry_run_and_changes_nothing(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import pulumi
        pulumi.Stash("kept", input=str(pulumi.runtime.is_dry_run()))
        """,
    )
    steps = project.preview_json()["steps"]
    assert isinstance(steps, list)
    assert [step["newState"]["inputs"] for step in steps if "Stash" in step["urn"]] == [{"input": "True"}]  # pyright: ignore[reportArgumentType, reportCallIssue, reportIndexIssue, reportOptionalSubscript, reportOperatorIssue]
    assert project.resources() == []


def test_components_parent_their_children(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import pulumi
        class Group(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("test:index:Group", name)
                pulumi.Stash(f"{name}-inner", input="x", opts=pulumi.ResourceOptions(parent=self))
                self.register_outputs({})
        Group("outer")
        """,
    )
    project.up()
    parents = {str(resource["urn"]).split("::")[-1]: resource.get("parent") for resource in project.resources()}
    assert str(parents["outer-inner"]).endswith("::test:index:Group::outer")


def test_hooks_are_called_in_preview_and_update(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import pathlib, pulumi
        async def note(args):
            with pathlib.Path("calls").open("a") as calls:
                calls.write(f"{args.name} dry run: {pulumi.runtime.is_dry_run()}\\n")
        hook = pulumi.ResourceHook("note", note, pulumi.ResourceHookOptions(on_dry_run=True))
        binding = pulumi.ResourceHookBinding(before_create=[hook], before_delete=[hook])
        pulumi.Stash("kept", input="x", opts=pulumi.ResourceOptions(hooks=binding))
        """,
    )
    project.preview()
    project.up()
    project.destroy()
    assert (tmp_path / "calls").read_text().splitlines() == [
        "kept dry run: True",
        "kept dry run: False",
        "kept dry run: False",
    ]


def test_a_raising_delete_hook_keeps_the_resource(tmp_path: Path) -> None:
    program = """
        import pulumi
        async def refuse(args):
            raise Exception("not proven yet")
        hook = pulumi.ResourceHook("gate", refuse)
        """
    project = EngineProject(tmp_path, program)
    project.write_program(
        program
        + """
        binding = pulumi.ResourceHookBinding(before_delete=[hook])
        pulumi.Stash("kept", input="x", opts=pulumi.ResourceOptions(hooks=binding))
        """
    )
    project.up()
    project.write_program(program)
    refused = project.up(check=False)
    assert refused.returncode == 1
    assert "not proven yet" in refused.stdout
    assert "pulumi:index:Stash" in [resource["type"] for resource in project.resources()]


def test_the_loop_has_four_threads_for_each_parallel_operation(tmp_path: Path) -> None:
    """Four is the official host's factor: with Python's own default 64 parallel creates ran 6 at a time."""
    project = EngineProject(
        tmp_path,
        """
        import asyncio, threading, pulumi
        everybody = threading.Barrier(64)
        async def all_at_once():
            loop = asyncio.get_running_loop()
            waits = [loop.run_in_executor(None, lambda: everybody.wait(timeout=30)) for _ in range(64)]
            return len(await asyncio.gather(*waits))
        pulumi.export("met", pulumi.Output.from_input(all_at_once()))
        """,
    )
    project.up("--parallel", "16")
    assert project.outputs() == {"met": 64}


@pytest.mark.parametrize(
    ("program", "shown", "not_shown"),
    [
        (
            "raise ValueError('boom')",
            ["Program failed with an unhandled", "line 1, in <module>", "ValueError: boom"],
            [],
        ),
        ("import pulumi\nraise pulumi.RunError('only this')", ["error: only this"], ["Traceback"]),
        ("x = = 1", ["SyntaxError: invalid syntax"], ["exit code"]),
        ("import not_there", ["No module named 'not_there'"], ["exit code", "pulumi-language-python-exec"]),
        ("import sys\nprint('said')\nsys.exit(3)", ["said", "program exited with non-zero exit code: 3"], []),
    ],
)
def test_a_failing_program_is_explained(tmp_path: Path, program: str, shown: list[str], not_shown: list[str]) -> None:
    failed = EngineProject(tmp_path, program).preview(check=False)
    assert failed.returncode != 0
    for text in shown:
        assert text in failed.stdout
    for text in not_shown:
        assert text not in failed.stdout


def test_a_missing_virtual_environment_is_explained(tmp_path: Path) -> None:
    project = EngineProject(tmp_path, "", virtualenv="missing")
    failed = project.preview(check=False)
    assert failed.returncode != 0
    assert f'"missing", but "{tmp_path}/missing" doesn\'t exist' in failed.stderr
    assert f"python3 -m venv {tmp_path}/missing" in failed.stderr


def test_an_interrupt_lets_a_running_hook_finish(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import asyncio, pathlib, pulumi, signal
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        async def slow(args):
            pathlib.Path("started").touch()
            while not pathlib.Path("interrupted").exists():
                await asyncio.sleep(0.05)
            pathlib.Path("finished").touch()
        binding = pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook("slow", slow)])
        pulumi.Stash("kept", input="x", opts=pulumi.ResourceOptions(hooks=binding))
        """,
    )
    with project.start("up", "--yes", "--skip-preview") as command:
        wait_for_file(tmp_path / "started", command)
        os.killpg(command.pid, signal.SIGINT)
        (tmp_path / "interrupted").touch()
        output, _ = command.communicate(timeout=60)
    assert command.returncode != 0
    assert (tmp_path / "finished").exists()
    assert "Traceback" not in output
    assert "KeyboardInterrupt" not in output
    assert "exited prematurely" not in output


def test_an_interrupt_ends_a_program_that_is_busy(tmp_path: Path) -> None:
    project = EngineProject(
        tmp_path,
        """
        import os, pathlib, signal, threading

        def interrupted(*_):  # by the terminal, and perhaps once more by the host
            pathlib.Path("interrupted").touch()
            os._exit(1)

        signal.signal(signal.SIGINT, interrupted)
        pathlib.Path("busy").write_text(str(os.getpid()))
        threading.Event().wait()
        """,
    )
    with project.start("up", "--yes", "--skip-preview") as command:
        wait_for_file(tmp_path / "busy", command)
        os.killpg(command.pid, signal.SIGINT)
        output, _ = command.communicate(timeout=60)
    assert "error: update canceled" in output
    assert "Traceback" not in output
    with suppress(ProcessLookupError):
        select.select([os.pidfd_open(int((tmp_path / "busy").read_text()))], [], [], 60)
    assert (tmp_path / "interrupted").exists()


def test_arguments_of_the_executor_leave_out_what_is_empty() -> None:
    request = language_pb2.RunRequest(
        monitor_address="127.0.0.1:1",
        project="p",
        stack="s",
        pwd="/p",
        dryRun=True,
        parallel=16,
        args=["extra"],
        info=language_pb2.ProgramInfo(root_directory="/p", program_directory="/p/src", entry_point="."),
    )
    assert executor_arguments(request, "127.0.0.1:2") == [
        *("--monitor", "127.0.0.1:1"),
        *("--engine", "127.0.0.1:2"),
        *("--project", "p"),
        *("--root_directory", "/p"),
        *("--stack", "s"),
        *("--pwd", "/p"),
        *("--dry_run", "true"),
        *("--parallel", "16"),
        *(".", "extra"),
    ]


def test_config_is_json_in_two_variables() -> None:
    request = language_pb2.RunRequest(config={"p:a": "1"}, configSecretKeys=["p:a"])
    assert config_variables(request) == {"PULUMI_CONFIG": '{"p:a": "1"}', "PULUMI_CONFIG_SECRET_KEYS": '["p:a"]'}


@pytest.mark.parametrize(
    ("status", "error", "bail"),
    [
        (0, "", False),
        (32, "", True),
        (1, "program exited with non-zero exit code: 1", False),
        (-9, "program exited with non-zero exit code: -1", False),
    ],
)
def test_the_exit_status_becomes_the_response(status: int, error: str, bail: bool) -> None:
    response = response_for(status)
    assert (response.error, response.bail) == (error, bail)


def test_the_automation_api_accepts_the_engine_and_reports_its_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = EngineProject(tmp_path, "import pulumi\npulumi.export('answer', 42)")
    monkeypatch.setenv("PATH", project.env["PATH"])
    command = automation.PulumiCommand(version=VersionInfo.parse("3.238.0"))
    options = automation.LocalWorkspaceOptions(pulumi_command=command, env_vars=project.env)
    stack = automation.select_stack(project.stack, work_dir=str(tmp_path), opts=options)
    urns: list[str] = []

    def note(event: automation.EngineEvent) -> None:
        if event.resource_pre_event is not None:
            urns.append(event.resource_pre_event.metadata.urn)

    assert stack.up(on_event=note).outputs["answer"].value == 42
    assert [urn.split("::")[2] for urn in urns] == ["pulumi:pulumi:Stack"]
