from __future__ import annotations

from azure_facts.models import ImageReference, PurchasePlan
from azure_facts.resource_ids import definition_id, gallery_id, image_id, version_id
from gallery_migrate.references.changes import SCALE_SET, change_of

_SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
_IMAGE = image_id(_SUBSCRIPTION, "rg", "old")
_VERSION = version_id(definition_id(gallery_id(_SUBSCRIPTION, "rg", "g"), "d"), "1.0.0")


def test_a_scale_set_is_updated_and_then_its_instances() -> None:
    change = change_of(ImageReference("/set", SCALE_SET, "eastus"), _IMAGE, _VERSION, None)
    update, upgrade = change.texts["az"].splitlines()
    assert update.startswith("az vmss update --ids /set")
    assert update.endswith(str(_VERSION))
    assert upgrade.startswith("az vmss update-instances --ids /set")


def test_every_tool_is_told_the_plan() -> None:
    plan = PurchasePlan("thePlan", "thePublisher", "theProduct")
    change = change_of(ImageReference("/vm", "virtual machine", "eastus"), _IMAGE, _VERSION, plan)
    for tool, text in change.texts.items():
        assert str(_VERSION) in text, tool
        assert all(part in text for part in ("thePlan", "thePublisher", "theProduct")), tool
