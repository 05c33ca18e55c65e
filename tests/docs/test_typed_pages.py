"""README's commands and those of the page about the first migration, typed in a terminal as the pages show them.

Every command is typed in a session, or stands in `NOT_TYPED` with the reason. Those of Azure CLI are judged by the real
client: lab/tests/clients/test_first_migration.py.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from harness.engine_project import clean_environment
from harness.product import ROOT
from harness.terminal import terminal
from tests.docs.typed_pages import typed
from tests.engine.test_by_hand import copy_of_the_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from harness.terminal import Terminal

pytestmark = pytest.mark.posix

FIRST, README = "docs/first-migration.md", "README.md"
OTHER_SYSTEM = "of a system that is not here"
INDEX = "takes what a package index has; tests/packaging/test_wheel.py installs the same wheel, with its extra"
BY_HAND = "tests/engine/test_by_hand.py types it"
AZ = "lab/tests/clients/test_first_migration.py runs it with the real client"
MADE_HERE = "is how the tests themselves were set up"

NOT_TYPED = {
    "winget install Pulumi.Pulumi Python.Python.3.12 Microsoft.AzureCLI": OTHER_SYSTEM,
    "brew install pulumi/tap/pulumi python azure-cli": OTHER_SYSTEM,
    "curl -fsSL https://get.pulumi.com | sh": "installs a program from the net",
    "venv/bin/pip install '<checkout>[cli]'": INDEX,
    "py -m venv venv": OTHER_SYSTEM,
    "venv\\Scripts\\Activate.ps1": OTHER_SYSTEM,
    "pulumi login": "takes an account of Pulumi Cloud",
    "pulumi login 'azblob://<container>?storage_account=<account>'": "takes a storage account, which is not embedded",
    "az login": AZ,
    "az account set --subscription <id>": AZ,
    "az role definition create": AZ,
    "gallery-migrate selftest --subscription $ARM_SUBSCRIPTION_ID --region westeurope --region northeurope": (
        "tests/faults/test_selftest.py runs it, and kills it at each step"
    ),
    "make setup": MADE_HERE,
    "make demo": "lab/demo has its own test",
    "py -m venv .venv": OTHER_SYSTEM,
    ".venv\\Scripts\\Activate.ps1": OTHER_SYSTEM,
    "python -m pip install --require-hashes -r requirements.lock": INDEX,
    "python -m pip install --no-deps --no-build-isolation -e .": INDEX,
    '$Env:ARM_SUBSCRIPTION_ID = "<subscription>"': OTHER_SYSTEM,
    "pulumi config set azure-native:subscriptionId $Env:ARM_SUBSCRIPTION_ID": OTHER_SYSTEM,
    "pulumi config set --path 'managed-image-to-gallery:migrations[0].stage' validated; if ($?) { pulumi up }": (
        OTHER_SYSTEM
    ),
    "pulumi state delete": "is named, with what it takes away, and not shown",
    "pulumi import": "is named, with what does not protect then, and not shown",
    "pulumi destroy --run-program --ignore-protect --exclude '**compute:Image::*'": BY_HAND,
    "pulumi state delete --force '<urn of the image>'": BY_HAND,
    "pulumi destroy --run-program": BY_HAND,
}
"""Why a command is not typed here."""

OF_THE_PAGE = (
    "export ARM_SUBSCRIPTION_ID=<subscription>",
    "pulumi new <checkout>/examples/template --generate-only --yes",
    "python3 -m venv venv",
    "source venv/bin/activate",
    "pulumi login --local",
    "pulumi stack init prod",
    "pulumi config set azure-native:subscriptionId $ARM_SUBSCRIPTION_ID",
    "gallery-migrate doctor",
    "gallery-migrate inventory",
    "gallery-migrate init myImage --publisher contoso --gallery myResourceGroup/myGallery",
    "pulumi preview",
    "gallery-migrate publish",
    "pulumi up",
    "gallery-migrate validate",
    "gallery-migrate retire",
    "pulumi stack rm --force",
)
WITHOUT_AZURE = (
    "source .venv/bin/activate",
    "local-azure start --seed examples/how-to.yaml",
    "local-azure shell",
    'export PULUMI_BACKEND_URL="file://$PWD/.local-azure" PULUMI_CONFIG_PASSPHRASE=local',
    "pulumi stack init prod",
    "gallery-migrate doctor",
    "gallery-migrate init myImage --publisher contoso --gallery myResourceGroup/myGallery",
    "gallery-migrate check",
    "gallery-migrate publish",
    "gallery-migrate validate",
    "gallery-migrate retire",
)
ALONE = (
    "pulumi up",
    "pulumi preview --json --show-replacement-steps | gallery-migrate plan-check",
    "pulumi config set --path 'managed-image-to-gallery:migrations[0].stage' validated && pulumi up",
    "pulumi config set --path 'managed-image-to-gallery:migrations[0].stage' retired && pulumi up",
    "gallery-migrate status",
    "pulumi stack output myImageDefinition-1.0.0/versionId",
    "pulumi config set --path 'managed-image-to-gallery:abandonedVersions[0].id' '<id of the version>'",
    "pulumi config set --path 'managed-image-to-gallery:abandonedVersions[0].reason' 'its servers were taken down'",
    "pulumi stack rm --force",
)
SESSIONS = {FIRST: (OF_THE_PAGE,), README: (OF_THE_PAGE[:3], WITHOUT_AZURE, ALONE)}

OTHERWISE = {
    "pulumi new <checkout>/examples/template --generate-only --yes": (
        f"pulumi new {ROOT}/examples/template --generate-only --yes"
    ),
    "python3 -m venv venv": f"ln -s {sys.prefix} venv",
    "pulumi login --local": "mkdir state && pulumi login file://$PWD/state --non-interactive",
}
"""What is typed in its place: without the questions, the index, and the home of whoever runs the tests."""

ANSWERS = {
    "gallery-migrate init myImage --publisher contoso --gallery myResourceGroup/myGallery": "y",
    "gallery-migrate publish": "y",
    "gallery-migrate validate": "y",
    "gallery-migrate retire": "myImage",
}
ENDS_WITH = {"gallery-migrate doctor": 1}
"""On both pages it comes before the first entry of the config, and says that it misses one."""
SUBSHELL = "local-azure shell"


@dataclass
class Session:
    """A shell in a terminal."""

    shown: Terminal
    number: int = 0

    def type(self, command: str, **known: str) -> str:
        """Type it, answer what it asks, wait for its end; what stood on the screen. Fails at another status."""
        self.number += 1
        line = OTHERWISE.get(command, command)
        for name, value in known.items():
            line = line.replace(f"<{name}>", value)
        self.shown.raw = ""
        self.shown.type(f'{line}; echo "ended {self.number}"=$?\n' if command != SUBSHELL else f"{line}\n")
        if command == SUBSHELL:
            self.shown.type("echo a new shell $((1 + 1))\n")
            self.shown.wait_for("a new shell 2")
            return self.shown.screen
        if command in ANSWERS:
            self.shown.wait_for("[y/N]:" if ANSWERS[command] == "y" else "to go on:", 300)
            self.shown.type(f"{ANSWERS[command]}\n")
        self._wait_for_the_end(ENDS_WITH.get(command, 0))
        return self.shown.screen

    def _wait_for_the_end(self, status: int) -> None:
        self.shown.wait_for(f"ended {self.number}=", 300)
        self.shown.wait_for(f"ended {self.number}={status}", 5)


def environment(folder: Path, azure: LocalAzure) -> dict[str, str]:
    """A person's own, with the engine on PATH; local Azure's where nothing that is typed brings it."""
    own = {
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "typed",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_SKIP_CONFIRMATIONS": "true",
        "PS1": "$ ",
    }
    return {**clean_environment(), **azure.env, **own}


@pytest.fixture
def session(azure: LocalAzure, tmp_path: Path) -> Iterator[Session]:
    """A shell in an empty folder, with the example's image and gallery in Azure."""
    azure.seed((ROOT / "examples" / "how-to.yaml").read_text(encoding="utf-8"))
    project = tmp_path / "project"
    project.mkdir()
    with terminal(["bash", "--norc", "--noprofile"], environment(tmp_path, azure), project) as shown:
        yield Session(shown)


