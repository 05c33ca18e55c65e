"""Ansible's collection azure.azcollection: what it makes is shown, a second run changes nothing, it deletes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.client_programs import ANSIBLE, require
from harness.local_azure import LocalAzure, without_proxies
from tests.clients.client_table import PAGE

CLIENT = "azure.azcollection (Ansible)"
VARIABLES = (
    "AZURE_TENANT",
    "AZURE_SECRET",
    "AZURE_CLOUD_ENVIRONMENT",
    "AZURE_DISABLE_INSTANCE_DISCOVERY",
    "PYTHONPATH",
)
MADE = ("disk", "image", "gallery", "definition", "version")
HANG_SECONDS = 900


class Ansible:
    """`ansible-playbook` with its own folders, pointed at a local Azure; what each task answered, by its name."""

    def __init__(self, azure: LocalAzure, folder: Path) -> None:
        self.program = require(ANSIBLE / ".venv" / "bin" / "ansible-playbook", "Ansible")
        ready = azure.ready
        self.environment = {
            **without_proxies(),
            **azure.env,
            "AZURE_TENANT": ready["tenant_id"],
            "AZURE_SECRET": ready["client_secret"],
            "AZURE_CLOUD_ENVIRONMENT": ready["arm_endpoint"],
            "AZURE_DISABLE_INSTANCE_DISCOVERY": "true",
            "PYTHONPATH": str(ANSIBLE),
            "PATH": os.pathsep.join([str(self.program.parent), os.environ["PATH"]]),
            "ANSIBLE_HOME": str(folder),
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "LC_ALL": "C.UTF-8",
        }

    def __call__(self, playbook: str) -> dict[str, dict[str, Any]]:
        done = subprocess.run(
            [self.program, ANSIBLE / playbook],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=HANG_SECONDS,
        )
        assert done.returncode == 0, f"{playbook} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        tasks = json.loads(done.stdout)["plays"][0]["tasks"]
        return {each["task"]["name"]: each["hosts"]["localhost"] for each in tasks}


@pytest.fixture(scope="module")
def ansible(azure: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Ansible:
    return Ansible(azure, tmp_path_factory.mktemp("ansible"))


def test_the_page_sets_what_is_set_here(ansible: Ansible) -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in VARIABLES if f"{name}=" not in page or name not in ansible.environment] == []


def test_a_second_run_finds_everything_as_the_first_made_it(ansible: Ansible) -> None:
    first, second = ansible("publish.yml"), ansible("publish.yml")

    assert {name: each["changed"] for name, each in first.items()} == dict.fromkeys(("group", *MADE), True)
    assert {name: each["changed"] for name, each in second.items()} == dict.fromkeys(("group", *MADE), False)


def test_what_was_made_is_shown(ansible: Ansible) -> None:
    shown = ansible("show.yml")

    assert [(each["name"], each["os_type"]) for each in shown["image"]["images"]] == [("image", "Linux")]
    assert shown["gallery"]["galleries"]["description"] == "Images"
    assert shown["definition"]["images"]["identifier"] == {"publisher": "p", "offer": "o", "sku": "s"}
    regions = shown["version"]["versions"]["publishing_profile"]["target_regions"]
    assert [(each["name"], each["regional_replica_count"]) for each in regions] == [("East US", 1), ("West US 2", 2)]


def test_what_was_made_is_deleted(ansible: Ansible) -> None:
    removed = ansible("remove.yml")

    assert {name: each["changed"] for name, each in removed.items()} == dict.fromkeys(MADE, True)
