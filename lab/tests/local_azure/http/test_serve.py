"""`local-azure serve` as a process of its own."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from harness.local_azure import GROUP_API, running_local_azure, start_local_azure
from local_azure.starting import ServerNotStarted


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_says_where_it_answers_then_stops_quietly_with_status_0(tmp_path: Path, sign: signal.Signals) -> None:
    azure = start_local_azure(tmp_path)

    assert azure.stop(sign) == 0
    (said,) = [each.read_text().splitlines() for each in tmp_path.glob("*.log")]
    assert said[0].endswith(f"answers at {azure.ready['arm_endpoint']}.")
    assert len(said) == 2
    assert list(tmp_path.glob("ready-*.json")) == []


def test_takes_up_what_its_data_folder_keeps(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_local_azure(tmp_path, data=data) as azure:
        group = azure.make_group("kept")
        ready = azure.ready

    with running_local_azure(tmp_path, data=data) as azure:
        assert azure.get(group, api_version=GROUP_API).json()["name"] == "kept"
        assert azure.ready["client_secret"] == ready["client_secret"]


def test_what_it_keeps_is_its_owners_alone(tmp_path: Path) -> None:
    """Scripts of run commands are in the database, and may hold secrets; the ready file has those of the server."""
    data = tmp_path / "data"
    with running_local_azure(tmp_path, data=data) as azure:
        azure.make_group("kept")
        (ready,) = tmp_path.glob("ready-*.json")
        files = [ready, *data.iterdir()]
        assert data / "local-azure.sqlite-wal" in files
        assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
        assert oct(data.stat().st_mode & 0o777) == "0o700"


OTHER = "00000000-0000-4000-8000-00000000000B"


def test_serves_a_further_subscription_to_the_same_owner(tmp_path: Path) -> None:
    with running_local_azure(tmp_path, options=["--subscription", OTHER]) as azure:
        listed = azure.get("/subscriptions", api_version="2022-12-01").json()["value"]
        assert [each["subscriptionId"] for each in listed] == [azure.subscription, OTHER.lower()]

        group = f"/subscriptions/{OTHER}/resourceGroups/there"
        assert azure.put(group, {"location": "eastus"}, api_version=GROUP_API).status_code == 201
        assert azure.get(azure.group_id("there"), api_version=GROUP_API).status_code == 404


def test_refuses_a_subscription_that_is_no_id(tmp_path: Path) -> None:
    with pytest.raises(ServerNotStarted, match="error: subscription 'production' is not an id: a GUID is wanted"):
        start_local_azure(tmp_path, options=["--subscription", "production"])


def test_resource_manager_counts_as_it_is_told_to(tmp_path: Path) -> None:
    name = "x-ms-ratelimit-remaining-subscription-writes"
    with running_local_azure(tmp_path, limits=1.0) as azure:
        made = azure.put(azure.group_id("rg"), {"location": "eastus"}, api_version=GROUP_API)
        assert made.headers[name] == "199"

    with running_local_azure(tmp_path, limits=1.0, options=["--manager-limits", "hourly"]) as azure:
        made = azure.put(azure.group_id("rg"), {"location": "eastus"}, api_version=GROUP_API)
        assert made.headers[name] == "1199"


def test_two_run_side_by_side(tmp_path: Path) -> None:
    with running_local_azure(tmp_path) as one, running_local_azure(tmp_path) as other:
        group = one.make_group("only-here")

        assert other.get(group, api_version=GROUP_API).status_code == 404


def test_delays_are_given_at_the_start_and_what_a_seed_makes_is_known(tmp_path: Path) -> None:
    seed = "resourceGroups: {seeded: {location: eastus}}"
    options = ["--graph-delay", "3600", "--log-delay", "0"]
    with running_local_azure(tmp_path, seed=seed, options=options) as azure:
        azure.make_group("new")
        query = {"query": "resourcecontainers | where type endswith 'groups' | project name"}
        path, headers = "/providers/Microsoft.ResourceGraph/resources", {"content-type": "application/json"}
        found = azure.request("POST", path, query, api_version="2021-03-01", headers=headers).json()

        assert azure.admin("GET", "delays") == {"resourceGraph": 3600, "activityLog": 0}
        assert found["data"] == [{"name": "seeded"}]
