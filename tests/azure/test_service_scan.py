"""What services keep of images: AVD, Batch, DevTest Labs, policies; each found by the scan of a subscription."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.errors import RequestRefused, RightsNotProven
from managed_image_to_gallery.azure.reference_scan import ReferenceScan
from tests.azure.bodies import IMAGE, SUBSCRIPTION
from tests.azure.told_lists import ToldLists, permissions_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ImageReference

PROVIDERS = f"/subscriptions/{SUBSCRIPTION}/providers"
HOST_POOLS = f"{PROVIDERS}/Microsoft.DesktopVirtualization/hostPools"
LABS = f"{PROVIDERS}/Microsoft.DevTestLab/labs"
ACCOUNTS = f"{PROVIDERS}/Microsoft.Batch/batchAccounts"
ASSIGNMENTS = f"{PROVIDERS}/Microsoft.Authorization/policyAssignments"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/desktops/providers"
POOL = f"{GROUP}/Microsoft.DesktopVirtualization/hostpools/pool"
LAB = f"{GROUP}/Microsoft.DevTestLab/labs/lab"
ACCOUNT = f"{GROUP}/Microsoft.Batch/batchAccounts/account"
SHOUTED = str(IMAGE).upper()


def scan(
    answers: dict[str, list[JsonObject] | ReadFailed | None], *, standing: Iterable[str] = ()
) -> list[ImageReference]:
    """standing: what Azure says is there when it is read by itself."""
    lists = ToldLists(answers)
    lists.standing = set(standing)
    return asyncio.run(ReferenceScan(lists, lists.read_version).references_to(IMAGE, [SUBSCRIPTION]))


def resource(resource_id: str, **properties: Json) -> JsonObject:
    return {"id": resource_id, "location": "westeurope", "properties": properties}


def pool_of(template: Json) -> list[JsonObject]:
    return [resource(POOL, vmTemplate=template, registrationInfo={"token": "secret"})]


@pytest.mark.parametrize(
    "template",
    [
        json.dumps({"imageType": "CustomImage", "customImageId": SHOUTED}),
        json.dumps({"customImageId": SHOUTED}, indent=2).replace("/", "\\/"),
        f"no JSON: {SHOUTED}",
    ],
)
def test_a_host_pool_that_would_add_hosts_from_the_image_is_found(template: str) -> None:
    (found,) = scan({HOST_POOLS: pool_of(template)})

    assert (found.consumer_id, found.kind, found.detail) == (POOL, "AVD host pool", "")
    assert "secret" not in found.text


@pytest.mark.parametrize(
    "template",
    [
        None,
        "",
        "{json:json}",
        json.dumps({"customImageId": None, "imageType": "Gallery"}),
        json.dumps({"customImageId": f"{IMAGE}-2"}),
        json.dumps({"customImageId": f"{GROUP}/Microsoft.Compute/galleries/g/images/d/versions/1.0.0"}),
        "[1]",
    ],
)
def test_a_host_pool_with_another_or_no_image_is_none(template: Json) -> None:
    assert scan({HOST_POOLS: pool_of(template)}) == []


def test_a_host_pool_whose_image_cannot_be_made_out_may_have_any() -> None:
    (found,) = scan({HOST_POOLS: pool_of(json.dumps({"customImageId": "web"}))})

    assert "so it may be any image" in found.detail


def test_a_host_pool_may_have_any_also_where_it_names_one_beside() -> None:
    template = json.dumps({"customImageId": "web", "imageUri": f"{IMAGE}-2"})

    (found,) = scan({HOST_POOLS: pool_of(template)})

    assert "so it may be any image" in found.detail


@pytest.mark.parametrize(
    ("info", "count"),
    [
        ({"type": "Custom", "customInfo": {"resourceId": SHOUTED}}, 1),
        ({"type": "Marketplace", "customInfo": {"resourceId": SHOUTED}}, 1),
        ({"type": "Marketplace", "marketplaceInfo": {"sku": "s"}}, 0),
        ({"type": "Custom"}, 1),
        (None, 1),
    ],
)
def test_a_session_host_configuration_is_found_below_its_pool(info: Json, count: int) -> None:
    below = f"{POOL}/sessionHostConfigurations"
    found = scan({HOST_POOLS: pool_of(""), below: [resource(f"{below}/default", imageInfo=info)]})

    assert [one.kind for one in found] == ["AVD session host configuration"] * count


@pytest.mark.parametrize(
    ("machines", "count"),
    [
        ({"imageReference": {"id": SHOUTED}}, 1),
        ({"imageReference": {"virtualMachineImageId": SHOUTED}}, 1),
        ({"imageReference": {"publisher": "p", "offer": "o", "sku": "s"}}, 0),
        ({"imageReference": {"id": f"{IMAGE}-2"}}, 0),
        ({}, 1),
    ],
)
def test_a_batch_pool_is_found_also_without_a_node(machines: Json, count: int) -> None:
    pool = resource(
        f"{ACCOUNT}/pools/pool",
        currentDedicatedNodes=0,
        deploymentConfiguration={"virtualMachineConfiguration": machines},
    )
    found = scan({ACCOUNTS: [resource(ACCOUNT)], f"{ACCOUNT}/pools": [pool]})

    assert len(found) == count
    assert all(one.kind == "Batch pool" and "retired on 2026-03-31" in one.text for one in found)
    assert all(bool(one.detail) is not bool(machines) for one in found)


def test_a_batch_pool_of_cloud_services_has_no_image() -> None:
    pool = resource(f"{ACCOUNT}/pools/pool", deploymentConfiguration={"cloudServiceConfiguration": {"osFamily": "6"}})

    assert scan({ACCOUNTS: [resource(ACCOUNT)], f"{ACCOUNT}/pools": [pool]}) == []


def test_a_labs_image_is_kept_by_its_entry_and_by_what_is_made_from_that() -> None:
    entry = f"{LAB}/customimages/web"
    made_from: JsonObject = {"customImageId": entry.upper()}
    found = scan(
        {
            LABS: [resource(LAB)],
            f"{LAB}/customimages": [resource(entry, managedImageId=SHOUTED), resource(f"{LAB}/customimages/vhd")],
            f"{LAB}/formulas": [
                resource(f"{LAB}/formulas/of-entry", formulaContent={"properties": made_from}),
                resource(f"{LAB}/formulas/of-image", formulaContent={"properties": {"customImageId": SHOUTED}}),
                resource(f"{LAB}/formulas/of-gallery", formulaContent={"properties": {"galleryImageReference": {}}}),
            ],
            f"{LAB}/virtualmachines": [
                resource(f"{LAB}/virtualmachines/vm", **made_from),
                resource(f"{LAB}/virtualmachines/other", customImageId=f"{LAB}/customimages/vhd"),
            ],
        }
    )

    names = ["customimages/web", "formulas/of-entry", "formulas/of-image", "virtualmachines/vm"]
    assert [one.consumer_id.removeprefix(f"{LAB}/") for one in found] == names


@pytest.mark.parametrize("value", [[f"{IMAGE}-2", SHOUTED], f"{IMAGE}-2;{SHOUTED}"])
def test_a_policy_that_lists_the_image_names_it_and_does_not_keep_it(value: Json) -> None:
    inherited = "/providers/Microsoft.Management/managementGroups/all/providers/Microsoft.Authorization/x/approved"
    parameters: JsonObject = {"effect": {"value": "Deny"}, "imageIds": {"value": value}}

    (found,) = scan({ASSIGNMENTS: [resource(inherited, parameters=parameters)]})

    assert found.names_only
    assert found.setting == ("imageIds", json.dumps(value))
    assert "parameter imageIds" in found.text


@pytest.mark.parametrize("path", [HOST_POOLS, LABS, ACCOUNTS])
def test_only_a_provider_that_is_not_there_has_nothing(path: str) -> None:
    for code in ("MissingSubscriptionRegistration", "InvalidResourceNamespace"):
        assert scan({path: RequestRefused("list", status=409, code=code, message="no")}) == []
    with pytest.raises(RequestRefused):
        scan({path: RequestRefused("list", status=400, code="NoRegisteredProviderFound", message="no")})


BELOW = [
    (LABS, LAB, "customimages"),
    (LABS, LAB, "formulas"),
    (LABS, LAB, "virtualmachines"),
    (ACCOUNTS, ACCOUNT, "pools"),
]


@pytest.mark.parametrize(("above", "parent", "segment"), BELOW)
def test_a_list_that_is_missing_is_nothing_only_where_what_it_is_below_is_gone_too(
    above: str, parent: str, segment: str
) -> None:
    answers: dict[str, list[JsonObject] | ReadFailed | None] = {
        above: [resource(parent)],
        f"{parent}/{segment}": None,
    }
    assert scan(answers) == []
    with pytest.raises(RequestRefused, match="does not exist, although"):
        scan(answers, standing={parent})


def test_a_host_pool_without_a_session_host_configuration_has_none() -> None:
    answers: dict[str, list[JsonObject] | ReadFailed | None] = {
        HOST_POOLS: pool_of(None),
        f"{POOL}/sessionHostConfigurations": None,
    }
    assert scan(answers, standing={POOL}) == []


@pytest.mark.parametrize(
    "action",
    [
        "Microsoft.DesktopVirtualization/hostPools/sessionHostConfigurations/read",
        "Microsoft.DevTestLab/labs/formulas/read",
        "Microsoft.Batch/batchAccounts/pools/read",
        "Microsoft.Authorization/policyAssignments/read",
    ],
)
def test_nothing_is_found_where_the_right_to_see_it_is_not_proven(action: str) -> None:
    almost: JsonObject = {"actions": ["*/read"], "notActions": [action]}

    with pytest.raises(RightsNotProven, match=action):
        scan({permissions_path(SUBSCRIPTION): [almost]})
