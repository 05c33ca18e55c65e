"""A server under test ends with whoever started it, and tells what asked for a change."""

from __future__ import annotations

from pathlib import Path

from harness.local_azure import GRAPH, running_local_azure, start_local_azure


def test_a_server_ends_when_its_starter_is_gone(tmp_path: Path) -> None:
    azure = start_local_azure(tmp_path)
    assert azure.process.stdin is not None

    azure.process.stdin.close()  # as the kernel does for whoever was killed

    assert azure.process.wait(timeout=60) == 0
    assert not Path(azure.ready["ready_file"]).exists()


def test_queries_and_reads_are_no_writes(tmp_path: Path) -> None:
    with running_local_azure(tmp_path) as azure:
        group = azure.make_group("made")
        made = [(one["method"], one["path"]) for one in azure.writes()]
        azure.forget_requests()

        query, json = {"query": "resources"}, {"content-type": "application/json"}
        azure.request("POST", f"/providers/{GRAPH}", query, api_version="2021-03-01", headers=json).raise_for_status()
        azure.get(group, api_version="2024-11-01").raise_for_status()
        azure.request("HEAD", group, api_version="2024-11-01")
        read = [one["method"] for one in azure.requests()]
        written = azure.writes()
        azure.request("POST", f"/subscriptions/{azure.subscription}/unknown", {}, api_version="2024-11-01")
        acted = [one["method"] for one in azure.writes()]

    assert made == [("PUT", group)]
    assert (read, written, acted) == (["POST", "GET", "HEAD"], [], ["POST"])
