"""Every module of this suite judges local Azure with one client, named by its `CLIENT`, on a server of its own."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import cast

import pytest

from harness.az import Az, signed_in
from harness.client_programs import AZ, require
from harness.local_azure import LocalAzure, running_local_azure
from tests.clients import client_table, summary

TIME_SCALE = 0.001
"""Replicating a version takes Azure 8 to 19 minutes, here about a second."""


@pytest.fixture(scope="module")
def seed() -> str | None:
    """What the module's local Azure starts with, YAML; modules override it."""
    return None


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory, seed: str | None) -> Generator[LocalAzure]:
    """The module's local Azure."""
    with running_local_azure(tmp_path_factory.mktemp("azure"), time_scale=TIME_SCALE, seed=seed) as running:
        yield running


@pytest.fixture(scope="module")
def az(azure: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Az:
    """The Azure CLI, signed in to the module's local Azure."""
    return signed_in(azure, require(AZ, "The Azure CLI").parent, tmp_path_factory.mktemp("azure-cli"))


@pytest.fixture(autouse=True)
def _asked(request: pytest.FixtureRequest) -> Generator[None]:
    """Note the test's requests for the summary, and that none of them was answered with 5xx."""
    client: object = getattr(cast("object", request.module), "CLIENT", None)
    if client is None:
        yield
        return
    azure: LocalAzure = request.getfixturevalue("azure")
    azure.forget_requests()
    yield
    seen = azure.requests()
    operations = [(name, str(each["api_version"])) for each in seen if (name := summary.operation(each)) is not None]
    request.node.user_properties.append((summary.PROPERTY, (client, operations)))
    assert [each for each in seen if each["status"] >= 500] == []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--client-table`."""
    parser.addoption("--client-table", choices=["check", "write"], help="compare docs/clients.md with what was asked")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the page's table, or fail where it differs; xdist's workers have no reports and do nothing."""
    wish: str | None = session.config.getoption("--client-table")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if wish is None or not isinstance(reporter, pytest.TerminalReporter):
        return
    asked = client_table.columns(_asked_in(reporter))
    page = client_table.PAGE.read_text(encoding="utf-8")
    if wish == "write":
        client_table.PAGE.write_text(client_table.written(page, asked), encoding="utf-8")
    elif different := client_table.differences(page, asked):
        reporter.section("docs/clients.md says otherwise; correct it with --client-table write")
        reporter.write("\n".join(different) + "\n")
        session.exitstatus = max(pytest.ExitCode.TESTS_FAILED, session.exitstatus)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print client by operation."""
    asked = list(_asked_in(terminalreporter))
    if asked:
        terminalreporter.section("client by operation (number of requests)")
        terminalreporter.write("\n".join(summary.table(asked)) + "\n")


def _asked_in(reporter: pytest.TerminalReporter) -> Iterable[tuple[str, summary.Requests]]:
    for reports in reporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "teardown":
                properties = cast("list[tuple[str, tuple[str, summary.Requests]]]", report.user_properties)
                yield from (value for name, value in properties if name == summary.PROPERTY)
