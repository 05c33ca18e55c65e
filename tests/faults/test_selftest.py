"""`gallery-migrate selftest` against local Azure as if it were Azure: whole, killed at every step, and refused.

Its own correctness: nothing outside of its resource group is written, nothing is left behind, and what does not hold is
said.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.engine_project import clean_environment
from local_azure.comparing.exchanges import read_recording
from local_azure.comparing.replaying import replay
from local_azure.provider.launcher import install_plugin
from managed_image_to_gallery.cli.selftest.journal import Journal
from managed_image_to_gallery.cli.selftest.probes import PROBES
from managed_image_to_gallery.cli.selftest.running import GOING_ON
from managed_image_to_gallery.cli.selftest.steps import STEPS
from managed_image_to_gallery.cli.selftest.wanted import PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

OF_THIS_SERVER = ("header retry-after", "header x-ms-ratelimit-remaining-resource")
"""What the tests' local Azure tells otherwise than a fresh one: its time is scaled, and it has no limits."""
SECRETS = ("subscription_id", "tenant_id", "client_id", "client_secret", "object_id")
RUN = "from managed_image_to_gallery.cli.entry import main; main()"
REGIONS = ("--region", "southcentralus", "--region", "westus2")
VERSIONS = "Microsoft.Compute/galleries/images/versions"
LONGEST_SECONDS = 900.0


@dataclass
class Operator:
    """Somebody who runs the self test in a folder."""

    azure: LocalAzure
    folder: Path

    @property
    def run_folder(self) -> Path:
        return self.folder / "run"

    def command(self, *words: str) -> list[str]:
        asked = ("--subscription", self.azure.subscription, "--folder", str(self.run_folder), "--yes")
        return [sys.executable, "-c", RUN, "selftest", *asked, *words]

    @property
    def environment(self) -> dict[str, str]:
        own = {"PULUMI_HOME": str(self.folder / "home"), "PULUMI_SKIP_UPDATE_CHECK": "true"}
        return clean_environment() | self.azure.env | own

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )

    def end_in(self, step: str, sign: signal.Signals) -> int:
        """Start it, and send it a signal when the step has begun and runs its first command; how it ended."""
        with (self.folder / "killed.log").open("ab") as output:
            process = subprocess.Popen(
                self.command(*REGIONS), env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
            deadline = time.monotonic() + LONGEST_SECONDS
            before = self._logs()
            while process.poll() is None and not self._is_in(step, before):
                assert time.monotonic() < deadline, f"the step {step} did not begin"
                time.sleep(0.05)  # nobody's child can be waited for: another process writes the journal
            process.send_signal(sign)
            return process.wait()

    def _logs(self) -> int:
        return sum(1 for _ in self.run_folder.glob("logs/*"))

    def _is_in(self, step: str, logs_before: int) -> bool:
        journal = Journal.read(self.run_folder) if self.run_folder.exists() else None
        return journal is not None and journal.begun == step and (step == "sources" or self._logs() > logs_before + 1)


def written_outside(azure: LocalAzure) -> list[str]:
    own = f"{azure.group_id(PREFIX)}".lower()
    writes = [str(each["path"]) for each in azure.writes()]
    return [path for path in writes if path.lower() != own and not path.lower().startswith(f"{own}/")]


def is_gone(azure: LocalAzure) -> bool:
    return azure.get(azure.group_id(PREFIX), api_version="2024-11-01").status_code == 404


def provider_of_its_own(azure: LocalAzure, folder: Path, path: str) -> dict[str, str]:
    """The variables with which the engine starts the provider itself: only then it can be told to log."""
    plugin = install_plugin(folder / "plugins")
    return {"PATH": os.pathsep.join([str(plugin.parent), path]), "PULUMI_DEBUG_PROVIDERS": ""}


def test_every_step_is_proven_and_nothing_is_left(azure: LocalAzure, tmp_path: Path) -> None:
    """With a recording of it, which has nobody's names and is replayed with no difference but in times."""
    azure.forget_requests()
    operator, file = Operator(azure, tmp_path), tmp_path / "recording.jsonl"
    own = provider_of_its_own(azure, tmp_path, operator.environment["PATH"])

    done = operator.run(*REGIONS, "--with-vm", "--record", str(file), **own)

    assert done.returncode == 0, done.stdout
    assert [
        f"{number:2}/{len(STEPS)} proven: {step.proves}" in done.stdout for number, step in enumerate(STEPS, 1)
    ] == [True] * len(STEPS)
    assert is_gone(azure)
    assert written_outside(azure) == []
    told = file.read_text().lower()
    for name in (PREFIX, "linux-gen", *(str(azure.ready[each]) for each in SECRETS)):
        assert name not in told
    recording = read_recording(file)
    assert [probe.probe for probe in recording.probes] == [probe.number for probe in PROBES]
    assert {"PUT", "GET"} <= {each.method for each in recording.exchanges if each.by == "provider"}
    replayed = replay(recording.exchanges)
    assert [line for line in replayed.lines if not any(header in line for header in OF_THIS_SERVER)] == []
    assert replayed.sent > len(recording.exchanges) / 2


def test_killed_at_every_step_it_goes_on_and_leaves_nothing(azure: LocalAzure, tmp_path: Path) -> None:
    azure.forget_requests()
    operator = Operator(azure, tmp_path)
    for step in STEPS:
        if step.name != "refused-machine":
            ended = operator.end_in(step.name, signal.SIGKILL)
            assert ended == -signal.SIGKILL, (operator.folder / "killed.log").read_text()

    done = operator.run(*REGIONS)

    assert done.returncode == 0, done.stdout
    assert is_gone(azure)
    assert written_outside(azure) == []


def test_a_step_that_does_not_hold_is_said_with_its_log(azure: LocalAzure, tmp_path: Path) -> None:
    held = {"match": {"type": VERSIONS, "method": "PUT"}, "refuse": {"status": 409, "code": "Conflict"}}
    rule = azure.add_fault(held)
    operator = Operator(azure, tmp_path)

    done = operator.run(*REGIONS)
    azure.remove_fault(rule)
    cleaned = operator.run("--cleanup")

    assert done.returncode == 5, done.stdout
    assert "Expected every version published; found `gallery-migrate publish --yes` ended with" in done.stdout
    assert os.fspath(operator.run_folder / "logs") in done.stdout
    assert (cleaned.returncode, is_gone(azure)) == (0, True), cleaned.stdout


def test_after_ctrl_c_it_says_that_the_same_command_goes_on(azure: LocalAzure, tmp_path: Path) -> None:
    operator = Operator(azure, tmp_path)

    ended = operator.end_in("preview", signal.SIGINT)
    cleaned = operator.run("--cleanup")

    assert (ended, cleaned.returncode) == (130, 0), cleaned.stdout
    assert GOING_ON in " ".join((tmp_path / "killed.log").read_text().split())
    assert is_gone(azure)
