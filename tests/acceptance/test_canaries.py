"""No secret is written anywhere in the clear: canaries are planted and everything written is searched for them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from harness.product import Product, seed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.local_azure import LocalAzure

IN_SCRIPT = "canary-4f1d-of-the-script"
IN_CLOUD_INIT = "canary-77aa-of-cloud-init"


def spellings(secret: str) -> Iterator[str]:
    """The secret as it is, and as text of other encodings that anybody can undo."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield base64.b64encode(secret.encode()).decode()


def everything_written(folder: Path, printed: list[str]) -> Iterator[tuple[str, str]]:
    """Name and text of all that was printed and of every file below the folder."""
    yield from ((f"output {number}", text) for number, text in enumerate(printed))
    for file in folder.rglob("*"):
        if file.is_file():
            yield str(file.relative_to(folder)), file.read_bytes().decode("utf-8", "replace")


def passwords(product: Product) -> list[str]:
    """The administrators' passwords that the state keeps as secrets, decrypted."""
    state = product.pulumi("stack", "export", "--show-secrets", check=True).stdout
    inputs = [resource["inputs"] for resource in json.loads(state)["deployment"]["resources"] if "inputs" in resource]
    kept = [one["osProfile"]["adminPassword"] for one in inputs if "osProfile" in one]
    return [str(json.loads(secret["plaintext"])) for secret in kept]


def test_planted_secrets_are_found_nowhere(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed("Windows"))
    secret = str(azure.ready["client_secret"])
    boot_test = {"regions": [{"name": "westus2"}], "probe": {"expectedOutput": "it is up"}}
    product = Product.of(tmp_path, azure, bootTest=boot_test)
    script = f"$token = '{IN_SCRIPT}'; Write-Output 'it is up'"
    product.set_at("bootTest.probe.script", script, secret=True)
    product.config("azure-native:clientSecret", secret, secret=True)
    del product.env["ARM_CLIENT_SECRET"]
    product.env["PULUMI_DEBUG_COMMANDS"] = "true"
    printed: list[str] = []

    def run(*arguments: str, check: bool = True) -> str:
        logs = ("--event-log", str(tmp_path / f"events-{len(printed)}.json"), "--logtostderr", "-v=3")
        done = product.pulumi(*arguments, *logs, check=check)
        printed.extend((done.stdout, done.stderr))
        return done.stdout + done.stderr

    run("up", "--yes")
    generated = passwords(product)
    azure.add_fault({"match": {"type": "Microsoft.Compute/images"}, "refuse": {"status": 403}})
    assert "Azure could not be asked" in run("preview", "--diff", check=False)
    azure.clear_faults()
    product.set_at("stage", "validated")
    assert "boot-test" in run("up", "--yes", "--diff")
    state = product.pulumi("stack", "export", check=True).stdout
    printed += [product.pulumi("stack", "output", "--json", check=True).stdout, state]

    assert "booted in westus2" in state
    assert len(set(generated)) == 1
    assert list(tmp_path.glob("events-*.json"))
    assert revealed(tmp_path, printed, [secret, IN_SCRIPT, script, *generated]) == []


def by_operators(product: Product) -> Iterator[str]:
    """What the commands that look and report print; their files are in the product's folder."""
    (product.path / "preview.json").write_text(product.pulumi("preview", "--json").stdout)
    for words in ("evidence -o evidence.json", "report", "preview", "status --json", "check", "doctor", "readopt"):
        done = product.gallery_migrate(*words.split())
        yield done.stdout + done.stderr


def by_local_azure(azure: LocalAzure, folder: Path) -> Iterator[str]:
    """What local Azure writes and tells about the requests that it had."""
    yield from (file.read_text() for file in folder.rglob("ready-*.log"))
    yield json.dumps(azure.requests())
    yield json.dumps(azure.injected())
    machines = azure.get(
        f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/virtualMachines", api_version="2024-11-01"
    )
    yield machines.text


@pytest.mark.exhaustive
def test_cloud_init_is_a_secret_too(
    azure: LocalAzure, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    azure.seed(seed(stdout="it is up"))
    boot_test = {"regions": [{"name": "westus2"}], "probe": {"expectedOutput": "it is up"}}
    product = Product.of(tmp_path, azure, bootTest=boot_test)
    document = f"#cloud-config\nruncmd: [echo {IN_CLOUD_INIT}]\n"
    product.set_at("bootTest.probe.cloudInit", document, secret=True)
    printed = [product.up().stdout, product.pulumi("stack", "export", check=True).stdout]

    azure.add_fault({"match": {"type": "Microsoft.Compute/disks"}, "refuse": {"status": 403}})
    printed += by_local_azure(azure, tmp_path_factory.getbasetemp())
    product.set_at("stage", "validated")
    printed += by_operators(product)
    azure.clear_faults()
    printed += [product.up().stdout, *by_operators(product)]
    printed += by_local_azure(azure, tmp_path_factory.getbasetemp())

    assert "boot-test" in "".join(printed)
    assert {"evidence.json", "report.html", "report.md"} <= {file.name for file in tmp_path.iterdir()}
    assert revealed(tmp_path, printed, [IN_CLOUD_INIT, document, str(azure.ready["client_secret"])]) == []


def revealed(folder: Path, printed: list[str], secrets: list[str]) -> list[tuple[str, str]]:
    """Where a secret was found, and which."""
    return [
        (name, text)
        for name, content in everything_written(folder, printed)
        for secret in secrets
        for text in spellings(secret)
        if text in content
    ]
