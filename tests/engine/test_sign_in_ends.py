"""An access token that ends in the middle of an update: whoever can sign in again does, and nothing fails.

Tokens live by the wall clock (`lab/local_azure/http/tokens.py`), so these are valid for seconds, and the version is
held until one that was issued after its PUT is refused.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import jwt
import pytest

from harness.engine_azure import engine_azure
from harness.product import Product, seed
from tests.cli.commands.operator import Operator
from tests.engine import azure_says

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Generator
    from pathlib import Path

    from harness.local_azure import LocalAzure

LIFETIME = 2
"""Seconds."""
VERSIONS = "Microsoft.Compute/galleries/images/versions"
HELD = {"match": {"method": "PUT", "type": VERSIONS}, "holdOperation": True}
LONG = 60.0
"""Seconds that a pipeline's token is valid, which is put anew all the time."""
PATIENCE_SECONDS = 600.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    with engine_azure(tmp_path_factory.mktemp("azure"), "--token-lifetime", f"{LIFETIME}") as azure:
        yield azure


def assertion(lasts: float) -> str:
    """A token of a pipeline."""
    claims = {"iss": "https://pipeline.example", "sub": "job", "exp": int(time.time() + lasts)}
    return jwt.encode(claims, "a signing key of thirty-two bytes", algorithm="HS256")


@dataclass
class Running:
    """A command that is going on."""

    process: subprocess.Popen[str] = field(init=False)


@contextmanager
def held_version(azure: LocalAzure, renew: Callable[[], object], end: Callable[[], object]) -> Generator[Running]:
    """Hold the version of the command that is put into `running`, until a token issued after its PUT has ended.

    renew: called again and again until the PUT; end: from then on.
    """
    rule, running = azure.add_fault(HELD), Running()
    yield running
    while not azure.requests(method="PUT", type=VERSIONS):
        renew()
        assert running.process.poll() is None, running.process.communicate()[0]
    own = azure.fresh_token()
    while azure.client.get("/subscriptions", headers={"Authorization": f"Bearer {own}"}).status_code != 401:
        end()
    azure.remove_fault(rule)


def refused(azure: LocalAzure) -> list[str]:
    """Requests below the subscription that were refused for their token."""
    return [one["path"] for one in azure.requests() if one["status"] == 401 and one["path"] != "/subscriptions"]


def with_token_file(product: Product, folder: Path) -> Callable[[float], None]:
    """Have a stack sign in with a pipeline's token in a file; what puts one there that lasts for so many seconds."""
    file, beside = folder / "token", folder / "token.new"
    product.env |= {"ARM_USE_OIDC": "true", "ARM_OIDC_TOKEN_FILE_PATH": str(file)}
    del product.env["ARM_CLIENT_SECRET"]

    def put(lasts: float) -> None:
        beside.write_text(assertion(lasts))
        beside.replace(file)

    put(LONG)
    return put


@pytest.mark.parametrize("way", ["secret", "token in a file"])
def test_a_sign_in_that_can_be_renewed_outlasts_its_token(azure: LocalAzure, tmp_path: Path, way: str) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path / "stack", azure)
    put = with_token_file(product, tmp_path) if way == "token in a file" else None

    def renew() -> None:
        if put is not None:
            put(LONG)

    with held_version(azure, renew, renew) as update:
        update.process = product.start("up", "--yes", "--skip-preview")
    said, _ = update.process.communicate(timeout=PATIENCE_SECONDS)

    assert update.process.returncode == 0, said
    assert set(azure_says.states(azure).values()) == {"Completed"}
    assert refused(azure) == []


def test_an_update_that_is_signed_out_says_how_to_sign_in_and_is_resumed(azure: LocalAzure, tmp_path: Path) -> None:
    """Nobody renews the file any more: the update ends, Azure goes on with the version, and `resume` picks it up."""
    azure.seed(seed())
    operator = Operator.at(tmp_path / "stack", azure)
    secret = operator.env["ARM_CLIENT_SECRET"]
    put = with_token_file(operator, tmp_path)

    with held_version(azure, lambda: put(LONG), lambda: put(-1)) as update:
        update.process = operator.start_command("publish", "--yes", "--poll-interval", "0.1")
    said, _ = update.process.communicate(timeout=PATIENCE_SECONDS)
    operator.env |= {"ARM_CLIENT_SECRET": secret}
    resumed = operator.run("resume", "--yes", "--poll-interval", "0.1")

    assert update.process.returncode == 4, said
    assert "AADSTS700024" in said
    assert "let it be renewed while the command runs (docs/ci.md), then `gallery-migrate resume`" in said
    assert resumed.returncode == 0, resumed.stdout + resumed.stderr
    assert [one["status"] for one in azure.requests(method="PUT", type=VERSIONS)][:1] == [201]
    assert 201 not in [one["status"] for one in azure.requests(method="PUT", type=VERSIONS)][1:]
