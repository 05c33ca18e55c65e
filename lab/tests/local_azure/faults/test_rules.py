from __future__ import annotations

from pathlib import Path

import pytest

from local_azure.faults.rules import FaultFileError, parse_rules, read_rules

FILE = """
faults:
  - name: stuck
    match: {type: Microsoft.Compute/galleries/images/versions, name: 1.0.0}
    region: {name: West Central US, progress: 42}
  - match: {method: PUT, after: 1, times: 2, apiVersion: "2024-03-03"}
    delay: 0.5
    refuse: {status: 429, code: TooManyRequests, message: Slow down., retryAfter: 3}
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "faults.yaml"
    path.write_text(FILE)

    stuck, slow = read_rules(path)

    assert stuck.region is not None
    assert (stuck.name, stuck.region.state, stuck.region.progress) == ("stuck", "Replicating", 42)
    assert slow.effects == ("delay", "refuse")
    assert (slow.match.after, slow.match.times, slow.match.api_version) == (1, 2, "2024-03-03")


@pytest.mark.parametrize("document", [{"refuse": {"status": 500}}, [{"refuse": {"status": 500}}]])
def test_one_rule_and_a_list_are_read_too(document: object) -> None:
    assert [rule.effects for rule in parse_rules(document, "test")] == [("refuse",)]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"match": {"method": "GET"}}, "the rule has no effect"),
        ({"refuse": {"status": 200}}, "faults[0].refuse.status"),
        ({"delay": -1}, "faults[0].delay"),
        ({"refuse": {"status": 500}, "macth": {}}, "faults[0].macth"),
        ({"match": {"times": 0}, "delay": 1}, "faults[0].match.times"),
        ({"region": {"name": "West US", "state": "Lost"}}, "faults[0].region.state"),
        ({"region": {"name": "West US"}, "delay": 1}, "a rule of its own"),
        ("text", "faults[0]"),
    ],
)
def test_a_rule_that_cannot_be_used_says_where_and_why(document: object, problem: str) -> None:
    with pytest.raises(FaultFileError) as caught:
        parse_rules(document, "faults.yaml")

    assert str(caught.value).startswith("faults.yaml: ")
    assert problem in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultFileError, match="nowhere"):
        read_rules(tmp_path / "nowhere.yaml")