@pytest.mark.parametrize("page", [FIRST, README])
def test_every_command_is_typed_or_has_its_reason(page: str) -> None:
    shown = set(typed(page))
    in_sessions = {command for session in SESSIONS[page] for command in session}

    assert shown - in_sessions - NOT_TYPED.keys() == set()
    assert {command for command in SESSIONS[FIRST][0] if page == FIRST} - shown == set()


def test_no_reason_is_left_over() -> None:
    assert NOT_TYPED.keys() - {*typed(FIRST), *typed(README)} == set()


def image_status(azure: LocalAzure) -> int:
    image = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images/myImage"
    return azure.get(image, api_version="2024-07-01").status_code


def test_from_nothing_to_the_first_image_retired(session: Session, azure: LocalAzure) -> None:
    for command in OF_THE_PAGE[:-1]:
        session.type(command, subscription=azure.subscription)
    assert image_status(azure) == 404
    azure.forget_requests()

    session.type(OF_THE_PAGE[-1])

    assert azure.writes() == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout's root, as far as README's commands take it."""
    root = copy_of_the_root(tmp_path)
    (root / "examples").mkdir()
    shutil.copy(ROOT / "examples" / "how-to.yaml", root / "examples")
    return root


@pytest.mark.exhaustive
def test_the_five_commands_without_azure(checkout: Path) -> None:
    env = {**clean_environment(), "PULUMI_HOME": str(checkout / "home"), "SHELL": "/bin/bash", "HOME": str(checkout)}
    with terminal(["bash", "--norc", "--noprofile"], env, checkout) as shown:
        session = Session(shown)
        for command in WITHOUT_AZURE:
            session.type(command)
        said = session.type("gallery-migrate status")
        session.type("local-azure stop")
    assert "retired" in said


@pytest.mark.exhaustive
def test_pulumi_alone(checkout: Path, azure: LocalAzure) -> None:
    azure.seed((ROOT / "examples" / "how-to.yaml").read_text(encoding="utf-8"))
    (checkout / "state").mkdir()
    backend = {"PULUMI_BACKEND_URL": (checkout / "state").as_uri()}
    with terminal(["bash", "--norc", "--noprofile"], environment(checkout, azure) | backend, checkout) as shown:
        session = Session(shown)
        session.type("source .venv/bin/activate && pulumi stack init dev")
        version = "not known yet"
        for command in ALONE:
            said = session.type(command, **{"id of the version": version})
            found = re.search(r"/subscriptions/\S+/versions/1\.0\.0", said)
            version = found[0] if found else version
    assert image_status(azure) == 404
    assert version.startswith(azure.group_id("myResourceGroup"))
