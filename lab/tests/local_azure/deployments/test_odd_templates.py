"""Whatever a deployment is asked for, the answer is a deployment or Azure's refusal, and it comes to an end."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.local_azure import InProcessAzure

API = "2024-11-01"
API_VERSIONS = {"Microsoft.Compute": "2024-07-01", "Microsoft.Resources": API, "Microsoft.Authorization": "2020-05-01"}
EXPRESSIONS = (
    *(
        "[parameters('p')]",
        "[variables('v')]",
        "[concat('a', parameters('p'))]",
        "[resourceGroup().location]",
        "[",
        "[]",
    ),
    *("[resourceId('Microsoft.Network/virtualNetworks', 'a')]", "[reference('a')]", "[['a']", "a", "a/b", "", "eastus"),
)
SCALARS = st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(EXPRESSIONS)
MEMBERS = st.sampled_from(["p", "v", "value", "type", "defaultValue", "id", "name", "location"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(MEMBERS, inner, max_size=2), max_leaves=4
)
TYPES = (
    *("Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/subnets", "Microsoft.Compute/images"),
    *(
        "Microsoft.Resources/deployments",
        "Microsoft.Authorization/locks",
        "Microsoft.Network//",
        "x",
        "[parameters('p')]",
    ),
)
OBJECTS = st.dictionaries(MEMBERS, VALUES, max_size=2)
RESOURCES = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES), "name": st.sampled_from(["a", "a/b", "[parameters('p')]"])},
    optional={"properties": OBJECTS, "tags": OBJECTS, "location": st.just("eastus") | SCALARS, "dependsOn": VALUES},
).map(lambda each: {**each, "apiVersion": API_VERSIONS.get(str(each["type"]).partition("/")[0], "2024-05-01")})
TEMPLATES = st.fixed_dictionaries(
    {"resources": st.lists(RESOURCES, min_size=1, max_size=2), "parameters": st.just({"p": {"defaultValue": "a"}})},
    optional={"variables": VALUES, "outputs": OBJECTS},
)
REQUESTS = st.fixed_dictionaries({"mode": st.just("Incremental"), "template": TEMPLATES})


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(REQUESTS)
def test_a_deployment_is_answered_and_ends(properties: object) -> None:
    azure = InProcessAzure()
    group = azure.make_group("group", "eastus")
    path = f"{group}/providers/Microsoft.Resources/deployments/odd"

    asked = azure.put(path, {"properties": properties}, api_version=API)
    azure.settle()
    shown = azure.get(path, api_version=API)
    listed = azure.get(f"{group}/resources", api_version=API, query={"$filter": "tagName eq 'a'"})
    azure.close()

    assert listed.status_code == 200, listed.text
    assert asked.status_code < 500, asked.text
    if asked.status_code < 400:
        assert shown.json()["properties"]["provisioningState"] in ("Succeeded", "Failed")
    else:
        assert asked.json()["error"]["message"]
