"""The stack that fixtures are made of: a migration in each stage, and with today's config whatever has a form."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, cast

import yaml

from harness.product import Product

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from harness.local_azure import LocalAzure

IMAGES = ("waiting", "proven", "gone")
"""Each is the image of a migration: published, validated, retired at the end."""
ORDER = ("published", "validated", "retired")
SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
"""
IMAGE = """
  - resourceGroup: myResourceGroup
    name: NAME
    hyperVGeneration: V2
    tags: {team: images}
    dataDisks: [{lun: 0, diskSizeGB: 8}]
"""
OTHERS = """
galleries:
  - resourceGroup: myResourceGroup
    name: theirs
    definitions:
      - name: others
        publisher: p
        offer: others
        sku: s
        hyperVGeneration: V2
        versions:
          - {name: 1.0.0, source: myResourceGroup/others, targetRegions: [{name: South Central US}]}
"""
GALLERY = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}
READER = "00000000-0000-4000-8000-0000000000ee"
"""Some principal, which may read a definition."""
EARLY = ("stage", "source", "definition", "version", "targetRegions", "bootTest", "tags")
"""The keys of an entry that every program of this repository's history knows, since boot tests."""

PATIENCE = 600.0
"""Seconds for a command of the engine."""

Entry = dict[str, object]


def seed(*, early: bool) -> str:
    """What is in Azure before the stack."""
    names = IMAGES if early else (*IMAGES, "others")
    return SEED + "".join(IMAGE.replace("NAME", name) for name in names) + ("" if early else OTHERS)


def config(stages: Mapping[str, str], azure: LocalAzure, *, early: bool) -> dict[str, Any]:
    """The stack's config, with the stage of each image's migration."""
    managed = [_managed(name, stages[name]) for name in IMAGES]
    if early:
        return {"gallery": GALLERY, "migrations": [_early(one) for one in managed]}
    theirs = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/theirs"
    existing = {
        "name": "others",
        "stage": stages["proven"],
        "source": {"resourceGroup": "myResourceGroup", "name": "others"},
        "existingVersions": [f"{theirs}/images/others/versions/1.0.0"],
        "targetRegions": [{"name": "South Central US"}],
    }
    return {"gallery": GALLERY, "migrations": [*managed, existing]}


def _early(entry: Entry) -> Entry:
    definition = cast("Entry", entry["definition"])
    named = {key: definition[key] for key in ("name", "publisher", "offer", "sku")}
    return {**{key: entry[key] for key in EARLY}, "definition": named}


def _managed(name: str, stage: str) -> Entry:
    reader = {"roleDefinitionIdOrName": "Reader", "principalId": READER, "principalType": "ServicePrincipal"}
    definition: Entry = {"name": name, "publisher": "p", "offer": name, "sku": "s"}
    return {
        "stage": stage,
        "source": {"resourceGroup": "myResourceGroup", "name": name},
        "definition": {**definition, **({"roleAssignments": [reader]} if name == "waiting" else {})},
        "version": "1.0.0",
        "targetRegions": [{"name": "South Central US"}, {"name": "West US 2", "replicaCount": 2}],
        "bootTest": {"regions": [{"name": "South Central US"}]},
        "tags": {"team": "images"},
        "lock": {"kind": "CanNotDelete"},
        **({} if name == "waiting" else {"notUsedForDays": 0}),
    }


def steps() -> list[dict[str, str]]:
    """The stages of the migrations, one update after the other."""
    ends = dict(zip(IMAGES, ORDER, strict=True))
    reached = [{name: ORDER[min(step, ORDER.index(end))] for name, end in ends.items()} for step in range(len(ORDER))]
    return [dict(one) for one in reached]


class Kept(Product):
    """A stack whose config is given as a whole."""

    def pulumi(
        self, *arguments: str, check: bool = False, timeout: float = PATIENCE
    ) -> subprocess.CompletedProcess[str]:
        """As every project does it; these updates have five migrations with machines."""
        return super().pulumi(*arguments, check=check, timeout=timeout)

    def take_state(self, exported: dict[str, Any]) -> None:
        """Import a state, whose secrets are in plain text, as one of this stack's."""
        settings = yaml.safe_load((self.path / f"Pulumi.{self.stack}.yaml").read_text(encoding="utf-8"))
        own = {"type": "passphrase", "state": {"salt": settings["encryptionsalt"]}}
        file = self.path / "imported.json"
        deployment = {**exported["deployment"], "secrets_providers": own}
        file.write_text(json.dumps({**exported, "deployment": deployment}), encoding="utf-8")
        self.pulumi("stack", "import", "--file", str(file), check=True)

    def set_config(self, values: Mapping[str, object]) -> None:
        """Write the config's keys."""
        self.write_config(json.loads(json.dumps(values)))

    def set_stage(self, values: Mapping[str, Any], stage: str) -> None:
        """Write the config with another stage for each migration that is not further already."""
        entries = [{**one, "stage": max(stage, one["stage"], key=ORDER.index)} for one in values["migrations"]]
        self.set_config({**values, "migrations": entries})


def played(product: Kept, azure: LocalAzure, *, early: bool) -> dict[str, Any]:
    """Do every step, each with its update; the config at the end."""
    azure.seed(seed(early=early))
    values: dict[str, Any] = {}
    for stages in steps():
        values = config(stages, azure, early=early)
        product.set_config(values)
        product.up()
    return values
