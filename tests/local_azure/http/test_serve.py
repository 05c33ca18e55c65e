"""`local-azure serve` as a process of its own."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.support.local_azure import GROUP_API, running_local_azure, start_local_azure


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


def test_two_run_side_by_side(tmp_path: Path) -> None:
    with running_local_azure(tmp_path) as one, running_local_azure(tmp_path) as other:
        group = one.make_group("only-here")

        assert other.get(group, api_version=GROUP_API).status_code == 404
