"""A machine that lived for two minutes keeps the image it was made from, with the real engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from harness.outcomes import up
from harness.product import seed
from tests.cli.commands.operator import Operator
from tests.engine import azure_says

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

CI = "11111111-0000-4000-8000-000000000001"
AGENT = f"""
resourceGroups: {{agents: {{location: southcentralus}}}}
principals:
  - {{name: ci, clientId: {CI}, secret: known, roles: []}}
gone:
  - {{resourceGroup: agents, name: agent, image: myResourceGroup/myImage, clientId: {CI}}}
"""


def test_a_machine_of_yesterday_refuses_until_it_is_accepted(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.enter("published")
    operator.enter("validated")
    azure.seed(AGENT)
    agent = f"{azure.group_id('agents')}/providers/Microsoft.Compute/virtualMachines/agent"

    operator.configure(stage="retired", notUsedForDays=30)
    preview = operator.preview(check=False)
    update = up(operator)
    for text in (preview.stdout + preview.stderr, update.text):
        assert "not-used-lately" in text
        assert agent in text
        assert f"appid {CI}" in text
    assert update.failed
    assert azure_says.image_exists(azure)

    shown = operator.run("references", "--since", "90d")
    assert f"It was made by the service principal with appid {CI}" in shown.stdout
    assert "Activity log: " in shown.stderr
    ((change,),) = json.loads(operator.run("references", "--since", "90d", "--json").stdout).values()
    assert (change["consumer_id"], change["kind"]) == (agent, "virtual machine")

    operator.configure(acceptedReferences=[{"id": agent.upper(), "reason": "a trial"}])
    operator.up()
    assert not azure_says.image_exists(azure)


def test_the_evidence_says_what_of_the_log_was_read(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.enter("published")
    operator.enter("validated", notUsedForDays=7)

    (evidence,) = json.loads(operator.run("evidence").stdout)["migrations"].values()
    record = evidence["evidence"]
    assert record["observations"]["usedLately"]["days"] == 7
    assert "events since" in record["checks"]["not-used-lately"]
