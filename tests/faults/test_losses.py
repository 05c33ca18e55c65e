"""Histories in which images or only copies were once lost, or a stack did not come back; each must be withstood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from soak.faults import THROTTLED_FOR_LONG
from soak.histories import History, Meanwhile, Operator, Step
from soak.places import Places
from soak.play import Player

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark import ParameterSet

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings

_RETIRE = Operator("retire", (0,), ((0, "name"),), moment="file written")
_SLOW = "slow list of machines"

IN_EVERY_RUN: dict[str, History] = {
    "the version is deleted while a slow list is read": History(
        (Step("retired", fault=_SLOW, meanwhile=Meanwhile("machines listed", "version deleted")),), "validated"
    ),
    "a lost entry and unprotected state after the image is gone": History(
        (Step("retired", edit="an entry lost, everything unprotected"),), "retired"
    ),
    "a terminal is closed at the question of retire": History(
        (Step(None, operators=(Operator("retire", (0,), (), True, "asked", "SIGHUP"),)), Step(None)), "validated"
    ),
}
EXHAUSTIVE: dict[str, History] = {
    "a version of others is made again in one region while a list is read": History(
        (Step("retired", meanwhile=Meanwhile("machines listed", "version made again in one region")),),
        "validated",
        layout="existing versions",
    ),
    "a version of others is put into the bin before the image is retired": History(
        (Step("retired", others="version put into the bin"),),
        "validated",
        finish=True,
        layout="existing versions",
    ),
    "a version of others is older than the image from the start": History(
        (Step("published", others="image made again under the same name"), Step("validated"), Step("retired")),
        layout="existing versions",
    ),
    "the version is deleted while the last round takes longer than a proof may be old": History(
        (Step("retired", meanwhile=Meanwhile("locks read", "version deleted")),), "validated"
    ),
    "the version is deleted while the image's delete is throttled for minutes": History(
        (Step("retired", fault=THROTTLED_FOR_LONG, meanwhile=Meanwhile("delete refused", "version deleted")),),
        "validated",
    ),
    "others have a Shallow version of the image": History(
        (Step("retired", others="Shallow version elsewhere"),), "validated"
    ),
    "others are still making a version of the image": History(
        (Step("retired", others="unfinished version elsewhere"),), "validated"
    ),
    "the documented destroy where one image is gone": History(
        (Step(None, "destroy --ignore-protect --exclude images"),), "half retired", 2
    ),
    "a lost entry and an update that ignores protection after the image is gone": History(
        (Step(None, "up --ignore-protect", edit="an entry lost"),), "half retired", 2
    ),
    "one update with another subscription's login": History(
        (Step("published", login="another subscription's"), Step("published")), "validated"
    ),
    "the number of a version is edited in place": History(
        (Step(None, edit="an entry's version edited in place"),), "published"
    ),
    "SIGTERM at the question of retire": History(
        (Step(None, operators=(Operator("retire", (0,), (), True, "asked", "SIGTERM"),)), Step(None)), "validated"
    ),
    "SIGTERM as soon as the file says retired": History(
        (Step(None, operators=(replace(_RETIRE, signal="SIGTERM"),)), Step(None)),
        "validated",
    ),
    "SIGKILL as soon as the file says retired": History(
        (Step(None, operators=(replace(_RETIRE, signal="SIGKILL"),)), Step(None)),
        "validated",
    ),
    "an entry is validated that others merge by a YAML anchor": History(
        (Step(None, operators=(Operator("validate", (0,)),)),), "published", 2, layout="anchors"
    ),
    "a renamed migration's update fails before its version": History(
        (Step(None, "up --replace versions --ignore-protect", edit="renamed with an alias"),), "published"
    ),
    "a renamed migration goes back at the same time": History(
        (Step(None, "destroy --ignore-protect without the program", edit="renamed with an alias"),),
        "validated",
        finish=True,
    ),
    "one name is said for two images": History(
        (Step(None, operators=(Operator("retire", (), ((0, "name"),)),)),), "validated", 2, layout="one image name"
    ),
}


def _named(histories: dict[str, History], *marks: pytest.MarkDecorator) -> list[ParameterSet]:
    return [pytest.param(history, id=name, marks=marks) for name, history in histories.items()]


@pytest.mark.parametrize("history", _named(IN_EVERY_RUN) + _named(EXHAUSTIVE, pytest.mark.exhaustive))
def test_nothing_is_lost_and_the_runbook_helps(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, history: History
) -> None:
    outcome = Player(azure, provider, tmp_path, beginnings).play(history)

    assert (outcome.lost, outcome.lost_copies) == (0, 0)
    assert outcome.recovery


@pytest.mark.exhaustive
def test_a_finished_version_of_others_does_not_keep_an_image(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    step = Step("retired", others="finished version elsewhere")
    outcome = Player(azure, provider, tmp_path, beginnings).play(History((step,), "validated"))

    assert (outcome.failed_commands, outcome.retired, outcome.lost) == (0, 1, 0)


def test_prune_prints_no_command_that_would_delete_an_only_copy(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """Somebody else's older version in the same definition is all that is left of an image."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=2)
    first, second = Places(stack.group), Places(stack.group, "second")
    older = f"{first.definition}/versions/0.9.0"
    profile = {"targetRegions": [{"name": "South Central US"}]}
    properties = {"publishingProfile": profile, "storageProfile": {"source": {"id": second.image}}}
    body = {"location": "southcentralus", "properties": properties}
    azure.put(older, body, api_version="2023-07-03").raise_for_status()
    azure.settle()
    azure.remove(second.image)

    told = stack.gallery_migrate("prune", "--keep", "1", "--verbose", "--stack", stack.stack)
    assert f"keep        myImageDefinition 0.9.0: it is the only copy of {second.image}," in told.stdout
    assert "image-version delete" not in told.stdout
